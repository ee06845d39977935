"""What may be done on the rota's page: a button for each act, for those who may."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from plantao.staff.models import Agent
from plantao.staff.permissions import OWN


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """`name` is that of the address, `permission` what it asks."""

    name: str
    label: str | Promise
    icon: str
    permission: str
    key: str


OFFERS = (
    Offer(name="rota-hand-overs", label=pgettext_lazy("act", "Hand over duty"), icon="arrow-right", permission="rota.hand_over", key="h"),
    Offer(name="rota-swaps", label=pgettext_lazy("act", "Swap"), icon="arrows-exchange", permission="rota.swap", key="t"),
    Offer(name="rota-absences", label=pgettext_lazy("act", "Absence"), icon="calendar-off", permission="staff.note_absence", key="a"),
    Offer(name="rota-assignments", label=pgettext_lazy("act", "Put on duty once"), icon="user-check", permission="rota.assign", key="p"),
    Offer(name="rota-shifts", label=pgettext_lazy("act", "New shift"), icon="plus", permission="rota.add_shift", key="n"),
)


def offered(agent: Agent) -> Sequence[Offer]:
    """Return what an agent may do, if only where it concerns themselves."""
    return [offer for offer in OFFERS if agent.may(offer.permission) or offer.permission in OWN]
