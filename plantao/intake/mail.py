"""
What becomes of a mail that came in: a reply on a ticket, a ticket of its own, a bounce that is booked, or a place in the tray.

Runs in the transaction that settles the row, so a mail is filed exactly once. It counts from the server's receipt; the
hour of this work is only when it was written down.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from django.conf import settings

from plantao.agreements.queries import NoHandbook, handbook_in_force
from plantao.directory.models import Contact, Customer, Service
from plantao.events.actor import Actor, ActorKind
from plantao.files.models import Blob
from plantao.handbook.document import Handbook
from plantao.intake.pointers import CHANNEL, pointers_of, templates_in_use
from plantao.intake.senders import Sender, made_known, nobody, sender_of
from plantao.intake.words import words_of
from plantao.mail.language import language_of
from plantao.mail.message import Address, Mail
from plantao.mail.reading import read
from plantao.messaging.installation import installation_id
from plantao.messaging.models import BlockedSender, Inbound
from plantao.messaging.models.inbound import Outcome
from plantao.messaging.settling import book_bounce
from plantao.people.addresses import Kind, key_of
from plantao.people.models import Person
from plantao.prepared import update
from plantao.rules.criticality import named_in_subject
from plantao.rules.message_matching import Files, Opens, OpensLinked, StaysUnfiled, Why, match
from plantao.rules.protocol import ProtocolTemplate
from plantao.rules.subject_line import sameness_key
from plantao.tickets.models import Ticket, VendorCase
from plantao.tickets.models.link import LinkKind
from plantao.tickets.models.opening import Asked
from plantao.tickets.models.row import Late
from plantao.work.leases import Later

OWN = "own"
BLOCKED = "blocked"
MOST_WATCHERS = 20
WITHOUT_HANDBOOK = timedelta(seconds=30)
"""How long a mail waits before it is asked again whether there is a handbook."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """A mail on its way through: what it says, who from, since when it counts and when it is written down."""

    inbound: Inbound
    mail: Mail
    sender: Sender
    at: datetime
    late: Late


def take_in(inbound: Inbound, at: datetime) -> None:
    """File one mail, and say on its row what became of it. Anything raised leaves it as it was, to be tried again."""
    mail = read(Blob.objects.content_of(inbound.original_id), installation=installation_id(), authserv_id=settings.MAIL_AUTHSERV_ID or None)
    if mail.bounce:
        _bounce(inbound, mail, at=at)
        return
    sender = sender_of(mail, asks_for_dmarc=bool(settings.MAIL_AUTHSERV_ID))
    counts_from = min(inbound.received_at, at)
    arrival = Arrival(inbound, mail, sender, counts_from, Late(recorded_at=at))
    if installation_id() in mail.loop_marks:
        keep(inbound, Outcome.TRAY, why=OWN)
        return
    templates = templates_in_use()
    _note_sender(inbound, mail, templates)
    if BlockedSender.objects.blocks(inbound.sender):
        keep(inbound, Outcome.DISCARDED, why=BLOCKED)
        return
    if mail.from_ and sender.is_believed and not mail.is_automatic:
        Person.objects.heard_from(Kind.MAIL, mail.from_.address, at=counts_from)
    fate = _fate(arrival, templates)
    if isinstance(fate, Files):  # somebody may be ending that ticket just now: what the mail answers is decided with its lock held
        Ticket.objects.locked(fate.ticket)
        fate = _fate(arrival, templates)
    match fate:
        case Files(ticket=ticket, inside=inside, why=why):
            _file(arrival, Ticket.objects.get(pk=ticket), inside=inside, why=why)
        case OpensLinked(ticket=ticket, why=why):
            open_ticket(arrival, why=why, after=Ticket.objects.get(pk=ticket))
        case Opens(why=why):
            open_ticket(arrival, why=why)
        case StaysUnfiled(why=why):
            keep(inbound, Outcome.TRAY, why=mail.why_automatic or why)


def _fate(arrival: Arrival, templates: Sequence[ProtocolTemplate]) -> Files | OpensLinked | Opens | StaysUnfiled:
    """Return what is to become of a mail as the tickets that it points at stand now."""
    mail = arrival.mail
    pointers = pointers_of(mail, recipients=arrival.inbound.envelope.get("rcpt_to", ()), templates=templates)
    return match(pointers, sender=arrival.sender.facts, is_automatic=mail.is_automatic)


def _note_sender(inbound: Inbound, mail: Mail, templates: Sequence[ProtocolTemplate]) -> None:
    """Write down what the caps on automatic answers count by, before anything is answered."""
    same = sameness_key(mail.subject, templates)
    inbound.sender = key_of(Kind.MAIL, mail.from_.address)[:320] if mail.from_ else ""
    inbound.sameness = sha256(same.encode()).hexdigest()
    inbound.envelope = {**inbound.envelope, "hops": mail.hops, "automatic": mail.why_automatic}
    update(inbound, "sender", "sameness", "envelope")


def _file(arrival: Arrival, ticket: Ticket, *, inside: bool, why: Why) -> None:
    """Put what was said on the ticket; `inside` for staff only, and whoever wrote it is told nothing."""
    words = words_of(arrival.mail, arrival.inbound)
    ticket.lock()
    if why is Why.VENDOR:
        case = _vendor_case(ticket, arrival.mail)
        ticket.hear_from_vendor(by=arrival.sender.actor, at=arrival.at, case_id=case.pk, words=words, late=arrival.late)
    elif why is Why.STAFF and arrival.sender.person is not None:
        ticket.note(by=Actor(ActorKind.STAFF, arrival.sender.person.pk), at=arrival.late.recorded_at, words=words)
    else:
        ticket.reply(by=arrival.sender.actor, at=arrival.at, public=not inside, words=words, late=arrival.late)
    keep(arrival.inbound, Outcome.FILED, why=why, ticket=ticket, mail=arrival.mail)


def _vendor_case(ticket: Ticket, mail: Mail) -> VendorCase:
    """Return the case that a vendor's mail is about: the one whose reference it names, else the last that is with its sender."""
    cases = list(ticket.vendor_cases.order_by("-pk"))
    theirs = [case for case in cases if mail.from_ and case.mail.casefold() == mail.from_.address.casefold()] or cases
    return next((case for case in theirs if case.reference and case.reference.casefold() in mail.subject.casefold()), theirs[0])


