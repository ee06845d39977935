"""What tickets do about events; wired in plantao/wiring/reactions.py."""

from django.db.models import F

from plantao.directory.models import Customer
from plantao.events.models import Event
from plantao.messaging.models import Notice
from plantao.prepared import Among, Gap, Prepared
from plantao.tickets.handlers import ATTEND_PARENT, LOSE_CONTACT, PASS_DOWN
from plantao.tickets.models import AWAITING_CUSTOMER, Hold, Late, LinkKind, Ticket
from plantao.tickets.models.row import iso
from plantao.tickets.queries import children_of, counting_on, parent_of
from plantao.tickets.verbs import Verb
from plantao.work.tasks import queue_task

REACHES = frozenset({Verb.REPLIED.value, Verb.HELD.value, Verb.RESOLVED.value})
"""What a person on our side says to the requester: handed to the network, it reached them."""

_ABOUT = Prepared(lambda: Notice.objects.filter(Among(F("pk"), Gap("notices")), event__timeline_id=Gap("timeline")).select_related("event"))


def reached(event: Event, ticket: Ticket) -> None:
    """
    A message was handed to the network (message.delivered): what it carried reached its recipient.

    To the requester, in public, by a person: attended, and so is the parent of their mass incident. The question of a hold,
    to whom it asks: the hold counts from now. Confirmations and whatever the desk says by itself are neither.
    """
    message = event.facts["message"]
    for notice in _ABOUT.rows(notices=event.facts["notices"], timeline=ticket.timeline_id):
        said = notice.event
        if said.verb == Verb.HELD:
            _begin_hold(ticket, notice, message=message, event=event)
        is_to_requester = notice.person_id is not None and notice.person_id == ticket.requester_id
        if said.verb in REACHES and said.is_public and said.by.is_staff and is_to_requester:
            ticket.attended_by_message(by=said.by, at=event.at, said=said, message=message)
            _reach_parent(ticket, said, message=message, event=event)


def came_back(event: Event, ticket: Ticket) -> None:
    """A message came back for good (message.bounced): a hold whose question it carried waits for nobody."""
    notices = Notice.objects.filter(pk__in=event.facts["notices"], event__timeline_id=ticket.timeline_id, event__verb=Verb.HELD)
    for notice in notices.select_related("event"):
        hold = _asked_by(ticket, notice)
        if hold is not None:
            ticket.question_came_back(hold_id=hold.pk, at=event.at, message=event.facts["message"])


def answered(event: Event, ticket: Ticket) -> None:
    """
    Somebody on the customer's side replied (ticket.replied), in their own words: nobody waits for the customer any more.

    What came in before the question was even asked answers nothing.
    """
    if not event.by.is_customers or not event.is_public or event.facts["automatic"] or not ticket.is_open:
        return
    if Hold.objects.filter(ticket=ticket, reason=AWAITING_CUSTOMER, ended_by="", created_at__lte=event.at).exists():
        late = Late(event.recorded_at)
        ticket.resume(by=event.by, at=event.at, public=True, reason=AWAITING_CUSTOMER, answered_by=event, late=late)


def say_to_children(event: Event, parent: Ticket) -> None:
    """Somebody of us acted in public on the parent of a mass incident: each open child hears of it, in a transaction of its own."""
    if not event.is_public or not event.by.is_staff:
        return
    for child in children_of(parent):
        queue_task(PASS_DOWN, {"child": child}, at=event.recorded_at, key=str(child))


def hear_what_was_said(event: Event, child: Ticket) -> None:
    """A ticket became the child of a mass incident (ticket.linked): it hears what its parent's customers know already."""
    if event.facts["link"] == LinkKind.PARENT and event.facts["is_from"]:
        queue_task(PASS_DOWN, {"child": child.pk}, at=event.recorded_at, key=str(child.pk))


def contact_left(event: Event, customer: Customer) -> None:
    """Somebody speaks for a customer no more (customer.contact_left): each open ticket that counts on them goes on without."""
    person = event.facts["person"]
    for ticket in counting_on(person, customer_id=customer.pk):
        queue_task(LOSE_CONTACT, {"ticket": ticket, "person": person}, at=event.recorded_at)


def _reach_parent(child: Ticket, said: Event, *, message: int, event: Event) -> None:
    """A mass incident is nobody's: whoever asks there are those who ask on its children, and the first of them was reached."""
    parent = parent_of(child)
    if parent is not None and parent.requester_id is None and parent.attended_at is None:
        payload = {"parent": parent.pk, "said": said.pk, "message": message, "at": iso(event.at)}
        queue_task(ATTEND_PARENT, payload, at=event.recorded_at, key=str(parent.pk))


def _begin_hold(ticket: Ticket, notice: Notice, *, message: int, event: Event) -> None:
    hold = _asked_by(ticket, notice)
    if hold is not None:
        ticket.hold_began(hold_id=hold.pk, at=event.at, message=message)


def _asked_by(ticket: Ticket, notice: Notice) -> Hold | None:
    """Return the hold whose question this notice is, where it went to whom it asks."""
    hold = Hold.objects.filter(ticket=ticket, pk=notice.event.facts["hold"]).first()
    return hold if hold is not None and notice.person_id == hold.asked_of_id else None
