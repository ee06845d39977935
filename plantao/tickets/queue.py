"""
The queue: which tickets, in what order, a page at a time.

Open ones stand by their next due instant, those without a next step first; with any other status wanted, the newest opened
first. A page begins where the one before ended (its cursor), so what comes and goes meanwhile shifts nothing, and the
hundredth page costs what the first does.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, OuterRef, Q, TextField, Value
from django.db.models.expressions import Expression, OrderBy
from django.db.models.lookups import GreaterThan, GreaterThanOrEqual, LessThan, LessThanOrEqual

from plantao.directory.models import Customer
from plantao.people.searching import Holds
from plantao.rules.ticket_lifecycle import OPEN, Status
from plantao.tickets.models import Hold, Ticket
from plantao.tickets.models.ticket import EPOCH, TicketQuerySet, by_next_step
from plantao.tickets.queries import found

SIZE = 50
SHOWN = (
    *("protocol", "subject", "status", "criticality", "department", "level", "opened_at", "next_due_at", "handbook"),
    *("customer__name", "requester__name", "holder__name"),
)
_EVERY_STATUS = {status.value for status in Status}
ANY, NONE = "any", "none"
"""Of holds: waits for anything, for nothing. NONE of holders: nobody's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """
    Which tickets; what is left out, or empty, asks for nothing.

    `statuses` are codes (none: the open ones). `hold` is a reason, ANY or NONE; `holder` a person's id in digits, or NONE. Department,
    level and criticality are keys of the handbook. `customer` is a piece of the name; `text` as `found` looks for it. `is_unfiled`: nobody
    knows yet whose they are.
    """

    statuses: Sequence[str] = ()
    hold: str = ""
    criticality: str = ""
    department: str = ""
    level: str = ""
    holder: str = ""
    customer: str = ""
    text: str = ""
    is_unfiled: bool = False

    @property
    def is_by_next_step(self) -> bool:
        """Whether only open tickets are wanted, which stand by what is due next."""
        return not set(self.statuses) - {status.value for status in OPEN}


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where a page ends: at a ticket (`pk`), which stood there by `instant`. `is_back` for the page before it, not after."""

    instant: datetime
    pk: int
    is_back: bool = False

    @classmethod
    def read(cls, written: str) -> "Cursor | None":
        """Return what `str()` wrote; None of anything else, which is the first page."""
        direction, _, rest = written.partition("-")
        micros, _, pk = rest.partition("-")
        if direction not in {"after", "before"} or not (_is_number(micros) and _is_number(pk)):
            return None
        try:
            return cls(EPOCH + timedelta(microseconds=int(micros)), int(pk), is_back=direction == "before")
        except OverflowError:
            return None

    def __str__(self) -> str:
        return f"{'before' if self.is_back else 'after'}-{_micros(self.instant)}-{self.pk}"


@dataclass(frozen=True, slots=True)
class Queued:
    """A ticket in the queue, and the reasons of the holds that lie over it."""

    ticket: Ticket
    waits_for: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """Some tickets in order, and the cursors of the pages beside it; "" where there is none."""

    queued: tuple[Queued, ...] = ()
    before: str = ""
    after: str = ""


def page(tickets: TicketQuerySet, wanted: Wanted, *, cursor: str = "", size: int = SIZE) -> Page:
    """Return a page of those wanted among `tickets`, with what a row shows of them at hand (SHOWN): one query."""
    begins = Cursor.read(cursor)
    is_back = begins is not None and begins.is_back
    some = _in_order(_after(_wanted(tickets, wanted), wanted, begins, is_back=is_back), wanted, is_back=is_back)[: size + 1]
    waits_for = ArraySubquery(Hold.objects.filter(ticket=OuterRef("pk"), ended_by="").order_by("pk").values("reason"))
    whole = Ticket.objects.select_related("customer", "requester", "holder").only(*SHOWN).annotate(waits_for=waits_for)
    rows = _in_order(whole.filter(pk__in=some.values("pk")), wanted, is_back=is_back)  # of all that there are the keys alone are sorted
    shown = [Queued(row, tuple(vars(row)["waits_for"])) for row in rows]
    there_is_more = len(shown) > size
    shown = shown[:size][:: -1 if is_back else 1]
    if not shown:
        return Page()
    has_before, has_after = (there_is_more, True) if is_back else (begins is not None, there_is_more)
    first, last = _at(shown[0].ticket, wanted, is_back=True), _at(shown[-1].ticket, wanted)
    return Page(tuple(shown), first if has_before else "", last if has_after else "")


def _wanted(tickets: TicketQuerySet, wanted: Wanted) -> TicketQuerySet:
    if not wanted.statuses:
        tickets = tickets.still_open()
    elif set(wanted.statuses) != _EVERY_STATUS:
        tickets = tickets.filter(status__in=wanted.statuses)
    equal = {"criticality": wanted.criticality, "department": wanted.department, "level": wanted.level}
    tickets = tickets.filter(**{name: key for name, key in equal.items() if key})
    if wanted.hold:
        reason = {} if wanted.hold in {ANY, NONE} else {"reason": wanted.hold}
        waits = Exists(Hold.objects.filter(ticket=OuterRef("pk"), ended_by="", **reason))
        tickets = tickets.filter(~waits if wanted.hold == NONE else waits)
    if wanted.holder:
        tickets = tickets.filter(holder=None) if wanted.holder == NONE else tickets.filter(holder_id=int(wanted.holder))
    if wanted.is_unfiled:
        tickets = tickets.of_nobody_known()
    if wanted.customer.strip():
        piece = Value(wanted.customer, output_field=TextField())
        tickets = tickets.filter(customer__in=Customer.objects.filter(Holds("name", piece)).order_by().values("pk"))
    return found(tickets, wanted.text, only_public=False)


def _after(tickets: TicketQuerySet, wanted: Wanted, begins: Cursor | None, *, is_back: bool) -> TicketQuerySet:
    """Leave out what stands on the other side of a cursor."""
    if begins is None:
        return tickets
    key = _key(wanted)
    beyond, not_before = (GreaterThan, GreaterThanOrEqual) if wanted.is_by_next_step is not is_back else (LessThan, LessThanOrEqual)
    return tickets.filter(Q(beyond(key, begins.instant)) | Q(beyond(F("pk"), begins.pk)), not_before(key, begins.instant))


def _in_order(tickets: TicketQuerySet, wanted: Wanted, *, is_back: bool) -> TicketQuerySet:
    """Put them in order, backwards for the page before a cursor."""
    is_rising = wanted.is_by_next_step is not is_back
    return tickets.order_by(OrderBy(_key(wanted), descending=not is_rising), "pk" if is_rising else "-pk")


def _key(wanted: Wanted) -> Expression | F:
    return by_next_step() if wanted.is_by_next_step else F("opened_at")


def _at(ticket: Ticket, wanted: Wanted, *, is_back: bool = False) -> str:
    instant = (ticket.next_due_at or EPOCH) if wanted.is_by_next_step else ticket.opened_at
    return str(Cursor(instant, ticket.pk, is_back=is_back))


def _micros(instant: datetime) -> int:
    return (instant - EPOCH) // timedelta(microseconds=1)


def _is_number(written: str) -> bool:
    return written.isascii() and written.isdigit() and len(written) <= 18
