"""Questions about staff."""

from plantao.events.actor import Actor
from plantao.prepared import Gap, Prepared
from plantao.staff.models import Agent

_SERVES = Prepared(lambda: Agent.objects.filter(person=Gap("person"), disabled_at=None))


def may(by: Actor, permission: str) -> bool:
    """
    Return whether whoever acts may do what `permission` guards, such as "ticket.backdate".

    The desk itself and the operator at the command line may everything; of customers nobody may what staff may.
    """
    return Agent.objects.may(by, permission)


def is_staff(person_id: int) -> bool:
    """Return whether this person serves on the provider's staff now."""
    return bool(_SERVES.rows(person=person_id))
