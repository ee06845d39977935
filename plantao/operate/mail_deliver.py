"""`plantao mail deliver FILE...`: lets mails in files arrive, through the same door of the house as those of the network."""

import argparse
import json
import sys
from datetime import datetime
from typing import Any

from plantao.mail.charsets import clean
from plantao.operate.rooms import open_rooms


def configure(parser: argparse.ArgumentParser) -> None:
    parser.description = (
        "Lets mails in files arrive as if a mail server had brought them, one after the other, and says what became of each. "
        "A running worker works on them; where none runs, this command does. The same mail again changes nothing. "
        "Exit status 1 where a file was no mail that could be taken in; the others are taken in all the same."
    )
    parser.add_argument(
        "files", nargs="+", metavar="FILE", help="a mail (RFC 5322, .eml), or an mbox with one mail; - is the standard input"
    )
    parser.add_argument("--wait", type=float, default=30.0, metavar="SECONDS", help="how long to wait for each to be worked on (30)")
    parser.add_argument("--json", action="store_true", help="one JSON object a file, each on a line of its own")


def run(options: argparse.Namespace) -> int:
    open_rooms()
    from plantao import clock
    from plantao.agreements.queries import in_force

    in_force(clock.now())  # without a handbook nothing can be made of a mail: said once, before any is taken in
    is_well = True
    for file in options.files:
        told = {"file": clean(file), **_deliver(file, at=clock.now(), wait=options.wait)}
        print(json.dumps(told, ensure_ascii=False) if options.json else _in_a_line(told), flush=True)
        is_well = is_well and told["error"] is None
    return 0 if is_well else 1


def _deliver(file: str, *, at: datetime, wait: float) -> dict[str, Any]:
    """Return what became of one file; `was_here` where the same mail had come before, `error` where none was taken in."""
    from plantao.mail.identity import identity
    from plantao.messaging import inbox
    from plantao.messaging.models import Inbound, stored_identity
    from plantao.operate.mail_fate import fate, settle

    try:
        raw = _read(file)
    except (OSError, NotAMail) as error:
        nothing = dict.fromkeys(("id", "result", "protocol", "why", "reason"))
        said = error.strerror if isinstance(error, OSError) else None
        return {**nothing, "was_here": False, "error": said or str(error)}
    name = identity(raw)
    was_here = Inbound.objects.filter(channel="email", outside_id=stored_identity(name)).exists()
    envelope = {"via": "file", "mail_from": "", "rcpt_to": []}
    inbound = inbox.receive(channel="email", outside_id=name, original=raw, envelope=envelope, at=at)
    settle(inbound, within=wait)
    return {**fate(inbound), "was_here": was_here, "error": None}


class NotAMail(Exception):
    """The file can't be taken in as a mail; the text says why."""


def _read(file: str) -> bytes:
    """Return the mail in a file. Raises OSError, NotAMail."""
    from django.conf import settings

    limit: int = settings.MAIL_SIZE_LIMIT
    if file == "-":
        raw = sys.stdin.buffer.read(limit + 1)
    else:
        with open(file, "rb") as opened:
            raw = opened.read(limit + 1)
    if len(raw) > limit:
        raise NotAMail(f"it is larger than {limit:,} bytes (PLANTAO_MAIL_SIZE_LIMIT)")
    if not raw.strip():
        raise NotAMail("it is empty")
    return raw


def _in_a_line(told: dict[str, Any]) -> str:
    if told["error"] is not None:
        return f"{told['file']}: not taken in: {told['error']}"
    from plantao.operate.mail_fate import in_words

    return f"{told['file']}: {'was here before; ' if told['was_here'] else ''}{in_words(told)}"
