"""Reply to the customer, note for the team: two forms, never one with a box to tick."""

from django.utils.translation import gettext_lazy

from plantao.console.tickets.forms.act import ActForm, FilesField, text_field


class ReplyForm(ActForm):
    heading = gettext_lazy("Reply to the customer")
    submit = gettext_lazy("Send to the customer")
    done = gettext_lazy("Your reply is on its way.")
    text = text_field(gettext_lazy("What the customer will read"), required=False)
    attachments = FilesField(label=gettext_lazy("Files"), required=False)


class NoteForm(ActForm):
    heading = gettext_lazy("Note for the team")
    submit = gettext_lazy("Keep the note")
    done = gettext_lazy("Noted; only the team sees it.")
    tone = "inside"
    text = text_field(gettext_lazy("What only the team will read"), required=False)
    attachments = FilesField(label=gettext_lazy("Files"), required=False)
