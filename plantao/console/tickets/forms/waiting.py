"""Waiting for somebody else."""

from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy

from plantao.console.tickets.forms.act import ActForm, Approved, Earlier, FilesField, Published, who_may_approve
from plantao.tickets.models import AWAITING_CUSTOMER
from plantao.ui.fields import instant_field, text_field


class HoldForm(Published, Earlier, Approved, ActForm):
    heading = gettext_lazy("Put on hold")
    submit = gettext_lazy("Put on hold")
    says = gettext_lazy("With a question, the clocks stand still once it was delivered; without one, from now on.")
    reason = forms.ChoiceField(label=gettext_lazy("What it waits for"))
    question = text_field(
        gettext_lazy("Question to the customer"),
        rows=3,
        required=False,
        help_text=gettext_lazy("Goes out to the requester as a reply; needed to wait for them."),
    )
    attachments = FilesField(label=gettext_lazy("Files with the question"), required=False)
    ends_at = instant_field(gettext_lazy("Until, if that is known"), required=False)

    def fill(self) -> None:
        plan = self.ticket.plan if self.ticket.plan in self.handbook.contracts else None
        holds = self.handbook.holds_under(plan)
        needs = gettext("{} (with approval)")
        names = {key: self.terms.hold(key) for key in holds}
        self.offer("reason", [(key, needs.format(names[key]) if hold.needs else names[key]) for key, hold in holds.items()])
        self.offer("approved_by", who_may_approve(), empty="–")
        if not any(hold.needs for hold in holds.values()):
            del self.fields["approved_by"]

    def clean(self) -> dict[str, Any]:
        said = dict(self.cleaned_data)
        if said.get("question", "").strip() and said.get("internal"):
            self.add_error("internal", gettext("A question to the customer can't be kept from them."))
        if said.get("reason") == AWAITING_CUSTOMER and not said.get("question", "").strip():
            self.add_error("question", gettext("Nobody waits for the customer without having asked them something."))
        return said


class ResumeForm(Published, Earlier, ActForm):
    heading = gettext_lazy("End the hold")
    submit = gettext_lazy("End the hold")
    says = gettext_lazy("The clocks go on from this instant.")


class ContestForm(Published, ActForm):
    heading = gettext_lazy("The customer contests the hold")
    submit = gettext_lazy("Note it")
    reason = text_field(gettext_lazy("What they say"), rows=3)


class CancelHoldForm(Published, Approved, ActForm):
    heading = gettext_lazy("The hold was a mistake")
    submit = gettext_lazy("Cancel the hold")
    says = gettext_lazy("It counts as if it had never been; what was read before stays readable.")
    tone = "danger"
    reason = text_field(gettext_lazy("Why"), rows=2)

    def fill(self) -> None:
        self.offer("approved_by", who_may_approve(), empty="–")
