"""`plantao mail tray`: mails that were kept and answer no ticket: automatic ones, and reports about mails that are not ours."""

import argparse
import json

from plantao.operate.rooms import open_rooms


def configure(parser: argparse.ArgumentParser) -> None:
    parser.description = (
        "Lists the mails that were kept and answer no ticket, the newest first, and why. `quarantine show ID` shows one whole."
    )
    parser.add_argument("--limit", type=int, default=100, metavar="N", help="at most so many (100)")
    parser.add_argument("--json", action="store_true", help="one JSON object a mail, each on a line of its own")


def run(options: argparse.Namespace) -> int:
    open_rooms()
    from plantao.messaging.queries import tray
    from plantao.operate.mail_fate import in_one_line, looked_at

    kept = tray()[: max(0, options.limit)]
    for inbound in kept:
        told = {**looked_at(inbound), "why": inbound.why}
        print(json.dumps(told, ensure_ascii=False) if options.json else f"{in_one_line(told)}  ({told['why']})", flush=True)
    if not kept and not options.json:
        print("The tray is empty.")
    return 0
