"""What the form of every act on the rota has: who may be chosen, and what its page had shown."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, ClassVar, Self

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy

from plantao.console.rota.words import name_of
from plantao.handbook.document import Handbook
from plantao.staff.models import Agent, Rota
from plantao.ui.fields import instant_field
from plantao.ui.forms import Form, dress
from plantao.ui.terms import Terms

SINCE = gettext_lazy("From")
UNTIL = gettext_lazy("Until")


class RotaForm(Form):
    """
    The form of one act on the rota, for `reader`; `seen` is the last event that its page had shown, `row` what its address names.

    What is chosen of `role` and of people is offered from the handbook and from those who serve.
    """

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *arguments: Any, handbook: Handbook, reader: Agent, at: datetime, row: Any = None, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.handbook, self.reader, self.at, self.row = handbook, reader, at, row
        self.fill()
        dress(self)

    @classmethod
    def posted(cls, posted: QueryDict, **about: Any) -> Self:
        """Return the form as it was sent; unbound where only more of it was asked for."""
        return cls(posted, **about)

    def fill(self) -> None:
        """Offer what may be chosen."""

    def subjects(self) -> Iterable[Rota | Agent]:
        """Return whose history the act is written in; of what is filled in."""
        return ()

    def roles(self) -> Iterable[str]:
        """Return the roles whose gaps it may change; of what is filled in."""
        return (self.cleaned_data["role"],)

    def offer_roles(self) -> None:
        """Let a role of the handbook be chosen."""
        terms = Terms(self.handbook)
        self._choices("role", [(role, terms.role(role)) for role in self.handbook.roles])

    def offer_agents(self, *names: str, agents: Iterable[Agent]) -> None:
        """Let one of these be chosen in each of the fields."""
        by_id: Mapping[str, Agent] = {str(agent.pk): agent for agent in agents}
        for name in names:
            field = self.fields[name]
            assert isinstance(field, forms.TypedChoiceField)
            self._choices(name, [("", "–"), *((number, name_of(agent)) for number, agent in by_id.items())])
            field.coerce = by_id.__getitem__

    def begin_with_oneself(self, name: str, *, permission: str) -> None:
        """Let whoever may do this only where it is their own begin with their own name."""
        if not self.reader.may(permission):
            self.initial.setdefault(name, self.reader.pk)

    def _choices(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices


class OfARole(RotaForm):
    """
    An act on the rota of one role. `people` are its fields for those who serve; the first begins with whoever may do it
    (`permission`) only where it is their own.
    """

    people: ClassVar[tuple[str, ...]] = ()
    permission: ClassVar[str] = ""
    role = forms.ChoiceField(label=gettext_lazy("Role"))

    def fill(self) -> None:
        self.offer_roles()
        if self.people:
            self.offer_agents(*self.people, agents=who_serves())
        if self.permission:
            self.begin_with_oneself(self.people[0], permission=self.permission)

    def subjects(self) -> Iterable[Rota | Agent]:
        return (Rota.objects.of(self.cleaned_data["role"]),)


def agent_field(label: Any, *, required: bool = True) -> forms.TypedChoiceField:
    """Return a field for one of those who serve."""
    return forms.TypedChoiceField(label=label, required=required, empty_value=None)


def now_or(label: Any) -> forms.DateTimeField:
    """Return a field for an instant that is now where nothing is said."""
    return instant_field(label, required=False, help_text=gettext_lazy("Now, where you leave it empty."))


def who_serves() -> list[Agent]:
    """Return those who may be put on duty, by name: one query."""
    return list(Agent.objects.filter(disabled_at=None).select_related("person").order_by("person__name", "pk"))
