"""What stands on the rota and is not over: shifts, arrangements, absences, each with its number and, where one may, its end."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext

from plantao.console.rota.words import arrangement_said, hours_said, name_of, turns_said
from plantao.handbook.document import Handbook
from plantao.staff.models import Absence, Agent, Arrangement, Shift
from plantao.staff.rota import Book
from plantao.ui.terms import Terms

Row = Shift | Arrangement | Absence


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A row of the rota. `key` names it on the page; `role` is "" for an absence, `end_url` where the reader may not end it."""

    key: str
    icon: str
    role: str
    says: str
    notes: tuple[str, ...]
    since: datetime
    until: datetime | None
    end_url: str


def key_of(row: Row) -> str:
    """Return what a row is called on the page: `shift-3`."""
    return f"{type(row).__name__.lower()}-{row.number}"


def entries(book: Book, *, handbook: Handbook, reader: Agent, at: datetime) -> list[Entry]:
    """Return what of a book is not over at `at`: by role, then absences; each in the order in which it was made."""
    terms = Terms(handbook)
    rows = [*_shifts(book, terms, reader), *_arrangements(book, terms, reader)]
    found = [*sorted(rows, key=lambda entry: entry.role), *_absences(book, reader)]
    return [entry for entry in found if entry.until is None or at < entry.until]


def _shifts(book: Book, terms: Terms, reader: Agent) -> Iterator[Entry]:
    may = reader.may("rota.end_shift")
    for shift in book.shifts:
        notes = (hours_said(shift.hours), turns_said(shift), gettext("place {} in line").format(shift.place), shift.zone)
        yield Entry(
            key=key_of(shift),
            icon="repeat",
            role=terms.role(shift.rota.role),
            says=", ".join(name_of(book.agents[agent]) for agent in shift.agents),
            notes=tuple(note for note in notes if note),
            since=shift.since,
            until=shift.until,
            end_url=reverse("rota-shift-endings", args=[shift.number]) if may else "",
        )


def _arrangements(book: Book, terms: Terms, reader: Agent) -> Iterator[Entry]:
    may = reader.may("rota.cancel")
    for made in book.arrangements:
        to, of = book.agents[made.to_id], book.agents[made.of_id] if made.of_id else None
        yield Entry(
            key=key_of(made),
            icon="arrows-exchange" if of else "user-check",
            role=terms.role(made.rota.role),
            says=arrangement_said(made, name_of(to), name_of(of) if of else ""),
            notes=(),
            since=made.since,
            until=made.until,
            end_url=reverse("rota-arrangement-cancellations", args=[made.number]) if may or reader in (to, of) else "",
        )


def _absences(book: Book, reader: Agent) -> Iterator[Entry]:
    may = reader.may("staff.cancel_absence")
    for absence in book.absences:
        agent = book.agents[absence.agent_id]
        yield Entry(
            key=key_of(absence),
            icon="calendar-off",
            role="",
            says=gettext("{} is away").format(name_of(agent)),
            notes=(),
            since=absence.since,
            until=absence.until,
            end_url=reverse("rota-absence-cancellations", args=[absence.number]) if may or agent == reader else "",
        )
