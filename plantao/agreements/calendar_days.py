"""
Editing the calendars: a day is set to hours of its own, or cleared again. Each edit makes a new version; open tickets keep theirs.

What the handbook's file says of a day is changed in the file: the next one that is applied would undo an edit of it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from itertools import pairwise
from typing import Any

from plantao.agreements.calendars import PERSON, YEARS_AHEAD, YEARS_BACK, make_version, newest_locked, put_days
from plantao.agreements.models import Because, CalendarDay, CalendarVersion
from plantao.agreements.queries import NoHandbook
from plantao.agreements.verbs import Verb
from plantao.events.actor import Actor
from plantao.events.models import Timeline
from plantao.events.recording import record
from plantao.handbook.calendars import DatedDay, Source, dated_days, weekly_hours
from plantao.handbook.document import Handbook
from plantao.rules.refused import Refused
from plantao.rules.working_time import Span
from plantao.staff.models import Agent

_ALL_DAY: tuple[Span, ...] = ((0, 86_400),)


class NoSuchCalendar(Refused):
    """The handbook in force has no calendar of that key. Facts: calendar, known."""


class DayNotKept(Refused):
    """No version keeps days of that year. Facts: date, since, until (years)."""


class DayIsTheFiles(Refused):
    """The handbook's file says what that day is. Facts: calendar, date, source (the key of the file)."""


class DayStaysAsItIs(Refused):
    """The edit would change nothing. Facts: calendar, date."""


class NobodySetIt(Refused):
    """Nobody set or reviewed that day, so there is nothing to clear. Facts: calendar, date."""


class HoursOverlap(Refused):
    """Hours of a day follow each other. Facts: calendar, date."""


class EditNeedsReason(Refused):
    """A calendar is not changed without saying why. Facts: calendar, date."""


class CalendarsChanged(Refused):
    """A newer version was made since the one that was seen. Facts: number, seen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """Which day of which calendar is edited, under the handbook in force; `seen`: the newest version that was known, if that is said."""

    handbook: Handbook
    calendar: str
    day: date
    reason: str
    seen: int | None = None

    @property
    def facts(self) -> dict[str, Any]:
        return {"calendar": self.calendar, "date": self.day.isoformat()}

    def check_calendar(self) -> None:
        """Raise NoSuchCalendar where the handbook does not know it."""
        if self.calendar not in self.handbook.calendars:
            raise NoSuchCalendar(calendar=self.calendar, known=list(self.handbook.calendars))

    @property
    def usual_hours(self) -> tuple[Span, ...]:
        """Return the hours of that weekday. Raises NoSuchCalendar."""
        self.check_calendar()
        weekly = weekly_hours(self.handbook, self.calendar)
        return _ALL_DAY if weekly is None else weekly[self.day.weekday()]

    @property
    def given(self) -> DatedDay | None:
        """Return what file and library say of that day; None where they say nothing."""
        found = dated_days(self.handbook, self.calendar, year=self.day.year)
        return next((dated for dated in found if dated.day == self.day), None)


def set_day(edit: Edit, *, hours: Sequence[Span], name: str, by: Actor, at: datetime) -> CalendarVersion:
    """
    Make the version in which a day has these hours (none: closed) and is reviewed by a person; the same hours again only review it.

    `hours` are half-open, in local seconds of the day. Raises NotYours, and every refusal above but NobodySetIt.
    """
    Agent.objects.check_may(by, "calendar.set_day")
    latest = _checked(edit, at=at)
    if any(until <= since for since, until in hours) or any(one[1] > other[0] for one, other in pairwise(hours)):
        raise HoursOverlap(**edit.facts)
    days = {(day.calendar, day.date): day for day in latest.days.all()}
    before = days.get((edit.calendar, edit.day))
    written = [list(span) for span in hours]
    is_same = before is not None and before.hours == written and name in ("", before.name)
    if (is_same and before and before.reviewed_at) or (before is None and tuple(hours) == edit.usual_hours):
        raise DayStaysAsItIs(**edit.facts)
    days[edit.calendar, edit.day] = CalendarDay(
        calendar=edit.calendar,
        date=edit.day,
        hours=written,
        source=before.source if is_same and before else PERSON,
        name=name or (before.name if before else ""),
        reviewed_at=at,
        reviewed_by_id=by.person_id,
    )
    facts = {"before": before.hours if before else None, "after": written}
    return _write(edit, latest, list(days.values()), Because.DAY_SET, by=by, at=at, facts=facts)


def clear_day(edit: Edit, *, by: Actor, at: datetime) -> CalendarVersion:
    """
    Make the version in which a day that a person set or reviewed is again what the library says, or like every other of its weekday.

    Raises NotYours, NobodySetIt and the refusals of `set_day`.
    """
    Agent.objects.check_may(by, "calendar.clear_day")
    latest = _checked(edit, at=at)
    days = {(day.calendar, day.date): day for day in latest.days.all()}
    before = days.pop((edit.calendar, edit.day), None)
    if before is None or before.reviewed_at is None:
        raise NobodySetIt(**edit.facts)
    given = edit.given
    after = [list(span) for span in given.hours] if given else None
    if given is not None:
        days[edit.calendar, edit.day] = CalendarDay(
            calendar=edit.calendar, date=edit.day, hours=after, source=given.source, name=given.name
        )
    facts = {"before": before.hours, "after": after}
    return _write(edit, latest, list(days.values()), Because.DAY_CLEARED, by=by, at=at, facts=facts)


def _checked(edit: Edit, *, at: datetime) -> CalendarVersion:
    """Return the newest version with its lock held, where this day may be edited after it."""
    edit.check_calendar()
    if not at.year - YEARS_BACK <= edit.day.year <= at.year + YEARS_AHEAD:
        raise DayNotKept(date=edit.day.isoformat(), since=at.year - YEARS_BACK, until=at.year + YEARS_AHEAD)
    if edit.given is not None and edit.given.source is not Source.LIBRARY:
        raise DayIsTheFiles(**edit.facts, source=edit.given.source.value)
    if not edit.reason.strip():
        raise EditNeedsReason(**edit.facts)
    latest = newest_locked()
    if latest is None:
        raise NoHandbook(at=at.isoformat())
    if edit.seen is not None and edit.seen < latest.number:
        raise CalendarsChanged(number=latest.number, seen=edit.seen)
    return latest


def _write(
    edit: Edit, latest: CalendarVersion, days: list[CalendarDay], because: Because, *, by: Actor, at: datetime, facts: dict[str, Any]
) -> CalendarVersion:
    reason, timeline = edit.reason.strip(), Timeline.objects.create()
    version = make_version(after=latest, at=at, by=by, because=because, about=edit.facts, reason=reason, timeline=timeline)
    put_days(version, days)
    digest = sha256(reason.encode()).hexdigest()
    record(_Edited(timeline), VERBS[because], by=by, at=at, public=False, version=version.number, sha256=digest, **edit.facts, **facts)
    return version


@dataclass(frozen=True, slots=True)
class _Edited:
    """A version that an edit made, for its event."""

    timeline: Timeline


VERBS = {Because.DAY_SET: Verb.DAY_SET, Because.DAY_CLEARED: Verb.DAY_CLEARED}