def open_ticket(arrival: Arrival, *, why: str, after: Ticket | None = None, customer: Customer | None = None) -> Ticket:
    """
    Open a ticket; `after` is the one that is over and that this mail answers. `customer` is whose somebody said it is, where
    the sender does not tell. Raises Later where no handbook is in force.
    """
    mail, sender, now = arrival.mail, arrival.sender, arrival.late.recorded_at
    try:
        handbook = handbook_in_force(now)
    except NoHandbook:
        raise Later(now + WITHOUT_HANDBOOK) from None  # no fault of the mail's: it waits until one is in force
    language = language_of(mail.text)
    if mail.from_ and _is_ours(mail.from_.address, handbook):
        sender = nobody()
    elif mail.from_ and mail.from_.address:
        sender = made_known(sender, mail.from_, at=arrival.late.recorded_at, language=language)
    words = words_of(mail, arrival.inbound)
    customer = customer or sender.customer
    service = Service.objects.named_in(f"{mail.subject}\n{mail.text[:20_000]}", customer=customer) if customer else None
    asked = Asked(
        customer=customer,
        requester=sender.person,
        service=service,
        criticality=_criticality_asked(mail.subject, handbook),
        language=language,
    )
    ticket = Ticket.open(
        by=sender.actor,
        at=arrival.at,
        public=True,
        channel="email",
        subject=mail.subject,
        words=words,
        asked=asked,
        linked_to=(after, LinkKind.DISAGREEMENT) if after else None,
        late=arrival.late,
    )
    others = tuple(address for address in (*mail.to, *mail.cc) if not _is_ours(address.address, handbook))
    _let_watch(ticket, others, sender, at=arrival.late.recorded_at)
    keep(arrival.inbound, Outcome.OPENED, why=why, ticket=ticket, mail=mail)
    return ticket


def _is_ours(address: str, handbook: Handbook) -> bool:
    """Whether an address is the provider's own, with a tag or without: whoever wrote, no answer goes there."""
    email = handbook.channels.email
    local, _, domain = address.casefold().rpartition("@")
    return email is not None and f"{local.partition('+')[0]}@{domain}" == str(email.address).casefold()


def _criticality_asked(subject: str, handbook: Handbook) -> str:
    names = {key: criticality.name.all() for key, criticality in handbook.criticalities.items()}
    return named_in_subject(subject, names) or ""


def _let_watch(ticket: Ticket, addressed: tuple[Address, ...], sender: Sender, *, at: datetime) -> None:
    """Whom the requester copied in is told what the requester is told, where they are the same customer's people."""
    if ticket.customer_id is None:
        return
    for address in addressed[:MOST_WATCHERS]:
        person = Person.objects.at_address(Kind.MAIL, address.address)
        is_colleague = person is not None and Contact.objects.live().filter(person=person, customer_id=ticket.customer_id).exists()
        if person is not None and is_colleague and person != sender.person:
            ticket.watch(by=sender.actor, at=at, public=True, person=person)


def _bounce(inbound: Inbound, mail: Mail, *, at: datetime) -> None:
    assert mail.bounce
    message = book_bounce(
        channel=CHANNEL,
        outside_id=mail.bounce.message_id or "",
        permanent=mail.bounce.permanent,
        status=mail.bounce.status or "",
        at=at,
    )
    if message is None:
        keep(inbound, Outcome.TRAY, why="bounce")
    else:
        keep(inbound, Outcome.BOUNCE, why=mail.bounce.status or "")


def keep(inbound: Inbound, outcome: Outcome, *, why: str, ticket: Ticket | None = None, mail: Mail | None = None) -> None:
    """Say on the row what became of the mail; let answers to it find the ticket too."""
    inbound.outcome, inbound.why = outcome, why[:200]
    if ticket is not None:
        inbound.thread_id, inbound.customer_id = ticket.thread_id, ticket.customer_id
        if mail is not None and mail.message_id:
            ticket.thread.note_identity(mail.message_id, channel=CHANNEL, is_ours=False, address=inbound.sender)
    update(inbound, "outcome", "why", "thread", "customer_id")
