"""Calendars: hours that overlap or never come, days that say two things, holidays that the library does not know."""

from collections.abc import Iterable, Iterator
from datetime import date

from plantao.handbook.calendars import known_categories, known_subdivisions
from plantao.handbook.document import ALWAYS, CUSTOMER, Calendar, Handbook, Holidays, Span
from plantao.handbook.document.amounts import WEEKDAYS, written_span
from plantao.handbook.document.provider import weekdays
from plantao.handbook.problems import Finding, Path, _, instead, listed, named, warning


def check(handbook: Handbook) -> Iterator[Finding]:
    """Check every calendar."""
    for key, calendar in handbook.calendars.items():
        path: Path = ("calendars", key)
        if key == CUSTOMER:
            yield Finding(
                path, _("`customer` always means the calendar of the customer's country; give this one another name"), at_key=True
            )
        if key == ALWAYS and _differs_from_always(calendar):
            yield Finding(path, _("`always` is open always, without holidays; give this one another name"), at_key=True)
        yield from _hours(path, calendar)
        yield from _days(path, calendar)
        if calendar.holidays is not None:
            yield from _holidays((*path, "holidays"), calendar.holidays)


def _differs_from_always(calendar: Calendar) -> bool:
    return calendar.open != ALWAYS or bool(calendar.holidays or calendar.closed_on or calendar.hours_on)


def _hours(path: Path, calendar: Calendar) -> Iterator[Finding]:
    if isinstance(calendar.open, dict):
        if not any(calendar.open.values()):
            yield Finding((*path, "open"), _("never opens: no day of the week has hours"))
        week = [((*path, "open", days, index), days, span) for days, spans in calendar.open.items() for index, span in enumerate(spans)]
        for weekday in range(len(WEEKDAYS)):
            yield from _clashes([(place, span) for place, days, span in week if weekday in weekdays(days)])
    for day, spans in calendar.hours_on.items():
        yield from overlaps((*path, "hours_on", day.isoformat()), spans)


def overlaps(path: Path, spans: Iterable[Span]) -> Iterator[Finding]:
    """Yield an error for each interval of the list at `path` that overlaps another."""
    return _clashes([((*path, index), span) for index, span in enumerate(spans)])


def _clashes(entries: list[tuple[Path, Span]]) -> Iterator[Finding]:
    longest: tuple[Path, Span] | None = None
    for place, span in sorted(entries, key=lambda entry: entry[1]):
        if longest is not None and span[0] < longest[1][1]:
            elsewhere = "" if place[:-1] == longest[0][:-1] else _(" of %(days)s", days=named(longest[0][-2]))
            yield Finding(
                place,
                _("%(span)s overlaps %(other)s%(elsewhere)s", span=written_span(span), other=written_span(longest[1]), elsewhere=elsewhere),
            )
        if longest is None or span[1] > longest[1][1]:
            longest = (place, span)


def _days(path: Path, calendar: Calendar) -> Iterator[Finding]:
    for key in ("closed_on", "open_on"):
        yield from _twice((*path, key), getattr(calendar, key))
    weekly = calendar.weekly()
    for index, day in enumerate(calendar.open_on):
        if weekly is not None and not weekly[day.weekday()]:
            name = WEEKDAYS[day.weekday()]
            yield warning(
                (*path, "open_on", index),
                _("%(day)s is a `%(name)s`, which has no hours of its own: nothing opens; use `hours_on`", day=day, name=name),
            )
    stronger = {**dict.fromkeys(calendar.open_on, "open_on"), **dict.fromkeys(calendar.hours_on, "hours_on")}
    for index, day in enumerate(calendar.closed_on):
        if day in stronger:
            yield warning(
                (*path, "closed_on", index),
                _("%(day)s has no effect, for it also stands in `%(stronger)s`, which wins", day=day, stronger=stronger[day]),
            )


def _twice(path: Path, days: tuple[date, ...]) -> Iterator[Finding]:
    first: dict[date, int] = {}
    for index, day in enumerate(days):
        if first.setdefault(day, index) != index:
            yield warning((*path, index), _("%(day)s stands twice in this list", day=day))


def _holidays(path: Path, holidays: Holidays) -> Iterator[Finding]:
    categories = known_categories(holidays.country)
    if not categories:
        yield Finding(
            (*path, "country"),
            _("the library of holidays does not know %(country)s; list its days in `closed_on`", country=named(holidays.country)),
        )
        return
    for index, category in enumerate(holidays.categories):
        if category not in categories:
            known = instead(category, categories)
            yield Finding(
                (*path, "categories", index),
                _("%(country)s has no category %(category)s%(known)s", country=holidays.country, category=named(category), known=known),
            )
    known_here = known_subdivisions(holidays.country)
    if holidays.subdivision is not None and holidays.subdivision not in known_here:
        codes = [name for name in known_here if name.isupper()]
        hint = instead(holidays.subdivision, known_here) or (_("; there are %(names)s", names=listed(codes)) if codes else "")
        sentence = _(
            "%(country)s has no subdivision %(subdivision)s, so only its national holidays count%(hint)s",
            country=holidays.country,
            subdivision=named(holidays.subdivision),
            hint=hint,
        )
        yield warning((*path, "subdivision"), sentence)
