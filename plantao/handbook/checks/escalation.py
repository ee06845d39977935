"""Ladders: steps in order, ladders that are reached, and steps that come too late to help."""

from collections.abc import Iterator
from datetime import timedelta
from math import ceil

from plantao.handbook.checks.promises import Weeks, working_days
from plantao.handbook.document import Handbook, Ladder, Step
from plantao.handbook.problems import Finding, Path, _, named, warning

_LATE_DAYS = 30
_WEEK = timedelta(weeks=1)


def check(handbook: Handbook) -> Iterator[Finding]:
    """Check every ladder."""
    weeks = Weeks.of(handbook)
    for index, ladder in enumerate(handbook.escalation):
        path: Path = ("escalation", index)
        yield from _start(path, ladder, handbook)
        yield from _steps((*path, "steps"), ladder, weeks)
        yield from _automatic((*path, "automatic_for"), ladder)
        earlier = next((number for number in range(index) if _covers(handbook.escalation[number], ladder, handbook)), None)
        if earlier is not None:
            yield warning(
                path,
                _(
                    "is never reached: `escalation.%(earlier)s` fits every ticket that this one is for, and the first that fits counts",
                    earlier=earlier,
                ),
            )


def _start(path: Path, ladder: Ladder, handbook: Handbook) -> Iterator[Finding]:
    if ladder.starts != "attend_due":
        return
    answering = {key for key, clock in handbook.clocks.items() if clock.met_by == "attended"}
    if not answering:
        yield Finding((*path, "starts"), _("`attend_due` needs a clock that is met by `attended`, and there is none"))
        return
    for key, criticality in handbook.criticalities.items():
        if ladder.applies_to.criticalities in ("all", (key,)) and not answering & set(criticality.targets):
            yield warning(
                (*path, "starts"),
                _("tickets of %(key)s have no target for a clock met by `attended`, so this ladder never starts for them", key=named(key)),
            )


def _steps(path: Path, ladder: Ladder, weeks: Weeks) -> Iterator[Finding]:
    for index, step in enumerate(ladder.steps):
        here: Path = (*path, index, "after")
        before = ladder.steps[:index]
        if before and step.after.wall < before[-1].after.wall:
            yield Finding(
                here,
                _(
                    "%(after)s comes before the step above it, at %(before)s; write the earliest first",
                    after=step.after,
                    before=before[-1].after,
                ),
            )
        if any((other.tell, other.after.wall) == (step.tell, step.after.wall) for other in before):
            yield Finding(
                (*path, index, "tell"),
                _("%(tell)s is told twice at %(after)s; a role is told once at each instant", tell=named(step.tell), after=step.after),
            )
        yield from working_days(here, step.after, ladder.calendar, weeks)
        yield from _late(here, step, ladder, sum(weeks.open_on(ladder.calendar)))


def _late(path: Path, step: Step, ladder: Ladder, open_seconds_a_week: int) -> Iterator[Finding]:
    days = step.after.wall / timedelta(seconds=open_seconds_a_week) * 7 if open_seconds_a_week else 0.0
    if ladder.automatic_for and days > _LATE_DAYS:
        on = "" if timedelta(seconds=open_seconds_a_week) == _WEEK else _(" on %(calendar)s", calendar=named(ladder.calendar))
        yield warning(
            path,
            _(
                "%(after)s%(on)s comes after more than %(days)s days; an automatic step so late helps nobody",
                after=step.after,
                on=on,
                days=ceil(days) - 1,
            ),
        )


def _automatic(path: Path, ladder: Ladder) -> Iterator[Finding]:
    meant = ladder.applies_to.criticalities
    for index, key in enumerate(ladder.automatic_for):
        if meant != "all" and key not in meant:
            yield warning((*path, index), _("this ladder is not for %(key)s; see its `applies_to`", key=named(key)))


def _covers(earlier: Ladder, later: Ladder, handbook: Handbook) -> bool:
    """Whether every ticket of `later` is caught by `earlier`."""
    departments = handbook.departments if later.applies_to.departments == "all" else later.applies_to.departments
    criticalities = handbook.criticalities if later.applies_to.criticalities == "all" else later.applies_to.criticalities
    return all(earlier.applies_to.fits(department=department, criticality=key) for department in departments for key in criticalities)
