"""The work behind `plantao calendar`: what is listed, set and cleared."""

import argparse
import json
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction

from plantao.agreements.calendar_days import Edit, NoSuchCalendar, clear_day, set_day
from plantao.agreements.models import CalendarDay, CalendarVersion
from plantao.agreements.queries import in_force
from plantao.events.actor import OPERATOR, Actor
from plantao.handbook.document import Span, spans_in, written_span
from plantao.operate.duty_words import agent_at, stamp
from plantao.operate.trouble import Trouble
from plantao.sla.moving import moves_of, touched
from plantao.ui.calendar_words import because_said
from plantao.ui.terms import Terms


def _list(options: argparse.Namespace, at: datetime) -> None:
    frozen = in_force(at)
    known = frozen.handbook.calendars
    if options.calendar and options.calendar not in known:
        raise NoSuchCalendar(calendar=options.calendar, known=list(known))
    zone = ZoneInfo(frozen.handbook.provider.time_zone)
    days = frozen.calendars.days.filter(date__year=options.year or at.astimezone(zone).year)
    for day in days.filter(calendar=options.calendar) if options.calendar else days:
        _tell_day(day, as_json=options.json)


def _set(options: argparse.Namespace, at: datetime) -> None:
    edit, by = _edit(options, at), _by(options)
    _make(options, at, lambda: set_day(edit, hours=_hours(options, edit), name=options.name, by=by, at=at))


def _clear(options: argparse.Namespace, at: datetime) -> None:
    edit, by = _edit(options, at), _by(options)
    _make(options, at, lambda: clear_day(edit, by=by, at=at))


def _versions(options: argparse.Namespace, at: datetime) -> None:
    for version in CalendarVersion.objects.select_related("made_by").order_by("-number"):
        _tell_version(version, at, as_json=options.json)


def _make(options: argparse.Namespace, at: datetime, make: Callable[[], CalendarVersion]) -> None:
    """Make the version; for a dry run undo it again. Tell it, and the open tickets that it would move."""
    with transaction.atomic():
        version = make()
        if not options.dry_run:
            _tell_version(version, at, as_json=options.json)
        moves = moves_of(version, at=at, tickets=touched(version))
        for moved in moves.moved:
            clocks = {
                each.clock: [each.before and stamp(each.before.due_at), each.after and stamp(each.after.due_at)] for each in moved.clocks
            }
            if options.json:
                print(json.dumps({"protocol": moved.ticket.protocol, "would_move": clocks}))
            else:
                said = "; ".join(f"{name} {before or '-'} -> {after or '-'}" for name, (before, after) in clocks.items())
                print(f"{moved.ticket.protocol}\tif re-rated: {said}")
        if moves.more and not options.json:
            print(f"{moves.more} more open tickets were not looked at; `plantao rerate --dry-run --keep-handbook` looks at all")
        if options.dry_run:
            transaction.set_rollback(True)


def _edit(options: argparse.Namespace, at: datetime) -> Edit:
    try:
        day = date.fromisoformat(options.day)
    except ValueError:
        raise Trouble(f"{options.day[:60]!r} is no day; write it as in 2026-12-24") from None
    return Edit(handbook=in_force(at).handbook, calendar=options.calendar, day=day, reason=options.reason)


def _hours(options: argparse.Namespace, edit: Edit) -> tuple[Span, ...]:
    if options.hours is None:
        return edit.usual_hours if options.open else ()
    spans = spans_in(options.hours)
    if spans is None:
        raise Trouble(f"--hours: {options.hours[:60]!r} are no hours of a day; write them as in '08:00-12:00, 13:00-18:00'")
    return spans


def _by(options: argparse.Namespace) -> Actor:
    return OPERATOR if options.by is None else agent_at(options.by).actor


def _tell_day(day: CalendarDay, *, as_json: bool) -> None:
    hours = [written_span((since, until)) for since, until in day.hours]
    facts: dict[str, Any] = {"calendar": day.calendar, "date": day.date.isoformat(), "hours": hours, "source": day.source, "name": day.name}
    if as_json:
        print(json.dumps({**facts, "reviewed_at": stamp(day.reviewed_at)}, ensure_ascii=False))
    else:
        print("\t".join([day.calendar, facts["date"], ", ".join(hours) or "closed", day.source, day.name]))


def _tell_version(version: CalendarVersion, at: datetime, *, as_json: bool) -> None:
    facts = {"version": version.number, "made_at": stamp(version.made_at), "because": version.because, "about": version.about}
    if as_json:
        print(json.dumps({**facts, "reason": version.reason}, ensure_ascii=False))
        return
    said = because_said(version, Terms(in_force(at).handbook))
    print("\t".join([f"version {version.number}", str(facts["made_at"]), str(version.made_by or "-"), said, version.reason]))


ACTS: Mapping[str, Callable[[argparse.Namespace, datetime], None]] = {"list": _list, "set": _set, "clear": _clear, "versions": _versions}
