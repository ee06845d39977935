"""What people make of a mail that was kept and is on no ticket: filed on one, or a ticket of its own for a customer."""

from datetime import datetime

from django.conf import settings

from plantao.directory.models import Customer
from plantao.events.actor import Actor, ActorKind
from plantao.files.models import Blob
from plantao.intake.mail import Arrival, keep, open_ticket
from plantao.intake.senders import Sender, sender_of
from plantao.intake.words import words_of
from plantao.mail.message import Mail
from plantao.mail.reading import safely_read
from plantao.messaging.installation import installation_id
from plantao.messaging.models import Inbound, Outcome
from plantao.messaging.quarantine import ON_NO_TICKET, happened, locked, settle
from plantao.messaging.verbs import MailVerb
from plantao.staff.models import Agent
from plantao.tickets.models import Ticket
from plantao.tickets.models.row import Late

BY_HAND = "by_hand"


def said_in(inbound: Inbound) -> Mail:
    """Return what a mail says, its original loaded anew; one that can't be read says nothing but that."""
    raw = Blob.objects.content_of(inbound.original_id)
    return safely_read(raw, installation=installation_id(), authserv_id=settings.MAIL_AUTHSERV_ID or None)


def who_wrote(mail: Mail) -> Sender:
    """Return who a kept mail is from, as far as they are known."""
    return sender_of(mail, asks_for_dmarc=bool(settings.MAIL_AUTHSERV_ID))


def file_on(ticket: Ticket, inbound_id: int, *, by: Actor, at: datetime, public: bool) -> None:
    """
    File a kept mail on a ticket, as words of whoever wrote it; staff's own are a note, whatever `public` says.

    It counts from the server's receipt, on a ticket that was opened later from its opening. Nobody is answered. Raises NotYours,
    NoLongerKept, and what `Ticket.reply` raises.
    """
    Agent.objects.check_may(by, "mail.file")
    inbound = locked(inbound_id, among=ON_NO_TICKET)
    mail = said_in(inbound)
    sender, words = who_wrote(mail), words_of(mail, inbound)
    ticket.lock()
    if sender.is_staff and sender.person is not None:
        ticket.note(by=Actor(ActorKind.STAFF, sender.person.pk), at=at, words=words)
    else:
        since = max(min(inbound.received_at, at), ticket.opened_at)
        ticket.reply(by=sender.actor, at=since, public=public, words=words, late=Late(recorded_at=at))
    settle(inbound, Outcome.FILED, why=BY_HAND, at=at)
    keep(inbound, Outcome.FILED, why=BY_HAND, ticket=ticket, mail=mail)
    happened(inbound, MailVerb.FILED, by=by, at=at, protocol=ticket.protocol, inside=not public)


def open_for(customer: Customer | None, inbound_id: int, *, by: Actor, at: datetime) -> Ticket:
    """
    Open a ticket of a kept mail, for this customer where one is known; whoever wrote it is the requester, and told as for any mail.

    They do not become the customer's contact by it. Raises NotYours, NoLongerKept, NoHandbook, NotOfThisCustomer.
    """
    Agent.objects.check_may(by, "mail.open")
    inbound = locked(inbound_id, among=ON_NO_TICKET)
    mail = said_in(inbound)
    arrival = Arrival(inbound, mail, who_wrote(mail), min(inbound.received_at, at), Late(recorded_at=at))
    settle(inbound, Outcome.OPENED, why=BY_HAND, at=at)
    ticket = open_ticket(arrival, why=BY_HAND, customer=customer)
    happened(inbound, MailVerb.OPENED, by=by, at=at, protocol=ticket.protocol)
    return ticket
