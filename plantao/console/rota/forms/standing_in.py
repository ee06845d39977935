"""Somebody stands where another would, for a while; or is away."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy, pgettext_lazy

from plantao.console.rota.forms.act import SINCE, UNTIL, OfARole, RotaForm, agent_field, now_or, who_serves
from plantao.handbook.duty import roles_on_duty
from plantao.staff.models import Agent, Rota
from plantao.staff.rota import roles_named
from plantao.ui.fields import instant_field


class HandOverForm(OfARole):
    heading = gettext_lazy("Hand over duty")
    submit = pgettext_lazy("rota", "Hand over")
    says = gettext_lazy("Who takes over stands where the other would: is rung in their place.")
    done = gettext_lazy("Duty is handed over.")
    people = ("giver", "to")
    permission = "rota.hand_over"
    giver = agent_field(gettext_lazy("Who hands over"))
    to = agent_field(gettext_lazy("Who takes over"))
    since = now_or(SINCE)
    until = instant_field(UNTIL, required=False, help_text=gettext_lazy("Until their duty would have ended, where you leave it empty."))


class SwapForm(OfARole):
    heading = gettext_lazy("Swap duty")
    submit = gettext_lazy("Swap")
    says = gettext_lazy("In that time each of the two stands where the other would.")
    done = gettext_lazy("The two have swapped.")
    people = ("one", "other")
    permission = "rota.swap"
    one = agent_field(gettext_lazy("One"))
    other = agent_field(gettext_lazy("The other"))
    since = now_or(SINCE)
    until = instant_field(UNTIL)


class AssignmentForm(OfARole):
    heading = gettext_lazy("Put somebody on duty once")
    submit = gettext_lazy("Put on duty")
    says = gettext_lazy("They go first in line for that time; whoever is in line already moves down.")
    done = gettext_lazy("They are on duty then.")
    people = ("to",)
    to = agent_field(gettext_lazy("Who"))
    since = now_or(SINCE)
    until = instant_field(UNTIL)


class AbsenceForm(RotaForm):
    heading = gettext_lazy("Note an absence")
    submit = gettext_lazy("Note it")
    says = gettext_lazy("Who is away is rung for no role; the next in line moves up. Why is nobody's business.")
    done = gettext_lazy("The absence is noted.")
    person = agent_field(gettext_lazy("Who is away"))
    since = now_or(SINCE)
    until = instant_field(UNTIL, required=False, help_text=gettext_lazy("Leave it empty where nobody knows until when."))

    def fill(self) -> None:
        self.offer_agents("person", agents=who_serves() if self.reader.may("staff.note_absence") else [self.reader])
        self.begin_with_oneself("person", permission="staff.note_absence")

    def subjects(self) -> Iterable[Rota | Agent]:
        return (self.cleaned_data["person"],)

    def roles(self) -> Iterable[str]:
        return every_role(self)


class EndForm(RotaForm):
    """The end of what the address names. What was until then stays true."""

    tone = "danger"
    ends_at = now_or(gettext_lazy("From when it holds no longer"))

    def subjects(self) -> Iterable[Rota | Agent]:
        return (self.row.rota,)

    def roles(self) -> Iterable[str]:
        return (self.row.rota.role,)


class EndShiftForm(EndForm):
    heading = gettext_lazy("End the shift")
    submit = gettext_lazy("End it")
    says = gettext_lazy("Nobody stands in it from then on; who stood there before stays true.")
    done = gettext_lazy("The shift ends.")


class CancelArrangementForm(EndForm):
    heading = gettext_lazy("Cancel the arrangement")
    submit = gettext_lazy("Cancel it")
    says = gettext_lazy("From then on everybody stands where they would without it.")
    done = gettext_lazy("The arrangement is cancelled.")


class CancelAbsenceForm(EndForm):
    heading = gettext_lazy("Back earlier")
    submit = gettext_lazy("They are back")
    says = gettext_lazy("From then on they are rung again.")
    done = gettext_lazy("The absence ends.")
    tone = "primary"
    ends_at = now_or(gettext_lazy("From when they are back"))

    def subjects(self) -> Iterable[Rota | Agent]:
        return (self.row.agent,)

    def roles(self) -> Iterable[str]:
        return every_role(self)


def every_role(form: RotaForm) -> Iterable[str]:
    """Return the roles that ladders tell, and the others that the rota names."""
    return dict.fromkeys((*roles_on_duty(form.handbook), *sorted(roles_named(at=form.at))))
