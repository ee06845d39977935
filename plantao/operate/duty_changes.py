"""`plantao duty shift | assign | hand-over | swap | absence | cancel`: what changes the rota."""

import argparse
import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo, available_timezones

from plantao.events.actor import OPERATOR
from plantao.handbook.problems import instead, named
from plantao.operate.duty_words import Words, agent_at, tell
from plantao.operate.trouble import Trouble
from plantao.rules.duty_hours import ALWAYS
from plantao.staff.models import Absence, Agent, Arrangement, Rota, Shift
from plantao.staff.rota import on_duty

_TURN = re.compile(r"([1-9][0-9]{0,2})([dw])")


def _add_shift(options: argparse.Namespace, at: datetime) -> None:
    words = Words(at)
    role = words.role(options.role)
    agents = [agent_at(mail) for mail in options.people]
    zone = _zone(options.zone) if options.zone else words.zone
    shift = Rota.objects.of(role).add_shift(
        agents,
        by=OPERATOR,
        at=at,
        hours=options.hours or [ALWAYS],
        zone=zone,
        counted_from=_counted_from(options.counted_from),
        since=words.instant(options.since, option="--since"),
        until=words.instant(options.until, option="--until"),
        turn_days=_turn_days(options.every),
        place=options.place,
    )
    tell(shift, words, as_json=options.json)


def _end_shift(options: argparse.Namespace, at: datetime) -> None:
    words = Words(at)
    shift = Shift.objects.standing(options.number)
    if shift is None:
        raise Trouble(f"there is no shift {options.number}; `plantao duty list` names them")
    shift.end(by=OPERATOR, at=at, until=words.instant(options.at, option="--at"))
    _tell_rest(Shift.objects.standing(options.number), f"shift {options.number}", words, options)


def _assign(options: argparse.Namespace, at: datetime) -> None:
    words = Words(at)
    since, until = _since_until(options, words)
    made = Rota.objects.of(words.role(options.role)).assign(agent_at(options.mail), by=OPERATOR, at=at, since=since, until=until)
    tell(made, words, as_json=options.json)


def _hand_over(options: argparse.Namespace, at: datetime) -> None:
    words = Words(at)
    role = words.role(options.role)
    since = words.instant(options.at, option="--at") or at
    giver = agent_at(options.giver) if options.giver else _first_in_line(role, since, words)
    until = words.instant(options.until, option="--until")
    made = Rota.objects.of(role).hand_over(giver, agent_at(options.to), by=OPERATOR, at=at, since=since, until=until)
    tell(made, words, as_json=options.json)


def _swap(options: argparse.Namespace, at: datetime) -> None:
    words = Words(at)
    rota = Rota.objects.of(words.role(options.role))
    since, until = _since_until(options, words)
    made = rota.swap(agent_at(options.mail), agent_at(options.other), by=OPERATOR, at=at, since=since, until=until)
    tell(made, words, as_json=options.json)


def _absence(options: argparse.Namespace, at: datetime) -> None:
    words = Words(at)
    since, until = (words.instant(typed, option=option) for typed, option in ((options.since, "--since"), (options.until, "--until")))
    tell(agent_at(options.mail).note_absence(by=OPERATOR, at=at, since=since, until=until), words, as_json=options.json)


def _cancel(options: argparse.Namespace, at: datetime) -> None:
    words = Words(at)
    manager = Absence.objects if options.kind == "absence" else Arrangement.objects
    row = manager.standing(options.number)
    if row is None:
        raise Trouble(f"there is no {options.kind} {options.number}; `plantao duty list` names them")
    row.cancel(by=OPERATOR, at=at, since=words.instant(options.at, option="--at"))
    _tell_rest(manager.standing(options.number), f"{options.kind} {options.number}", words, options)


def _tell_rest(rest: Shift | Arrangement | Absence | None, name: str, words: Words, options: argparse.Namespace) -> None:
    """Print what is left of an entry that was ended; one that was ended before it began is gone."""
    if rest is not None:
        tell(rest, words, as_json=options.json)
    elif not options.json:
        print(f"{name} never begins")


def _since_until(options: argparse.Namespace, words: Words) -> tuple[datetime, datetime]:
    until = words.instant(options.until, option="--until")
    assert until is not None  # it is required
    return words.instant(options.since, option="--since") or words.at, until


def _first_in_line(role: str, at: datetime, words: Words) -> Agent:
    line = on_duty(role, at=at)
    if not line:
        raise Trouble(f"nobody holds {role} at {words.shown(at)}, so there is nothing to hand over")
    return line[0]


def _zone(name: str) -> ZoneInfo:
    known = available_timezones()
    if name not in known:
        raise Trouble(f"--zone: there is no time zone {named(name)}{instead(name, known)}")
    return ZoneInfo(name)


def _turn_days(written: str) -> int:
    match = _TURN.fullmatch(written)
    if match is None:
        raise Trouble(f"--every: {written[:60]!r} is no turn; write days or weeks, as in 1d, 1w or 2w")
    return int(match[1]) * (7 if match[2] == "w" else 1)


def _counted_from(written: str | None) -> date | None:
    if written is None:
        return None
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise Trouble(f"--counted-from: {written[:60]!r} is no day; write it as in 2026-11-16") from None


ACTS: Mapping[str, Callable[[argparse.Namespace, datetime], None]] = {
    "shift add": _add_shift,
    "shift end": _end_shift,
    "assign": _assign,
    "hand-over": _hand_over,
    "swap": _swap,
    "absence": _absence,
    "cancel": _cancel,
}
