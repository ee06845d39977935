"""Reply to the customer, note for the team: two forms, never one with a box to tick. And what is said besides."""

from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy

from plantao.console.tickets.forms.act import ActForm, Earlier, FilesField, Published
from plantao.console.tickets.names import word
from plantao.tickets.models import terms
from plantao.ui.fields import instant_field, text_field


class ReplyForm(ActForm):
    is_inline = True
    heading = gettext_lazy("Reply to the customer")
    submit = gettext_lazy("Send to the customer")
    done = gettext_lazy("Your reply is on its way.")
    text = text_field(gettext_lazy("What the customer will read"))
    attachments = FilesField(label=gettext_lazy("Files"), required=False)


class NoteForm(ActForm):
    is_inline = True
    heading = gettext_lazy("Note for the team")
    submit = gettext_lazy("Keep the note")
    done = gettext_lazy("Noted; only the team sees it.")
    text = text_field(gettext_lazy("What only the team will read"))
    attachments = FilesField(label=gettext_lazy("Files"), required=False)


class AttendForm(Published, Earlier, ActForm):
    heading = gettext_lazy("You reached the requester by phone")
    submit = gettext_lazy("Note the first contact")
    says = gettext_lazy("The clock of the first answer stops at this instant, or at the one you give below.")


class CompleteForm(Published, ActForm):
    heading = gettext_lazy("What the handbook asks for")
    submit = gettext_lazy("Note it")
    says = gettext_lazy("Fill in what you know; the rest stays marked as missing.")

    PREFIX: ClassVar[str] = "given_"

    def fill(self) -> None:
        for field in terms.asked_for_anywhere(self.handbook):
            needed = field in self.ticket.missing
            label = word("fields", field)
            self.fields[self.PREFIX + field] = forms.CharField(
                label=label, required=False, max_length=2_000, help_text=gettext_lazy("Still missing.") if needed else ""
            )
            self.fields[self.PREFIX + field].widget.attrs["class"] = "form-control"

    @property
    def given(self) -> dict[str, str]:
        """Return what was filled in, by field."""
        said = {name: text for name, text in self.cleaned_data.items() if name.startswith(self.PREFIX)}
        return {name.removeprefix(self.PREFIX): text for name, text in said.items() if text.strip()}


class PromiseForm(Published, ActForm):
    heading = gettext_lazy("Promise to be back")
    submit = gettext_lazy("Promise it")
    says = gettext_lazy("The customer is told; your next reply keeps it.")
    due_at = instant_field(gettext_lazy("By when"))
