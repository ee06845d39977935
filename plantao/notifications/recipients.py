"""Who hears of an event, where, in which language and zone; and who would, and why they can't."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from plantao.directory.models import Contact
from plantao.escalation.family import family_of
from plantao.escalation.holders import administrators, holders
from plantao.events.models import Event
from plantao.messaging import registry
from plantao.messaging.models import Inbound
from plantao.notifications.occasions import OF_OUR_OWN, Whom, introduced_by
from plantao.notifications.vocabulary import LANGUAGES
from plantao.people.addresses import Kind
from plantao.people.models import Address, Person
from plantao.prepared import Gap, Prepared
from plantao.staff.queries import serves
from plantao.tickets.models import Ticket, Watcher

_WATCHERS = Prepared(lambda: Watcher.objects.filter(ticket=Gap("ticket")).select_related("person__agent").order_by("id"))
_ADDRESSES = Prepared(lambda: Address.objects.filter(person=Gap("person")).order_by("id"))
_SPOKE_FOR = Prepared(lambda: Contact.objects.filter(customer=Gap("customer"), person=Gap("person")))


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """
    One person, and where they are reached. `why_not` is "" where they can be told, else why not: `no_address`,
    `bounced`, `disabled`, `left` (the customer); then `address` may be "".
    """

    person: Person
    channel: str
    address: str
    language: str
    zone: ZoneInfo
    is_staff: bool
    why_not: str = ""


def recipients(event: Event, ticket: Ticket, to: Whom) -> list[Recipient]:
    """Return whom `to` means for this event, each once; of an internal event nobody but staff."""
    persons = {person.pk: person for person in _meant(event, ticket, to)}
    found = [recipient_of(person, ticket) for person in persons.values()]
    is_for_staff = to in OF_OUR_OWN or not event.is_public
    return [recipient for recipient in found if recipient.is_staff or not is_for_staff]


def recipient_of(person: Person, ticket: Ticket) -> Recipient:
    """Return where and how this person is told of this ticket. Someone merged into another is reached as that one."""
    is_ours = serves(person)
    channel, address, why_not = _where(person.survivor, ticket)
    if not person.survivor.is_active:
        why_not = "disabled"
    elif not is_ours and _has_left(person, ticket):
        why_not = "left"
    return Recipient(
        person=person,
        channel=channel,
        address=address,
        language=language_of(person, ticket),
        zone=zone_of(person, ticket),
        is_staff=is_ours,
        why_not=why_not,
    )


def language_of(person: Person | None, ticket: Ticket) -> str:
    """Return the language to speak: the person's, the customer's, that of the ticket, the provider's first."""
    asked = (person.survivor.language if person else "", ticket.customer.language if ticket.customer else "", ticket.language)
    return next((language for language in asked if language in LANGUAGES), ticket.terms.default_language)


def zone_of(person: Person | None, ticket: Ticket) -> ZoneInfo:
    """Return the zone to show instants in: the person's, the customer's, the provider's."""
    chosen = (person.survivor.time_zone if person else "") or (ticket.customer.time_zone if ticket.customer else "")
    return ZoneInfo(chosen or ticket.terms.provider.time_zone)


def _meant(event: Event, ticket: Ticket, to: Whom) -> Iterable[Person]:
    if to is Whom.AUTHOR:
        return [event.person] if event.by.is_customers and event.person else _asking(ticket)
    if to is Whom.ASKED:
        return Person.objects.filter(pk=event.facts["asked_of"])
    if to is Whom.INTRODUCED:
        came = introduced_by(event)
        return [] if came in (None, event.person_id) else [Person.objects.get(pk=came)]
    if to is Whom.CALLED:
        return Person.objects.filter(pk__in=event.facts["told"]).order_by("id")
    if to is Whom.TREATING:
        return _treating(ticket, at=event.recorded_at)
    if to is Whom.ADMINISTRATORS:
        return [agent.person for agent in administrators()]
    everybody = [*_asking(ticket), *_watching(ticket)]
    if to is Whom.ALL_BUT_AUTHOR:
        return [person for person in everybody if person.pk != event.person_id]
    if to is Whom.ALL_AND_ASKED and event.facts["asked_of"] is not None:
        return [*everybody, Person.objects.get(pk=event.facts["asked_of"])]
    return everybody


def _watching(ticket: Ticket) -> list[Person]:
    return [watcher.person for watcher in _WATCHERS.rows(ticket=ticket.pk)]


def _treating(ticket: Ticket, *, at: datetime) -> list[Person]:
    ladder = ticket.terms.ladder_for(department=ticket.department, criticality=ticket.criticality)
    is_led = ladder is not None and not family_of(ticket).is_carried  # of a mass incident the coordinator hears once: by its parent
    coordinators = holders(ticket, ladder.steps[0].tell, at=at) if ladder and is_led else ()
    return [*([ticket.holder] if ticket.holder else []), *(agent.person for agent in coordinators)]


def _asking(ticket: Ticket) -> list[Person]:
    """Return the requester; of a ticket that monitoring or staff opened, the technical contacts of its service."""
    if ticket.requester is not None:
        return [ticket.requester]
    if ticket.service is None:
        return []
    contacts = ticket.service.technical_contacts.filter(until=None).select_related("person").order_by("id")
    return [contact.person for contact in contacts]


def _where(person: Person, ticket: Ticket) -> tuple[str, str, str]:
    """
    Return channel, address and why nothing goes there.

    By the first of the channels they chose that there is; else by mail, at the address that they last wrote from about this
    ticket where they did; who has none, by the channel they came by. An address from which mail came back gets no more.
    """
    addresses = _ADDRESSES.rows(person=person.pk)
    if preferred := _preferred(person, addresses):
        return preferred.kind, preferred.value, ""
    mails = [address for address in addresses if address.kind == Kind.MAIL]
    if person.email and not any(address.key == person.email.casefold() for address in mails):
        return Kind.MAIL.value, person.email, ""
    alive = [address for address in mails if address.bounced_at is None]
    if alive:
        used = _last_written_from(ticket, [address.key for address in alive])
        chosen = next((address for address in alive if address.key in (used, (person.email or "").casefold())), alive[0])
        return Kind.MAIL.value, chosen.value, ""
    came_by = next((each for each in addresses if each.kind == ticket.channel and each.bounced_at is None), None)
    if came_by is not None and ticket.channel in registry.names():
        return ticket.channel, came_by.value, ""
    return Kind.MAIL.value, mails[0].value if mails else "", "bounced" if mails else "no_address"


def _preferred(person: Person, addresses: list[Address]) -> Address | None:
    """Return the address of the first channel that they chose and that there is; None where that is mail, or nothing was chosen."""
    for channel in person.channels:
        if channel == Kind.MAIL:
            return None
        reached = next((each for each in addresses if each.kind == channel and each.bounced_at is None), None)
        if reached is not None and channel in registry.names():
            return reached
    return None


def _last_written_from(ticket: Ticket, keys: list[str]) -> str:
    if len(keys) == 1:
        return keys[0]
    written = Inbound.objects.filter(entries__ticket=ticket, channel=Kind.MAIL, sender__in=keys)
    return written.order_by("-id").values_list("sender", flat=True).first() or ""


def _has_left(person: Person, ticket: Ticket) -> bool:
    """Whether somebody spoke for the ticket's customer and does so no more: what is said from then on is not for them."""
    if ticket.customer_id is None:
        return False
    ends = {contact.until for contact in _SPOKE_FOR.rows(customer=ticket.customer_id, person=person.pk)}
    return bool(ends) and None not in ends
