"""Clocks, criticalities, holds and the figures that are promised."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from plantao.handbook.document import ALWAYS, CUSTOMER, Calendar, Criticality, Handbook, Target
from plantao.handbook.problems import Finding, Path, _, named, warning
from plantao.rules.duration import Duration

_DAY = 86_400


def check(handbook: Handbook) -> Iterator[Finding]:
    """Check what is promised and counted."""
    yield from _clocks(handbook)
    yield from _criticalities(handbook)
    yield from _holds(handbook)
    weeks = Weeks.of(handbook)
    for path, target in _targets(handbook):
        last: Path = ("within",) if target.within else ("between", 1)
        yield from working_days((*path, *last), target.latest, target.calendar, weeks)


@dataclass(frozen=True)
class Weeks:
    """How many seconds each calendar is open on each weekday, Monday first. `default` is what `customer` means without a country."""

    seconds: Mapping[str, tuple[int, ...]]
    default: str

    @classmethod
    def of(cls, handbook: Handbook) -> "Weeks":
        calendars = {key: _week(calendar) for key, calendar in handbook.calendars.items()}
        return cls({ALWAYS: (_DAY,) * 7, **calendars}, handbook.calendar_for_customer(None))

    def open_on(self, calendar: str) -> tuple[int, ...]:
        """Return the week of a calendar; seven days of nothing for one that does not exist."""
        return self.seconds.get(self.default if calendar == CUSTOMER else calendar, (0,) * 7)


def working_days(path: Path, promise: Duration, calendar: str, weeks: Weeks) -> Iterator[Finding]:
    """Warn where a promise of whole days' hours stands on a calendar whose day is shorter: `24h` may have meant one day."""
    seconds = int(promise.wall.total_seconds())
    week = weeks.open_on(calendar)
    day = sum(week) / max(sum(map(bool, week)), 1)
    if seconds == 0 or seconds % _DAY or not 0 < day < _DAY:
        return
    days = f"{seconds / day:.1f}".removesuffix(".0")
    by_default = _(" (%(calendar)s by default)", calendar=named(weeks.default)) if calendar == CUSTOMER else ""
    facts = {"promise": promise, "calendar": named(calendar), "by_default": by_default, "days": days}
    if days == "1":
        yield warning(path, _("%(promise)s on %(calendar)s%(by_default)s is %(days)s working day", **facts))
    else:
        yield warning(path, _("%(promise)s on %(calendar)s%(by_default)s is %(days)s working days", **facts))


def _week(calendar: Calendar) -> tuple[int, ...]:
    weekly = calendar.weekly()
    return (_DAY,) * 7 if weekly is None else tuple(sum(until - since for since, until in spans) for spans in weekly)


def _clocks(handbook: Handbook) -> Iterator[Finding]:
    used = {path[-1] for path, _ in _targets(handbook)}
    for key, clock in handbook.clocks.items():
        path: Path = ("clocks", key)
        if key in Criticality.model_fields:
            yield Finding(path, _("%(key)s is a key of every criticality; give this clock another name", key=named(key)), at_key=True)
        if clock.starts == clock.met_by and not clock.repeats:
            yield Finding(
                (*path, "met_by"),
                _("is met by %(met_by)s, with which it starts; it would never count anything", met_by=named(clock.met_by)),
            )
        if key not in used:
            yield warning(path, _("no criticality and no change has a target for this clock, so it never counts"), at_key=True)


def _criticalities(handbook: Handbook) -> Iterator[Finding]:
    names: dict[str, str] = {}
    for key, criticality in handbook.criticalities.items():
        path: Path = ("criticalities", key)
        if not criticality.targets:
            yield warning(path, _("has no target, so nothing is promised and no clock runs"), at_key=True)
        for name in criticality.name.all():
            other = names.setdefault(name.casefold(), key)
            if other != key:
                yield Finding(
                    (*path, "name"),
                    _(
                        "%(name)s is also the name of %(other)s; in brackets in a mail's subject it picks one",
                        name=named(name),
                        other=named(other),
                    ),
                )


def _holds(handbook: Handbook) -> Iterator[Finding]:
    stops: list[tuple[Path, tuple[str, ...]]] = [(("holds", key, "stops"), hold.stops) for key, hold in handbook.holds.items()]
    for plan, contract in handbook.contracts.items():
        stops += [(("contracts", plan, "holds", key, "stops"), hold.stops or ()) for key, hold in contract.holds.items()]
    answered = {key for key, clock in handbook.clocks.items() if clock.met_by == "attended"}
    for path, clocks in stops:
        for index, key in enumerate(clocks):
            if key in answered:
                sentence = _(
                    "%(key)s is met by `attended`: a clock that waits for our first answer can't be stopped by a hold", key=named(key)
                )
                yield Finding((*path, index), sentence)


def _targets(handbook: Handbook) -> Iterator[tuple[Path, Target]]:
    """Yield every target with its path, which ends in the name of its clock."""
    for key, criticality in handbook.criticalities.items():
        yield from _by_clock(("criticalities", key), criticality.targets)
    for plan, contract in handbook.contracts.items():
        for key, targets in contract.criticalities.items():
            yield from _by_clock(("contracts", plan, "criticalities", key), targets)
    if handbook.changes is not None and handbook.changes.standard is not None:
        yield from _by_clock(("changes", "standard", "targets"), handbook.changes.standard.targets)


def _by_clock(path: Path, targets: Mapping[str, Target]) -> Iterator[tuple[Path, Target]]:
    for clock, target in targets.items():
        yield (*path, clock), target
