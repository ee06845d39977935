"""What a member of staff is told of their own way in: the link of a first access, or of a forgotten password."""

from zoneinfo import ZoneInfo

from plantao.agreements.queries import in_force
from plantao.events.models import Event
from plantao.notifications import vocabulary
from plantao.notifications.duty import language_of_staff, post_to_staff
from plantao.notifications.text_files import Value
from plantao.people.access import GOOD_FOR, link_to_get_in
from plantao.staff.models import Agent
from plantao.staff.verbs import Verb


def tell_access(event: Event, agent: Agent) -> None:
    """Send the link, which opens once and expires; the event itself doesn't hold it."""
    person = agent.person
    handbook = in_force(event.recorded_at).handbook
    zone = ZoneInfo(person.time_zone or handbook.provider.time_zone)
    until = vocabulary.instant(event.recorded_at + GOOD_FOR, zone=zone, language=language_of_staff(person, event))
    values: dict[str, Value] = {
        "is_first": event.verb == Verb.INVITED,
        "address": person.email or "",
        "access_url": link_to_get_in(person),
        "until": until,
    }
    post_to_staff(event, person, "access", values, subject="access")
