"""The rota of each role, cut into the days of a week; and its gaps."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from plantao.console.rota.week import Week, written
from plantao.handbook.document import Handbook
from plantao.handbook.duty import roles_on_duty
from plantao.rules.duty_rota import Period
from plantao.staff.models import Agent
from plantao.staff.rota import Book, Duty
from plantao.ui.terms import Terms

AHEAD = timedelta(weeks=4)
MOST = 8  # gaps of one role that are listed


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A part of one day in which the same people are in line; `hours` is "" for the whole day, `first` None for a gap."""

    hours: str
    first: Agent | None
    others: tuple[Agent, ...]
    is_now: bool


@dataclass(frozen=True, slots=True)
class Day:
    """A day of one role."""

    day: date
    stretches: list[Stretch]
    is_today: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A week of one role."""

    role: str
    days: list[Day]


@dataclass(frozen=True, slots=True)
class Gap:
    """When nobody holds a role; `week` is where to see it."""

    since: datetime
    until: datetime
    week: str


@dataclass(frozen=True, slots=True)
class Gaps:
    """What one role lacks in the weeks to come: the first gaps, and how many `more` there are. `key` is the handbook's, `role` its name."""

    key: str
    role: str
    first: list[Gap]
    more: int


def roles_of(handbook: Handbook, *, named: Collection[str]) -> list[str]:
    """Return the roles that ladders tell, in their order, then the others that the rota names."""
    told = roles_on_duty(handbook)
    return [*told, *sorted(set(named) - set(told))]


def lines(book: Book, roles: Iterable[str], week: Week, *, handbook: Handbook, at: datetime) -> list[Line]:
    """Return each role's week, of a book that begins with it or earlier."""
    terms = Terms(handbook)
    found = {role: book.duties(role, since=week.since, until=week.until) for role in roles}
    return [Line(terms.role(role), [_day(day, duties, week, at=at) for day in week.days]) for role, duties in found.items()]


def gaps_ahead(book: Book, roles: Iterable[str], *, handbook: Handbook, zone: ZoneInfo, at: datetime) -> list[Gaps]:
    """Return the roles that nobody holds at some time in the four weeks to come, and when."""
    terms = Terms(handbook)
    found = {role: book.gaps(role, since=at, until=at + AHEAD) for role in roles}
    return [_gaps(role, terms.role(role), some, zone) for role, some in found.items() if some]


def _day(day: date, duties: Sequence[Duty], week: Week, *, at: datetime) -> Day:
    opens, closes = week.opens(day), week.opens(day + timedelta(days=1))
    stretches = [_stretch(duty, opens, closes, at=at) for duty in duties if duty.since < closes and opens < duty.until]
    return Day(day, stretches, is_today=opens <= at < closes)


def _stretch(duty: Duty, opens: datetime, closes: datetime, *, at: datetime) -> Stretch:
    since, until = max(duty.since, opens), min(duty.until, closes)
    begins = f"{since.astimezone(opens.tzinfo):%H:%M}"
    ends = "24:00" if until == closes else f"{until.astimezone(opens.tzinfo):%H:%M}"
    return Stretch(
        hours="" if since == opens and until == closes else f"{begins}–{ends}",
        first=duty.line[0] if duty.line else None,
        others=duty.line[1:],
        is_now=since <= at < until,
    )


def _gaps(key: str, role: str, lacking: Sequence[Period], zone: ZoneInfo) -> Gaps:
    first = [Gap(each.since, each.until, written(each.since.astimezone(zone).date())) for each in lacking[:MOST]]
    return Gaps(key, role, first, len(lacking) - len(first))
