"""`plantao calendar ...`: the days of the calendars that differ from their weekday. Each edit makes a new version."""

import argparse

from plantao import clock
from plantao.operate import terminal
from plantao.operate.numbers import from_to
from plantao.operate.one_act import in_one_act
from plantao.operate.rooms import open_rooms

CALENDAR = "a calendar of the handbook in force"


def configure(parser: argparse.ArgumentParser) -> None:
    """Offer every action."""
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)

    purpose = "list the dated days of the newest version, each with where it comes from"
    listing = actions.add_parser("list", help=purpose, description=purpose)
    listing.add_argument("calendar", metavar="CALENDAR", nargs="?", help=f"{CALENDAR}; all")
    listing.add_argument("--year", metavar="YEAR", type=from_to(1970, 9998), help="the year (this one)")

    purpose = "give a day hours of its own, or close it"
    setting = actions.add_parser("set", help=purpose, description=purpose)
    _day(setting)
    what = setting.add_mutually_exclusive_group(required=True)
    what.add_argument("--closed", action="store_true", help="closed all day")
    what.add_argument("--open", action="store_true", help="open as on every such weekday")
    what.add_argument("--hours", metavar="HOURS", help="as in '08:00-12:00, 13:00-18:00'")
    setting.add_argument("--name", metavar="TEXT", default="", help="what day it is")

    purpose = "let a day that somebody set be again what the library says, or like every other of its weekday"
    _day(actions.add_parser("clear", help=purpose, description=purpose))

    purpose = "list the versions, the newest first, and why each was made"
    actions.add_parser("versions", help=purpose, description=purpose)
    for each in actions.choices.values():
        each.add_argument("--json", action="store_true", help="as JSON, one object a line")


def run(options: argparse.Namespace) -> int:
    """Run one action in one transaction and return the exit status."""
    open_rooms()
    from django.utils.translation import override

    from plantao.operate.calendar_acts import ACTS

    with override(terminal.language()):
        in_one_act(lambda: ACTS[options.action](options, clock.now()))
    return 0


def _day(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("calendar", metavar="CALENDAR", help=CALENDAR)
    parser.add_argument("day", metavar="DATE", help="as in 2026-12-24")
    parser.add_argument("--reason", metavar="TEXT", required=True, help="why, in words; kept with the version")
    parser.add_argument("--dry-run", action="store_true", help="show which open tickets would move if re-rated, and change nothing")
    parser.add_argument("--by", metavar="MAIL", help="the administrator who acts; without it, the operator of this machine")
