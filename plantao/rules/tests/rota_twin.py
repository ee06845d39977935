"""
The duty rota walked minute by minute: what the fast one is compared with. Whole minutes only.

What a rota's clock shows is here the latest wall time that was shown so far: an hour that comes twice is shown once, and
then stands still. A watch is on while that lies inside it; nothing is converted, cut or joined.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from plantao.rules.duty_hours import Watch
from plantao.rules.duty_rota import Absence, Arranged, Arrangement, RotaFacts, Shift
from plantao.rules.tests.calendars import utc
from plantao.rules.tests.slow_twin import MINUTE, WEEKS, minutes

ONE_DAY, SECOND = timedelta(days=1), timedelta(seconds=1)
PEOPLE = st.integers(1, 5)


def lines(facts: RotaFacts, since: datetime, until: datetime) -> list[tuple[int, ...]]:
    """Who is in line at each minute."""
    faces = [_shown(shift.zone, since, until) for shift in facts.shifts]
    return [_line(facts, instant, walls) for instant, *walls in zip(minutes(since, until), *faces, strict=True)]


def _line(facts: RotaFacts, instant: datetime, walls: list[datetime]) -> tuple[int, ...]:
    placed = [
        (shift.place, made, person)
        for made, (shift, wall) in enumerate(zip(facts.shifts, walls, strict=True))
        if shift.since <= instant and (shift.until is None or instant < shift.until)
        for person in _on_watch(shift, wall)
    ]
    line = [person for _, _, person in sorted(placed, key=lambda row: row[:2])]
    for made in facts.arrangements:
        if made.since <= instant and (made.until is None or instant < made.until):
            line = [made.to, *line] if made.of is None else [_after(made, made.of, person) for person in line]
    for gone in facts.absences:
        if gone.since <= instant and (gone.until is None or instant < gone.until):
            line = [person for person in line if person != gone.who]
    return tuple(person for index, person in enumerate(line) if person not in line[:index])


def _after(made: Arrangement, of: int, person: int) -> int:
    if person == of:
        return made.to
    return of if made.what is Arranged.SWAPPED and person == made.to else person


def _on_watch(shift: Shift, wall: datetime) -> Iterator[int]:
    """Whose watches of yesterday and today are on, the earlier one first."""
    for day in (wall.date() - ONE_DAY, wall.date()):
        for watch in shift.watches:
            midnight = datetime(day.year, day.month, day.day)
            if watch.weekday == day.weekday() and midnight + timedelta(seconds=watch.begins) <= wall < midnight + timedelta(
                seconds=watch.ends
            ):
                yield shift.people[_days(shift.counted_from, day) // shift.turn_days % len(shift.people)]


def _days(since: date, day: date) -> int:
    return day.toordinal() - since.toordinal()


def _shown(zone: ZoneInfo, since: datetime, until: datetime) -> list[datetime]:
    latest = datetime(1, 1, 1)
    result = []
    for instant in minutes(since - ONE_DAY, until):
        latest = max(latest, instant.astimezone(zone).replace(tzinfo=None))
        if instant >= since:
            result.append(latest)
    return result


@st.composite
def rotas(draw: st.DrawFn) -> tuple[RotaFacts, datetime, datetime]:
    """A rota of a few shifts, and a stretch of two days in which the clocks of one of their zones change."""
    zones = draw(st.lists(st.sampled_from(list(WEEKS)), min_size=1, max_size=2, unique=True))
    start = utc(draw(st.sampled_from(WEEKS[zones[0]]))) + draw(st.integers(0, 5 * 24)) * 60 * MINUTE
    around = st.integers(-600, 3_500).map(lambda passed: start + passed * MINUTE)
    shifts = draw(st.lists(_shifts(st.sampled_from(zones), around), min_size=1, max_size=3))
    arrangements = draw(st.lists(_arrangements(around), max_size=3))
    absences = draw(st.lists(st.builds(_absence, PEOPLE, around, st.none() | st.integers(0, 2_000)), max_size=2))
    return RotaFacts(shifts=shifts, arrangements=arrangements, absences=absences), start, start + 2 * ONE_DAY


@st.composite
def _shifts(draw: st.DrawFn, zones: st.SearchStrategy[ZoneInfo], around: st.SearchStrategy[datetime]) -> Shift:
    quarters = st.sampled_from([0, 1, 4, 6, 8, 9, 10, 32, 72, 88, 92, 94, 95])
    length = st.sampled_from([1, 4, 32, 40, 95, 96])
    watches = st.builds(lambda day, a, n: Watch(day, a * 900, (a + n) * 900), st.integers(0, 6), quarters, length)
    every_day = st.builds(lambda a, n: tuple(Watch(day, a * 900, (a + n) * 900) for day in range(7)), quarters, length)
    return Shift(
        watches=draw(every_day | st.lists(watches, min_size=1, max_size=4, unique=True).map(lambda some: tuple(sorted(some)))),
        zone=draw(zones),
        people=tuple(draw(st.lists(PEOPLE, min_size=1, max_size=3))),
        counted_from=draw(st.dates(date(2026, 8, 1), date(2027, 5, 1))),
        since=draw(around) - draw(st.sampled_from([0, 30])) * ONE_DAY,
        until=draw(st.none() | around),
        turn_days=draw(st.sampled_from([1, 2, 7, 14])),
        place=draw(st.integers(1, 2)),
    )


@st.composite
def _arrangements(draw: st.DrawFn, around: st.SearchStrategy[datetime]) -> Arrangement:
    what = draw(st.sampled_from(Arranged))
    of = None if what is Arranged.ASSIGNED else draw(PEOPLE)
    since, length = draw(around), draw(st.none() | st.integers(0, 2_000))
    return Arrangement(what=what, to=draw(PEOPLE), of=of, since=since, until=None if length is None else since + length * MINUTE)


def _absence(who: int, since: datetime, length: int | None) -> Absence:
    return Absence(who=who, since=since, until=None if length is None else since + length * MINUTE)
