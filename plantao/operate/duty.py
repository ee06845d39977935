"""`plantao duty ...`: the duty rota. Who holds a role at any instant, past or to come; shifts, hand-overs, swaps, absences."""

import argparse
from typing import Any

from plantao import clock
from plantao.operate.numbers import from_to
from plantao.operate.one_act import in_one_act
from plantao.operate.rooms import open_rooms

ROLE = "a role of the handbook in force"
INSTANT = "ISO 8601; without an offset in the provider's zone"


def configure(parser: argparse.ArgumentParser) -> None:
    """Offer every action."""
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    _questions(actions)
    _shifts(actions)
    _arrangements(actions)

    absence = _action(actions, "absence", "somebody is on duty for nothing for a while")
    absence.add_argument("mail", metavar="MAIL", help="their mail address")
    _period(absence, since="from when (now)", until="until when; not known where it isn't said")

    cancel = _action(actions, "cancel", "end an absence or an arrangement early; what was before stays true")
    cancel.add_argument(
        "kind", metavar="KIND", choices=["absence", "arrangement"], help="`absence`, or `arrangement`: whatever was arranged"
    )
    cancel.add_argument("number", metavar="NUMBER", type=int, help="as `plantao duty list` says")
    cancel.add_argument("--at", metavar="INSTANT", help=f"from when it holds no longer (now); {INSTANT}")


def run(options: argparse.Namespace) -> int:
    """Run one action in one transaction and return the exit status."""
    open_rooms()
    from plantao.operate import duty_changes, duty_questions

    act = {**duty_questions.ACTS, **duty_changes.ACTS}[options.act]
    in_one_act(lambda: act(options, clock.now()))
    return 0


def _questions(actions: Any) -> None:
    who = _action(actions, "who", "say who holds a role, first in line first: whom a ring would reach")
    who.add_argument("role", metavar="ROLE", help=ROLE)
    who.add_argument("--at", metavar="INSTANT", help=f"past or to come (now); {INSTANT}")

    week = _action(actions, "week", "list who is on duty in the seven days to come")
    week.add_argument("role", metavar="ROLE", nargs="?", help=f"{ROLE}; all that are on the rota, and all that ladders tell")
    week.add_argument("--since", metavar="INSTANT", help=f"the first of the seven days (now); {INSTANT}")

    gaps = _action(actions, "gaps", "list when nobody holds a role in the weeks to come: those that ladders tell or that are on the rota")
    gaps.add_argument("--weeks", metavar="N", type=from_to(1, 104), default=4, help="how far ahead, 1 to 104 (4)")

    listing = _action(actions, "list", "list shifts, arrangements and absences that are not over, with their numbers")
    listing.add_argument("role", metavar="ROLE", nargs="?", help=f"{ROLE}; all, and the absences too")


def _shifts(actions: Any) -> None:
    shifts = actions.add_parser("shift", help="add or end a shift", description="add or end a shift")
    of_shifts = shifts.add_subparsers(dest="shift_action", metavar="ACTION", required=True)

    add = _action(of_shifts, "add", "let people take turns in a role at the same hours of every week", act="shift add")
    add.add_argument("role", metavar="ROLE", help=ROLE)
    add.add_argument("people", metavar="MAIL", nargs="+", help="their mail addresses, in the order of their turns")
    add.add_argument(
        "--hours", action="append", metavar="HOURS",
        help="as in 'mon-fri 08:00-18:00' or 'sat,sun 22:00-06:00' (into the next day); again for more; always",
    )  # fmt: skip
    add.add_argument("--zone", metavar="ZONE", help="in which the hours are read, as in America/Santiago (the provider's)")
    add.add_argument("--every", metavar="TURN", default="1w", help="how long a turn lasts, as in 1w, 2w or 1d (1w)")
    add.add_argument("--counted-from", metavar="DATE", help="the first day of the first one's turn (for weeks the Monday before it begins)")
    add.add_argument("--place", metavar="N", type=from_to(1, 99), default=1, help="in the line: 1 is first (1)")
    _period(add, since="from when (now)", until="until when; without end where it isn't said")

    end = _action(of_shifts, "end", "end a shift; who stood in it before stays true", act="shift end")
    end.add_argument("number", metavar="NUMBER", type=int, help="as `plantao duty list` says")
    end.add_argument("--at", metavar="INSTANT", help=f"when it ends (now); {INSTANT}")


def _arrangements(actions: Any) -> None:
    assign = _action(actions, "assign", "put somebody first in line for once, whoever else is in it")
    assign.add_argument("role", metavar="ROLE", help=ROLE)
    assign.add_argument("mail", metavar="MAIL", help="their mail address")
    _period(assign, since="from when (now)", until="until when", must_end=True)

    over = _action(actions, "hand-over", "let somebody stand where another would")
    over.add_argument("role", metavar="ROLE", help=ROLE)
    over.add_argument("--to", metavar="MAIL", required=True, help="who takes over")
    over.add_argument("--from", dest="giver", metavar="MAIL", help="who hands over (whoever is first in line then)")
    over.add_argument("--at", metavar="INSTANT", help=f"when (now); {INSTANT}")
    over.add_argument("--until", metavar="INSTANT", help=f"until when (until the giver's duty would have ended); {INSTANT}")

    swap = _action(actions, "swap", "let two people stand where the other would")
    swap.add_argument("role", metavar="ROLE", help=ROLE)
    swap.add_argument("mail", metavar="MAIL", help="one of them")
    swap.add_argument("other", metavar="MAIL", help="the other")
    _period(swap, since="from when (now)", until="until when", must_end=True)


def _period(parser: argparse.ArgumentParser, *, since: str, until: str, must_end: bool = False) -> None:
    parser.add_argument("--since", metavar="INSTANT", help=f"{since}; {INSTANT}")
    parser.add_argument("--until", metavar="INSTANT", required=must_end, help=f"{until}; {INSTANT}")


def _action(actions: Any, name: str, purpose: str, *, act: str = "") -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = actions.add_parser(name, help=purpose, description=purpose)
    parser.add_argument("--json", action="store_true", help="as JSON, one object a line")
    parser.set_defaults(act=act or name)
    return parser
