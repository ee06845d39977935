"""`plantao escalation ...`: what rings and whom; acknowledging it, and asking for a step that is offered."""

import argparse
from typing import Any

from plantao.operate.rooms import open_rooms

PERMISSIONS = {"acknowledge": "escalation.acknowledge", "ask": "ticket.ask_escalation"}


def configure(parser: argparse.ArgumentParser) -> None:
    """Offer every action."""
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    _action(actions, "list", "list what rings and nobody has acknowledged, with whom it rings", has_ticket=False)
    _action(actions, "show", "say how a ticket's ladder stands: each step, when it is due or what became of it")
    who = _action(actions, "who", "say who would be told of each step of a ticket's ladder")
    who.add_argument("--at", metavar="INSTANT", help="past or to come (now); ISO 8601; without an offset in the provider's zone")
    acknowledge = _action(actions, "acknowledge", "see to everything of a ticket that rings: it falls silent for a while")
    ask = _action(actions, "ask", "ask for a step that is due and that nobody takes unasked")
    ask.add_argument("--role", metavar="ROLE", default="", help="the role to be told; the first step that waits where it is absent")
    ask.add_argument("--as-requester", action="store_true", help="the requester asks, and you write it down")
    ask.add_argument("--internal", action="store_true", help="keep it from the customer who asked")
    for verb in (acknowledge, ask):
        verb.add_argument("--by", metavar="MAIL", help="the member of staff who acts; without it, the operator of this machine")


def run(options: argparse.Namespace) -> int:
    """Run one action and return the exit status."""
    open_rooms()
    from plantao.operate.escalation_acts import ACTS

    ACTS[options.action](options, PERMISSIONS.get(options.action, ""))
    return 0


def _action(actions: Any, name: str, purpose: str, *, has_ticket: bool = True) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = actions.add_parser(name, help=purpose, description=purpose)
    if has_ticket:
        parser.add_argument("protocol", metavar="PROTOCOL", help="any number of the ticket")
    parser.add_argument("--json", action="store_true", help="as JSON, one object a line")
    parser.set_defaults(by=None)
    return parser
