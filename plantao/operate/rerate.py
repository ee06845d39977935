"""`plantao rerate`: moves open tickets to newer versions of the handbook and the calendars, each with its before and after."""

import argparse
import json
import sys
from typing import Any

from plantao.operate.rooms import open_rooms


def configure(parser: argparse.ArgumentParser) -> None:
    """Say which tickets, to which versions, and why."""
    parser.add_argument("protocols", metavar="PROTOCOL", nargs="*", help="the tickets; all open ones where none is named")
    parser.add_argument("--dry-run", action="store_true", help="show before and after of each ticket, and change nothing")
    parser.add_argument("--reason", metavar="TEXT", default="", help="why, in words; kept with each ticket (needed to change anything)")
    parser.add_argument("--handbook", metavar="N", type=int, help="the handbook's version; the one in force where absent")
    parser.add_argument("--calendars", metavar="N", type=int, help="the calendars' version; the newest where absent")
    parser.add_argument("--keep-handbook", action="store_true", help="move each ticket to the calendars only")
    parser.add_argument("--by", metavar="MAIL", help="the administrator who acts; without it, the operator of this machine")
    parser.add_argument("--json", action="store_true", help="print one JSON object a ticket")


def run(options: argparse.Namespace) -> int:
    """Re-rate one ticket a transaction; return 1 where some could not be moved, each told with the reason."""
    open_rooms()
    from plantao.operate.rerating import Rerating

    rerating = Rerating(options)
    refused = 0
    for told in rerating.each():
        refused += "refused" in told
        if options.json:
            print(json.dumps(told, ensure_ascii=False))
        else:
            print("\n".join(in_lines(told)), file=sys.stderr if "refused" in told else sys.stdout)
    return 1 if refused else 0


def in_lines(told: dict[str, Any]) -> list[str]:
    """Return what was told of one ticket as people read it."""
    if "refused" in told:
        return [f"{told['protocol']}: {told['refused']}"]
    versions = ", ".join(f"{name} {told['before'][name]} -> {told['after'][name]}" for name in ("handbook", "calendars"))
    clocks = [f"    {name}: {_clock(each['before'])} -> {_clock(each['after'])}" for name, each in told["clocks"].items()]
    return [f"{told['protocol']}: {versions}", *clocks]


def _clock(side: dict[str, Any] | None) -> str:
    if side is None:
        return "none"
    return f"{side['state']}, due {side['due_at']}" if side["due_at"] else str(side["state"])
