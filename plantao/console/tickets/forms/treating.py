"""Who treats a ticket, and as what."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext, gettext_lazy

from plantao.console.tickets.forms.act import ActForm, Approved, Earlier, Published, who_may_approve
from plantao.console.tickets.names import called, word
from plantao.staff.models import Agent
from plantao.tickets.models.correcting import FACTS as KNOWN
from plantao.tickets.models.correcting import KEYS, OF_A_HOLD
from plantao.ui.fields import instant_field, text_field
from plantao.ui.labels import FACTS


class AssignForm(ActForm):
    heading = gettext_lazy("Who holds it")
    submit = gettext_lazy("Assign")
    to = forms.TypedChoiceField(label=gettext_lazy("Member of the team"), required=False, coerce=int, empty_value=None)

    def fill(self) -> None:
        serving = Agent.objects.filter(Q(departments=[]) | Q(departments__contains=[self.ticket.department]), disabled_at=None)
        agents = serving.select_related("person").order_by("person__name")
        self.offer("to", [(str(agent.person_id), called(agent.person)) for agent in agents], empty=gettext_lazy("Nobody"))
        self.initial.setdefault("to", self.agent.person_id)


class ClassifyForm(Published, Earlier, Approved, ActForm):
    heading = gettext_lazy("Classify")
    submit = gettext_lazy("Classify")
    department = forms.ChoiceField(label=gettext_lazy("Department"))
    item = forms.ChoiceField(label=gettext_lazy("Item"), required=False)
    criticality = forms.ChoiceField(label=gettext_lazy("Criticality"), widget=forms.RadioSelect)
    reason = text_field(
        gettext_lazy("Why the criticality changes"), rows=2, required=False, help_text=gettext_lazy("The requester is told.")
    )
    has_consent = forms.BooleanField(label=gettext_lazy("The requester agrees that it is lowered"), required=False)

    def fill(self) -> None:
        handbook, terms = self.handbook, self.terms
        self.offer("department", [(key, terms.department(key)) for key in handbook.departments])
        items = [(terms.department(key), [(each.key, terms.says(each.name)) for each in some]) for key, some in handbook.catalogue.items()]
        field = self.fields["item"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", gettext("No item")), *items]
        means = {key: terms.says(each.means) for key, each in handbook.criticalities.items()}
        self.offer("criticality", [(key, _with_meaning(terms.criticality(key), means[key])) for key in handbook.criticalities])
        self.offer("approved_by", who_may_approve(), empty="–")
        for name in ("department", "item", "criticality"):
            self.initial.setdefault(name, getattr(self.ticket, name))

    @property
    def place(self) -> dict[str, str | None]:
        """Return what differs from how it is now; an item brings its department unless another was chosen as well."""
        said = {name: str(self.cleaned_data[name]) for name in ("department", "item", "criticality")}
        return {name: value if value != getattr(self.ticket, name) else None for name, value in said.items()}


class HandOverForm(Published, Earlier, ActForm):
    heading = gettext_lazy("Hand over")
    submit = gettext_lazy("Hand over")
    says = gettext_lazy("Nobody there holds it until somebody takes it.")
    level = forms.ChoiceField(label=gettext_lazy("Level"), required=False)
    department = forms.ChoiceField(label=gettext_lazy("Department"))
    reason = text_field(gettext_lazy("Why, and what is known so far"), rows=3)

    def fill(self) -> None:
        handbook, terms = self.handbook, self.terms
        self.offer("level", [(level.key, terms.level(level.key)) for level in handbook.levels], empty=gettext_lazy("As it is"))
        self.offer("department", [(key, terms.department(key)) for key in handbook.departments])
        self.initial.setdefault("level", self.ticket.level)
        self.initial.setdefault("department", self.ticket.department)


class CorrectForm(Published, Approved, ActForm):
    heading = gettext_lazy("Correct a fact")
    submit = gettext_lazy("Correct it")
    says = gettext_lazy("What stood there before stays readable; clocks are counted anew.")
    tone = "danger"
    fact = forms.ChoiceField(label=gettext_lazy("What is wrong"))
    instant = instant_field(gettext_lazy("The right instant"), required=False)
    key = forms.ChoiceField(label=gettext_lazy("The right cause, or who was responsible"), required=False)
    hold = forms.TypedChoiceField(label=gettext_lazy("Of which hold"), required=False, coerce=int, empty_value=None)
    reason = text_field(gettext_lazy("Why"), rows=2)

    def fill(self) -> None:
        resolution = self.handbook.resolution
        holds = self.ticket.holds.filter(cancelled_at=None)
        self.offer("fact", [(fact, str(FACTS[fact])) for fact in KNOWN])
        keys = [(key, word("causes", key)) for key in resolution.causes]
        keys += [(key, word("responsible", key)) for key in resolution.responsible]
        self.offer("key", keys, empty="–")
        self.offer("hold", [(str(hold.pk), self.terms.hold(hold.reason)) for hold in holds], empty="–")
        self.offer("approved_by", who_may_approve(), empty="–")

    def clean(self) -> dict[str, Any]:
        said = dict(self.cleaned_data)
        needed = "key" if said.get("fact") in KEYS else "instant"
        if not said.get(needed) and needed not in self.errors:
            self.add_error(needed, gettext("Say what is right."))
        if said.get("fact") in OF_A_HOLD and not said.get("hold"):
            self.add_error("hold", gettext("Say of which hold."))
        said["after"] = said.get(needed)
        return said


def _with_meaning(name: str, means: str) -> str:
    return f"{name}: {means}" if means else name
