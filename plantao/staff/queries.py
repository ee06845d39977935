"""Questions about staff."""

from plantao.events.actor import Actor, ActorKind
from plantao.staff.models import Agent


def may(by: Actor, permission: str) -> bool:
    """
    Return whether whoever acts may do what `permission` guards, such as "ticket.backdate".

    The desk itself and the operator at the command line may everything; of customers nobody may what staff may.
    """
    if by.kind in {ActorKind.DESK, ActorKind.OPERATOR}:
        return True
    if by.kind != ActorKind.STAFF or by.person_id is None:
        return False
    agent = Agent.objects.filter(person_id=by.person_id).first()
    return agent is not None and agent.may(permission)


def is_staff(person_id: int) -> bool:
    """Return whether this person serves on the provider's staff now."""
    return Agent.objects.filter(person_id=person_id, disabled_at=None).exists()
