"""`plantao mail-server`: everything that takes messages in, as the channels registered it; for mail SMTP, LMTP and the mailbox."""

import argparse

from plantao.operate.rooms import open_rooms
from plantao.operate.until_stopped import stop_event


def configure(parser: argparse.ArgumentParser) -> None:
    parser.description = (
        "Takes mail in: SMTP, LMTP and the mailbox that is fetched from, as far as they are set. Waits for its database. SIGTERM ends it."
    )


def run(options: argparse.Namespace) -> int:
    stop = stop_event()
    open_rooms(must_answer=False)
    from plantao.messaging.receiving import run_receivers

    run_receivers(stop)
    return 0
