"""What in a mail points at a ticket: our Message-IDs, a reply token, a protocol in the subject, a vendor's reference."""

from collections.abc import Iterable, Iterator, Sequence

from django.db.models import Q

from plantao.agreements.models import HandbookVersion
from plantao.agreements.queries import document_of
from plantao.mail.message import Mail
from plantao.messaging.models import ThreadId, stored_identity
from plantao.messaging.reply_tokens import token_in
from plantao.people.addresses import Kind, key_of
from plantao.people.models import Address
from plantao.prepared import Gap, Prepared
from plantao.rules import message_matching
from plantao.rules.message_matching import Evidence, Pointer, identities_answered
from plantao.rules.protocol import ProtocolTemplate, protocols_in
from plantao.rules.ticket_lifecycle import Status
from plantao.tickets.models import Ticket, VendorCase

CHANNEL = "email"
MOST_IDENTITIES = 60
MOST_PROTOCOLS = 10

_VERSIONS = Prepared(lambda: HandbookVersion.objects.only("id"), stays=True)
_VENDORS_CASES = Prepared(lambda: VendorCase.objects.filter(mail__iexact=Gap("mail"), verified_at=None).order_by("-pk")[:50])


def pointers_of(mail: Mail, *, recipients: Iterable[str], templates: Sequence[ProtocolTemplate]) -> list[Pointer]:
    """
    Return what points at tickets, in the order to be tried. `recipients` are the envelope's, beside the headers';
    `templates` are those in use.
    """
    found: list[tuple[Evidence, Ticket]] = [
        *((Evidence.MESSAGE_ID, ticket) for ticket in _by_identity(mail)),
        *((Evidence.TOKEN, ticket) for ticket in _by_token(mail, recipients)),
        *((Evidence.SUBJECT, ticket) for ticket in _by_protocol(mail.subject, templates)),
        *((Evidence.SUBJECT, ticket) for ticket in _by_vendor(mail)),
    ]
    survivors = [(evidence, ticket.survivor) for evidence, ticket in found]
    facts = {ticket.pk: _facts(ticket) for _, ticket in survivors}
    return [Pointer(evidence, facts[ticket.pk]) for evidence, ticket in survivors]


def templates_in_use() -> list[ProtocolTemplate]:
    """Return the templates of protocols of every handbook that was ever applied."""
    return [ProtocolTemplate.parse(text) for text in sorted({document_of(version.pk).protocol for version in _VERSIONS.rows()})]


def _by_identity(mail: Mail) -> Iterator[Ticket]:
    answered = identities_answered(mail.references, [mail.in_reply_to] if mail.in_reply_to else [])[:MOST_IDENTITIES]
    wanted = [stored_identity(identity) for identity in answered]
    if not wanted:
        return
    rows = ThreadId.objects.filter(channel=CHANNEL, outside_id__in=wanted, thread__ticket__isnull=False)
    tickets: dict[str, list[Ticket]] = {}
    for row in rows.select_related("thread__ticket__merged_into").order_by("pk"):
        tickets.setdefault(row.outside_id, []).append(row.thread.ticket)
    for identity in wanted:
        yield from tickets.get(identity, ())


def _by_token(mail: Mail, recipients: Iterable[str]) -> Iterator[Ticket]:
    addresses = [*recipients, *(address.address for address in (*mail.to, *mail.cc))]
    tags = dict.fromkeys(address.rpartition("@")[0].partition("+")[2] for address in addresses)
    tokens = [token for tag in tags if tag and (token := token_in(tag))]
    if tokens:
        yield from Ticket.objects.filter(thread__token__in=tokens).select_related("merged_into")


def _by_protocol(subject: str, templates: Sequence[ProtocolTemplate]) -> Iterator[Ticket]:
    numbers = protocols_in(subject, templates)[:MOST_PROTOCOLS]
    if not numbers:
        return
    tickets = {ticket.pk: ticket for ticket in Ticket.objects.filter(protocols__number__in=numbers).select_related("merged_into")}
    yield from tickets.values()


def _by_vendor(mail: Mail) -> Iterator[Ticket]:
    """A vendor writes: about the case whose reference stands in the subject, else about the only one that is open with them."""
    if mail.from_ is None or not mail.from_.address:
        return
    cases = _VENDORS_CASES.rows(mail=mail.from_.address)
    named = [case for case in cases if case.reference and case.reference.casefold() in mail.subject.casefold()]
    if named or len(cases) == 1:
        yield (named or cases)[0].ticket


def _facts(ticket: Ticket) -> message_matching.Ticket:
    watchers = ticket.watchers.values_list("person_id", flat=True)
    vendors = [key_of(Kind.MAIL, mail) for mail in ticket.vendor_cases.values_list("mail", flat=True) if mail]
    people = Address.objects.filter(Q(kind=Kind.MAIL), key__in=vendors).values_list("person_id", flat=True) if vendors else ()
    return message_matching.Ticket(
        id=ticket.pk,
        status=Status(ticket.status),
        customer=ticket.customer_id,
        people=frozenset({*watchers, *([ticket.requester_id] if ticket.requester_id else [])}),
        vendors=frozenset(people),
    )
