"""`plantao handbook ...`: the customer handbook, checked, described for editors, put in force and shown."""

import argparse
import gc
import json
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

from plantao.handbook.problems import Sentence, _, one_line
from plantao.handbook.reading import LARGEST, Reading, read
from plantao.handbook.schema import json_schema
from plantao.operate import handbook_in_force, terminal


class Action(NamedTuple):
    """One word after `plantao handbook`: what it does, how its arguments are read, and what runs it and returns the exit status."""

    purpose: str
    configure: Callable[[argparse.ArgumentParser], None]
    run: Callable[[argparse.Namespace], int]


def configure(parser: argparse.ArgumentParser) -> None:
    """Offer every action of the table below."""
    subparsers = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    for name, action in ACTIONS.items():
        subparser = subparsers.add_parser(name, help=action.purpose, description=action.purpose)
        action.configure(subparser)


def run(options: argparse.Namespace) -> int:
    """Run one action and return its exit status."""
    gc.disable()  # a large handbook is many small objects, none of them garbage, and the process ends with it
    return ACTIONS[options.action].run(options)


def read_file(path: Path) -> Reading | str:
    """Read and check a file (`-` is standard input); where it can't be read at all, return a sentence that says why."""
    source = bytes_of(path)
    return source if isinstance(source, str) else read(source, name=str(path))


def bytes_of(path: Path) -> bytes | str:
    """Return the bytes of a file (`-` is standard input), no more than show that it is too large; or a sentence that says why not."""
    try:
        if str(path) == "-":
            return sys.stdin.buffer.read(LARGEST + 1)
        with path.open("rb") as file:
            return file.read(LARGEST + 1)
    except FileNotFoundError:
        return _("%(path)s: there is no such file", path=path)
    except IsADirectoryError:
        return _("%(path)s: this is a directory, not a file", path=path)
    except PermissionError:
        return _("%(path)s: may not be read by this user", path=path)
    except (OSError, ValueError) as error:
        return _("%(path)s: can't be read: %(why)s", path=path, why=getattr(error, "strerror", None) or error)


def say(reading: Reading | str) -> bool:
    """Print what is wrong with a file, one line each, and a summary, in the terminal's language; return whether it can be used."""
    words = terminal.words()
    if isinstance(reading, str):
        said = reading.said(words.gettext) if isinstance(reading, Sentence) else reading
        print(one_line(f"plantao: {said}"), file=sys.stderr)
        return False
    for problem in reading.problems:
        print(problem.in_file(reading.name, translate=words.gettext))
    found = len(reading.errors)
    errors = words.ngettext("%(count)s error", "%(count)s errors", found) % {"count": found} if found else words.gettext("no errors")
    found = len(reading.warnings)
    warnings = (
        words.ngettext("%(count)s warning", "%(count)s warnings", found) % {"count": found} if found else words.gettext("no warnings")
    )
    print(one_line(f"{reading.name}: {errors}, {warnings}"), file=sys.stderr if reading.errors else sys.stdout)
    return not reading.errors


def _configure_check(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", metavar="FILE", nargs="+", type=Path, help="a handbook (YAML, UTF-8); `-` is standard input")


def _check(options: argparse.Namespace) -> int:
    usable = [say(read_file(path)) for path in options.files]
    return 0 if all(usable) else 1


def _schema(_options: argparse.Namespace) -> int:
    print(json.dumps(json_schema(), indent=2, ensure_ascii=False))
    return 0


def _apply(options: argparse.Namespace) -> int:
    source = bytes_of(options.file)
    reading = source if isinstance(source, str) else read(source, name=str(options.file))
    if not say(reading):
        return 1
    assert isinstance(source, bytes)
    assert isinstance(reading, Reading)
    return handbook_in_force.apply(reading, source, options)


ACTIONS: Mapping[str, Action] = {
    "check": Action("read and check handbooks; one line for each problem, exit status 1 if there is an error", _configure_check, _check),
    "apply": Action("check a handbook and put it in force", handbook_in_force.configure_apply, _apply),
    "show": Action("print the handbook in force, or a version of it", handbook_in_force.configure_show, handbook_in_force.show),
    "schema": Action("print the JSON Schema of handbooks, for editors", lambda _parser: None, _schema),
}
