"""`plantao duty who | week | gaps | list`: questions about the rota."""

import argparse
import json
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from plantao.handbook.duty import roles_on_duty
from plantao.operate.duty_words import Words, names, people, stamp, tell
from plantao.staff import rota
from plantao.staff.models import Absence, Arrangement, Shift


def _who(options: argparse.Namespace, at: datetime) -> None:
    """Of a past instant: as it was known then, and as it is known now where something was put right since."""
    words = Words(at)
    role = words.role(options.role, may_be_past=True)
    asked = words.instant(options.at, option="--at") or at
    line = rota.on_duty(role, at=asked, known_at=min(asked, at))
    now_known = rota.on_duty(role, at=asked)
    if options.json:
        facts = {"role": role, "at": stamp(asked), "line": people(line), "line_now_known": people(now_known)}
        print(json.dumps(facts, ensure_ascii=False))
        return
    for place, agent in enumerate(line, start=1):
        print(f"{place}\t{agent.person.name}\t{agent.person.mail_address}")
    if not line:
        print(f"nobody holds {role} at {words.shown(asked)}")
    if now_known != line:
        print(f"so it was known then; by what was recorded since: {names(now_known)}")


def _week(options: argparse.Namespace, at: datetime) -> None:
    words = Words(at)
    roles = [words.role(options.role, may_be_past=True)] if options.role else _roles(words)
    since = words.instant(options.since, option="--since") or at
    for role in roles:
        for duty in rota.duties(role, since=since, until=since + timedelta(days=7)):
            if options.json:
                facts = {"role": role, "since": stamp(duty.since), "until": stamp(duty.until), "line": people(duty.line)}
                print(json.dumps(facts, ensure_ascii=False))
            else:
                print(f"{role}\t{words.shown(duty.since)}\t{words.shown(duty.until)}\t{names(duty.line)}")


def _gaps(options: argparse.Namespace, at: datetime) -> None:
    words = Words(at)
    found = rota.gaps_ahead(_roles(words), at=at, weeks=options.weeks)
    for role, gaps in found.items():
        for gap in gaps:
            if options.json:
                print(json.dumps({"role": role, "since": stamp(gap.since), "until": stamp(gap.until)}))
            else:
                print(f"{role}\t{words.shown(gap.since)}\t{words.shown(gap.until)}\tnobody")
    if not found and not options.json:
        print(f"no gap in the next {options.weeks} weeks")


def _list(options: argparse.Namespace, at: datetime) -> None:
    words = Words(at)
    shifts = Shift.objects.known(since=at).select_related("rota")
    arrangements = Arrangement.objects.known(since=at).select_related("rota", "to__person", "of__person")
    if options.role:
        role = words.role(options.role, may_be_past=True)
        shifts, arrangements = shifts.filter(rota__role=role), arrangements.filter(rota__role=role)
    absences = [] if options.role else Absence.objects.known(since=at).select_related("agent__person")
    rows: list[Shift | Arrangement | Absence] = [*shifts, *arrangements, *absences]
    for row in rows:
        tell(row, words, as_json=options.json)


def _roles(words: Words) -> list[str]:
    """Return those that ladders tell, then what else the rota names."""
    told = roles_on_duty(words.handbook)
    return [*told, *sorted(rota.roles_named(at=words.at) - set(told))]


ACTS: Mapping[str, Callable[[argparse.Namespace, datetime], None]] = {"who": _who, "week": _week, "gaps": _gaps, "list": _list}
