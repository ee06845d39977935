"""How a ticket ends."""

from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy

from plantao.console.tickets.forms.act import ActForm, Earlier, Published
from plantao.console.tickets.names import word
from plantao.ui.fields import instant_field, text_field
from plantao.ui.labels import CHANNELS


class RestoreForm(Published, Earlier, ActForm):
    heading = gettext_lazy("The service is back")
    submit = gettext_lazy("Note that it is back")
    says = gettext_lazy("The work on the ticket may go on.")
    fault_started_at = instant_field(gettext_lazy("Down since"), required=False)

    def fill(self) -> None:
        self.initial.setdefault("fault_started_at", self.ticket.fault_started_at)


class ResolveForm(Published, Earlier, ActForm):
    heading = gettext_lazy("Resolve")
    submit = gettext_lazy("Resolve")
    done = gettext_lazy("Resolved; the requester is told what was done.")
    cause = forms.ChoiceField(label=gettext_lazy("Cause"))
    responsible = forms.ChoiceField(label=gettext_lazy("Responsible"))
    done_text = text_field(gettext_lazy("What was done"), rows=4, help_text=gettext_lazy("The requester is told, word for word."))
    restored_at = instant_field(gettext_lazy("The service is back since"))

    def fill(self) -> None:
        resolution = self.handbook.resolution
        self.offer("cause", [(key, word("causes", key)) for key in resolution.causes], empty=gettext_lazy("Choose"))
        self.offer("responsible", [(key, word("responsible", key)) for key in resolution.responsible], empty=gettext_lazy("Choose"))
        for name, asked in (("cause", "cause"), ("responsible", "responsible"), ("done_text", "done"), ("restored_at", "restored_at")):
            self.fields[name].required = asked in resolution.asks_for
        if self.ticket.restored_at is not None:
            del self.fields["restored_at"]

    def clean(self) -> dict[str, Any]:
        said = dict(self.cleaned_data)
        if said.get("internal") and said.get("done_text"):
            self.add_error("internal", gettext("The requester of a resolved ticket is told what was done."))
        return said


class ConfirmForm(Published, ActForm):
    heading = gettext_lazy("The requester finds it solved")
    submit = gettext_lazy("Note the confirmation")


class CloseForm(Published, Earlier, ActForm):
    heading = gettext_lazy("Close the ticket")
    submit = gettext_lazy("Close it")
    says = gettext_lazy("Nothing more is filed here; what still comes opens a new ticket.")


class CancelForm(Published, ActForm):
    heading = gettext_lazy("Cancel the ticket")
    submit = gettext_lazy("Cancel the ticket")
    says = gettext_lazy("This can't be undone.")
    tone = "danger"
    reason = text_field(gettext_lazy("Why"), rows=2)


class NotAContactForm(ActForm):
    heading = gettext_lazy("Spam, or nobody's request")
    submit = gettext_lazy("Not a contact")
    says = gettext_lazy("It is cancelled, out of all figures, and nobody outside is told. It can be undone.")
    tone = "danger"


class AfterAllForm(ActForm):
    heading = gettext_lazy("A contact after all")
    submit = gettext_lazy("Take it back")
    says = gettext_lazy("It gets back the status it had.")


class DisagreeForm(Published, ActForm):
    heading = gettext_lazy("The requester does not find it solved")
    submit = gettext_lazy("Open the new ticket")
    says = gettext_lazy("This ticket stays as it is; a new one is opened, with its own protocol, linked to it.")
    channel = forms.ChoiceField(label=gettext_lazy("How they said it"), choices=[(key, label) for key, label in CHANNELS.items()])
    text = text_field(gettext_lazy("What they say"))
