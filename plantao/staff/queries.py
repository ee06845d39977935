"""Questions about staff."""

from plantao.events.actor import Actor
from plantao.people.models import Person
from plantao.prepared import Gap, Prepared
from plantao.staff.models import Agent

_AGENT = Agent._meta.get_field("person").remote_field
_SERVES = Prepared(lambda: Agent.objects.filter(person=Gap("person"), disabled_at=None), stays=True)


def may(by: Actor, permission: str) -> bool:
    """
    Return whether whoever acts may do what `permission` guards, such as "ticket.backdate".

    The desk itself and the operator at the command line may everything; of customers nobody may what staff may.
    """
    return Agent.objects.may(by, permission)


def serves(person: Person) -> bool:
    """Return whether somebody serves on the provider's staff now; asks nothing where that was read with their row."""
    if _AGENT.is_cached(person):
        agent: Agent | None = getattr(person, "agent", None)
        return agent is not None and agent.disabled_at is None
    return is_staff(person.pk)


def is_staff(person_id: int) -> bool:
    """Return whether this person serves on the provider's staff now."""
    return bool(_SERVES.rows(person=person_id))
