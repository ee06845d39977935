"""`plantao handbook ...`: the customer handbook, checked and described for editors, without a database."""

import argparse
import json
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

from plantao.handbook.problems import one_line
from plantao.handbook.reading import LARGEST, Reading, read
from plantao.handbook.schema import json_schema


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
    return ACTIONS[options.action].run(options)


def read_file(path: Path) -> Reading | str:
    """Read and check a file (`-` is standard input); where it can't be read at all, return a sentence that says why."""
    try:
        if str(path) == "-":
            return read(sys.stdin.buffer.read(LARGEST + 1), name="-")
        with path.open("rb") as file:
            return read(file.read(LARGEST + 1), name=str(path))
    except FileNotFoundError:
        return f"{path}: there is no such file"
    except IsADirectoryError:
        return f"{path}: this is a directory, not a file"
    except PermissionError:
        return f"{path}: may not be read by this user"
    except (OSError, ValueError) as error:
        return f"{path}: can't be read: {getattr(error, 'strerror', None) or error}"


def say(reading: Reading | str) -> bool:
    """Print what is wrong with a file, one line each, and a summary; return whether it can be used."""
    if isinstance(reading, str):
        print(one_line(f"plantao: {reading}"), file=sys.stderr)
        return False
    for problem in reading.problems:
        print(problem.in_file(reading.name))
    errors, warnings = _count(reading.errors, "error"), _count(reading.warnings, "warning")
    print(one_line(f"{reading.name}: {errors}, {warnings}"), file=sys.stderr if reading.errors else sys.stdout)
    return not reading.errors


def _count(problems: tuple[object, ...], word: str) -> str:
    return f"{len(problems) or 'no'} {word}{'' if len(problems) == 1 else 's'}"


def _configure_check(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", metavar="FILE", nargs="+", type=Path, help="a handbook (YAML, UTF-8); `-` is standard input")


def _check(options: argparse.Namespace) -> int:
    usable = [say(read_file(path)) for path in options.files]
    return 0 if all(usable) else 1


def _schema(_options: argparse.Namespace) -> int:
    print(json.dumps(json_schema(), indent=2, ensure_ascii=False))
    return 0


ACTIONS: Mapping[str, Action] = {
    "check": Action("read and check handbooks; one line for each problem, exit status 1 if there is an error", _configure_check, _check),
    "schema": Action("print the JSON Schema of handbooks, for editors", lambda _parser: None, _schema),
}
