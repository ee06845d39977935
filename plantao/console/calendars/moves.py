"""What an edit of a calendar moves, as its form shows it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from plantao.sla.moving import Moved, Moves
from plantao.tickets.models import Ticket
from plantao.ui.clock_face import clock_label

LISTED = 50
"""How many of those that move are listed, those due first; all are counted."""


@dataclass(frozen=True, slots=True)
class Line:
    """One clock: when it is due before and after; None while it is held, or does not exist."""

    clock: str
    before: datetime | None
    after: datetime | None


@dataclass(frozen=True, slots=True)
class Shown:
    """A ticket that moves; its lines are those clocks of it that do."""

    ticket: Ticket
    lines: list[Line]


@dataclass(frozen=True, slots=True)
class ShownMoves:
    """Of those that move (`moving` of them) the first; `more` were not looked at."""

    tickets: list[Shown]
    moving: int
    more: int

    @property
    def unlisted(self) -> int:
        """Return how many move and are not among `tickets`."""
        return self.moving - len(self.tickets)


def shown(moves: Moves) -> ShownMoves:
    return ShownMoves([Shown(each.ticket, list(_lines(each))) for each in moves.moved[:LISTED]], len(moves.moved), moves.more)


def _lines(moved: Moved) -> Iterator[Line]:
    known = moved.ticket.terms.clocks
    for each in moved.clocks:
        label = clock_label(each.clock, met_by=known[each.clock].met_by if each.clock in known else "")
        yield Line(label, each.before.due_at if each.before else None, each.after.due_at if each.after else None)
