"""`plantao mail ...`: each action is a module of its own, imported when it is called."""

import argparse
from collections.abc import Sequence
from importlib import import_module
from typing import Any

# name -> (module under plantao.operate, what it does). A module has `configure(parser)`, or what stands after the colon, and
# `run(options) -> int`.
ACTIONS: dict[str, tuple[str, str]] = {
    "read": ("mail_read", "say what mails in files say, without a database"),
    "deliver": ("mail_deliver", "let mails in files arrive, and say what became of each"),
    "quarantine": ("mail_quarantine", "list the mails that could not be worked on; try them again, show or put them away"),
    "tray": ("mail_tray", "list the mails that were kept and answer no ticket"),
    "file": ("mail_kept:file", "file a kept mail on a ticket"),
    "open": ("mail_kept:open", "open a ticket of a kept mail"),
    "block": ("mail_kept:block", "let what a sender writes be put away as it comes"),
    "admit": ("mail_kept:admit", "let a blocked sender in again"),
    "blocked": ("mail_kept:blocked", "list the blocked senders"),
}


class _OnDemand(argparse.ArgumentParser):
    """The parser of one action: asks the action's module for its arguments when its turn has come."""

    module = ""

    def parse_known_args(self, args: Sequence[str] | None = None, namespace: Any = None) -> tuple[Any, list[str]]:  # type: ignore[override]  # the overloads of typeshed can't be spelled
        module, _, offer = self.module.partition(":")
        action = import_module(f"plantao.operate.{module}")
        getattr(action, offer or "configure")(self)
        self.set_defaults(act=action.run)
        return super().parse_known_args(args, namespace)


def configure(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True, parser_class=_OnDemand)
    for name, (module, purpose) in ACTIONS.items():
        actions.add_parser(name, help=purpose, description=purpose).module = module


def run(options: argparse.Namespace) -> int:
    return int(options.act(options))
