"""What may be asked of the rota: who holds a role at an instant."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, gettext_lazy

from plantao.console.rota.week import YEARS
from plantao.handbook.document import Handbook
from plantao.ui.forms import Form
from plantao.ui.terms import Terms


class Asking(Form):
    """A role, and an instant on the provider's wall clock: the zone in which the form is read must be that one."""

    heading = gettext_lazy("Who would be rung?")
    submit = gettext_lazy("Ask")

    role = forms.ChoiceField(label=gettext_lazy("Role"))
    when = forms.DateTimeField(
        label=gettext_lazy("When"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    )

    def __init__(self, *arguments: Any, handbook: Handbook, roles: Iterable[str], at: datetime, **named: Any) -> None:
        super().__init__(*arguments, initial={"when": at}, **named)
        terms = Terms(handbook)
        self.fields["role"] = forms.ChoiceField(
            label=self.fields["role"].label,
            choices=[(role, terms.role(role)) for role in roles],
            widget=forms.Select(attrs={"class": "form-select"}),
        )

    def clean_when(self) -> datetime:
        when: datetime = self.cleaned_data["when"]
        if when.year not in YEARS:
            raise ValidationError(gettext("No rota reaches that year."))
        return when
