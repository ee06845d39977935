"""
`plantao ticket ...`: every verb of a ticket at the command line, until the desk has its pages for them, and beside them afterwards.

Without `--by` whoever works at this machine acts as its operator: a person on the provider's side who may do everything,
named in the events as `operator`. With `--by MAIL` a member of staff does, within their rights. What the arguments are
stands in `actions.py` and `arguments.py`, without Django, so that `--help` answers on any machine.
"""

import argparse
from importlib import import_module

from plantao.operate.ticket.actions import ACTIONS
from plantao.operate.ticket.arguments import Action


def configure(parser: argparse.ArgumentParser) -> None:
    """Offer every action."""
    _offer(parser, ACTIONS, "ACTION")


def run(options: argparse.Namespace) -> int:
    """Run one action and return its exit status."""
    from plantao.operate.rooms import open_rooms

    open_rooms()
    action: Action = options.action
    act = getattr(import_module(f"plantao.operate.ticket.{action.module}"), action.act)
    if not action.is_verb:
        act(options)
        return 0
    from plantao.operate.ticket.acting import Desk

    Desk(options, permission=action.permission).do(act)
    return 0


def _offer(parser: argparse.ArgumentParser, actions: dict[str, Action | dict[str, Action]], metavar: str) -> None:
    subparsers = parser.add_subparsers(metavar=metavar, required=True)
    for name, action in actions.items():
        if isinstance(action, dict):
            group = subparsers.add_parser(name, help="a case with a vendor", description="Passing on to a vendor, and what comes of it.")
            _offer(group, dict(action), "ACTION")
            continue
        subparser = subparsers.add_parser(name, help=action.purpose, description=action.purpose)
        action.configure(subparser)
        subparser.set_defaults(action=action)
