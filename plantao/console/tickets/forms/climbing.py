"""Asking for a step of the ladder."""

from django import forms
from django.utils.translation import gettext_lazy

from plantao.console.tickets.forms.act import ActForm, Published
from plantao.escalation.asking import may_be_asked


class AskForm(Published, ActForm):
    heading = gettext_lazy("Escalate now")
    submit = gettext_lazy("Escalate")
    says = gettext_lazy("A step that is due and waits to be asked for happens at once. The others come by themselves.")
    role = forms.ChoiceField(label=gettext_lazy("To whom"), required=False)

    def fill(self) -> None:
        waiting = dict.fromkeys(step.role for step in may_be_asked(self.ticket, at=self.at))
        self.offer("role", [(role, self.terms.role(role)) for role in waiting], empty=gettext_lazy("The first that is due"))
