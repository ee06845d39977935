"""`plantao check`: looks at everything an operator set up, and says of each in a sentence whether it will do."""

import argparse
import json
from collections.abc import Iterable
from dataclasses import asdict

from config.env import Misconfigured
from plantao.operate.findings import Finding, Level
from plantao.operate.rooms import furnish_rooms
from plantao.operate.trouble import Trouble


def configure(parser: argparse.ArgumentParser) -> None:
    parser.description = (
        "Looks at settings, database, roles, workers, mail both ways, handbook and clock, and says of each in a sentence how it is. "
        "Exit status 1 where something is wrong; a warning is no wrong."
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object a line")


def run(options: argparse.Namespace) -> int:
    wrong = False
    for finding in findings():
        print(json.dumps(asdict(finding), ensure_ascii=False) if options.json else in_words(finding), flush=True)
        wrong = wrong or finding.level == Level.WRONG
    return 1 if wrong else 0


def in_words(finding: Finding) -> str:
    """Return one finding as a line for a person."""
    return f"{finding.level:<8} {finding.about:<9} {finding.sentence}"


def findings() -> Iterable[Finding]:
    """Yield one finding after the other; without a database those that need none, and that it is missing."""
    try:
        furnish_rooms()
    except Misconfigured as problem:
        yield Finding("settings", Level.WRONG, str(problem))
        return
    except Trouble as problem:
        yield Finding("database", Level.WRONG, str(problem))
        return
    from plantao.operate.checks import everything

    yield from everything()
