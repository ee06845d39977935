"""`plantao explain`: what a handbook's clocks and ladder say of a case, without a database."""

import argparse
import json
import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from plantao import clock
from plantao.handbook.case import Case, WrongCase, read_case
from plantao.handbook.document import LANGUAGES, Handbook
from plantao.handbook.explanation import answer, as_json
from plantao.handbook.problems import named, one_line
from plantao.operate.explain_text import as_text
from plantao.operate.handbook import read_file

SINGLE = ("handbook", "criticality", "opened", "contract", "department", "country", "hold", "event", "at")
NEEDED = SINGLE[:3]


class Shelf:
    """The handbooks of one folder, each read once, however many cases ask for it. A closed one lends nothing from outside it."""

    def __init__(self, folder: Path, *, is_closed: bool = False) -> None:
        self.folder = folder
        self.is_closed = is_closed
        self._read: dict[str, Handbook | WrongCase] = {}

    def handbook(self, name: str) -> Handbook:
        """Return a handbook by its file's name, or path seen from the folder. WrongCase, the same each time, if it can't be used."""
        if name == "-":
            raise WrongCase("handbook: names a file; it is not read from standard input")
        if self.is_closed and not self._holds(name):
            raise WrongCase(f"handbook: {named(name)} lies outside {self.folder}, where the handbooks are; see --handbooks")
        if name not in self._read:
            self._read[name] = _usable(self.folder / name)
        found = self._read[name]
        if isinstance(found, WrongCase):
            raise WrongCase(*found.args)
        return found

    def _holds(self, name: str) -> bool:
        folder = os.path.abspath(self.folder)
        return os.path.commonpath([folder, os.path.abspath(os.path.join(folder, name))]) == folder


def configure(parser: argparse.ArgumentParser) -> None:
    """Offer one case as options, or many as JSON lines."""
    parser.set_defaults(wrong_usage=parser.error)
    one = parser.add_argument_group("one case", "instants are written as in 2026-11-18T17:30:00-03:00, with their zone")
    one.add_argument("--handbook", metavar="FILE", help="the handbook (needed)")
    one.add_argument("--criticality", metavar="K", help="its criticality (needed)")
    one.add_argument("--opened", metavar="T", help="when it was opened (needed)")
    one.add_argument("--contract", metavar="K", help="the customer's plan; without it the criticalities count as written")
    one.add_argument("--department", metavar="K", help="whom it is for; by default that of what is unclassified")
    one.add_argument("--country", metavar="CC", help="the customer's country, for the calendar `customer`")
    one.add_argument("--hold", metavar="SINCE/UNTIL/REASON", action="append", help="a hold; without UNTIL it is still open: SINCE//REASON")
    one.add_argument("--event", metavar="EVENT=T", action="append", help="what happened, as in attended=T")
    one.add_argument("--at", metavar="T", help="the instant at which it is looked at; now by default")
    one.add_argument("--json", action="store_true", help="answer as JSON, on one line")
    one.add_argument("--language", choices=LANGUAGES, default="en", help="the language of the answer for people (en)")
    many = parser.add_argument_group("many cases")
    many.add_argument("--cases", metavar="FILE", help="cases as JSON, one a line, answered one a line; `-` is standard input")
    many.add_argument(
        "--handbooks", metavar="DIR", type=Path, help="where the handbooks that cases name lie; the current folder by default"
    )


def run(options: argparse.Namespace) -> int:
    """Answer, and return the exit status: 1 where one case, or the file of cases, can't be answered; among many it says so on its line."""
    given = [f"--{name}" for name in SINGLE if getattr(options, name) is not None]
    missing = [f"--{name}" for name in NEEDED if getattr(options, name) is None]
    if options.cases is not None and given:
        options.wrong_usage(f"{given[0]} tells one case, and --cases brings its own; use one of them")
    if options.cases is None and options.handbooks is not None:
        options.wrong_usage("--handbooks goes with --cases; one case names its file with --handbook")
    if options.cases is None and missing:
        options.wrong_usage(f"{', '.join(missing)} {'is' if len(missing) == 1 else 'are'} missing; or give many cases with --cases -")
    return _one(options) if options.cases is None else _many(options)


def answers(lines: Iterable[bytes], shelf: Shelf) -> Iterator[dict[str, Any]]:
    """Yield an answer for every line that is not blank; `{"error": sentence}` for a case that can't be answered."""
    for line in lines:
        if not line.strip():
            continue
        try:
            case = read_case(_json(line))
            yield as_json(answer(case, shelf.handbook(case.handbook)))
        except WrongCase as error:
            yield {"error": one_line(str(error))}


def _many(options: argparse.Namespace) -> int:
    shelf = Shelf(options.handbooks or Path(), is_closed=True)
    try:
        with sys.stdin.buffer if options.cases == "-" else open(options.cases, "rb") as lines:
            for each in answers(lines, shelf):
                print(json.dumps(each), flush=True)
    except BrokenPipeError:  # nobody reads on; nor may the interpreter try to, when it leaves
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except OSError as error:
        print(one_line(f"plantao: {options.cases}: can't be read: {error.strerror}"), file=sys.stderr)
        return 1
    return 0


def _one(options: argparse.Namespace) -> int:
    try:
        case = _case_of(options)
        handbook = Shelf(Path()).handbook(case.handbook)
        found = answer(case, handbook)
    except WrongCase as error:
        if options.json:
            print(json.dumps({"error": one_line(str(error))}))
        else:
            print(one_line(f"plantao: {error}"), file=sys.stderr)
        return 1
    print(json.dumps(as_json(found)) if options.json else as_text(found, case, handbook, language=options.language))
    return 0


def _case_of(options: argparse.Namespace) -> Case:
    raw = {name: getattr(options, name) for name in SINGLE if name not in ("hold", "event", "at")}
    raw["at"] = clock.now().isoformat() if options.at is None else options.at
    raw["holds"] = [_hold(written) for written in options.hold or ()]
    raw["events"] = [_event(written) for written in options.event or ()]
    return read_case(raw)


def _hold(written: str) -> dict[str, str | None]:
    since, until, reason = written.split("/") if written.count("/") == 2 else (None, None, None)
    if reason is None:
        raise WrongCase(f"--hold {written}: is not a hold; write SINCE/UNTIL/REASON, or SINCE//REASON for one that is still open")
    return {"since": since, "until": until or None, "reason": reason}


def _event(written: str) -> dict[str, str]:
    event, mark, at = written.partition("=")
    if not mark:
        raise WrongCase(f"--event {written}: is not an event; write EVENT=T, as in attended=2026-11-18T17:30:00-03:00")
    return {"event": event, "at": at}


def _json(line: bytes) -> object:
    try:
        return json.loads(line.removeprefix(b"\xef\xbb\xbf").decode("utf-8"))
    except UnicodeDecodeError:
        raise WrongCase("the line is not UTF-8") from None
    except json.JSONDecodeError as error:
        raise WrongCase(f"the line is not JSON: {error.msg} at column {error.colno}") from None
    except (RecursionError, ValueError):
        raise WrongCase("the line is JSON that no case needs: nested too deep, or with a number too long") from None


def _usable(path: Path) -> Handbook | WrongCase:
    reading = read_file(path)
    if isinstance(reading, str):
        return WrongCase(f"handbook: {reading}")
    if reading.handbook is None:
        return WrongCase(f"handbook: {reading.errors[0].in_file(reading.name)}")
    return reading.handbook
