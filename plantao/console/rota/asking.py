"""What may be asked of the rota: who holds a role at an instant."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from plantao.handbook.document import Handbook
from plantao.ui.fields import instant_field
from plantao.ui.forms import Form
from plantao.ui.terms import Terms


class Asking(Form):
    """A role, and an instant on the provider's wall clock: the zone in which the form is read must be that one."""

    heading = gettext_lazy("Who would be rung?")
    submit = gettext_lazy("Ask")

    role = forms.ChoiceField(label=gettext_lazy("Role"))
    when = instant_field(gettext_lazy("When"))

    def __init__(self, *arguments: Any, handbook: Handbook, roles: Iterable[str], at: datetime, **named: Any) -> None:
        super().__init__(*arguments, initial={"when": at}, **named)
        terms = Terms(handbook)
        self.fields["role"] = forms.ChoiceField(
            label=self.fields["role"].label,
            choices=[(role, terms.role(role)) for role in roles],
            widget=forms.Select(attrs={"class": "form-select"}),
        )
