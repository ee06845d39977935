"""Questions about staff."""

from plantao.events.actor import Actor
from plantao.staff.models import Agent


def may(by: Actor, permission: str) -> bool:
    """
    Return whether whoever acts may do what `permission` guards, such as "ticket.backdate".

    The desk itself and the operator at the command line may everything; of customers nobody may what staff may.
    """
    return Agent.objects.may(by, permission)


def is_staff(person_id: int) -> bool:
    """Return whether this person serves on the provider's staff now."""
    return Agent.objects.filter(person_id=person_id, disabled_at=None).exists()
