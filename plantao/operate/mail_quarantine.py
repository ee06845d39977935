"""`plantao mail quarantine`: what could not be worked on; looked at, tried again, put away."""

import argparse
import json
import sys
from typing import Any

from plantao.handbook.problems import one_line
from plantao.operate.rooms import open_rooms
from plantao.operate.trouble import Trouble


def configure(parser: argparse.ArgumentParser) -> None:
    parser.description = "Lists the mails that could not be worked on, with the reason. Each is kept whole, and stops no other."
    parser.add_argument("--json", action="store_true", help="one JSON object a mail, each on a line of its own")
    parser.set_defaults(deed=_list)
    deeds = parser.add_subparsers(metavar="ACTION", parser_class=argparse.ArgumentParser)
    _deed(deeds, "list", _list, "list them (as without an action)")
    retry = _deed(deeds, "retry", _retry, "work on them again, and say what became of each")
    retry.add_argument("ids", nargs="*", type=int, metavar="ID", help="which; the list names them")
    retry.add_argument("--all", action="store_true", help="everything that is in quarantine")
    retry.add_argument("--wait", type=float, default=30.0, metavar="SECONDS", help="how long to wait for each to be worked on (30)")
    discard = _deed(deeds, "discard", _discard, "put one away for good; its original stays")
    discard.add_argument("id", type=int, metavar="ID", help="which; also one of the tray")
    discard.add_argument("--reason", required=True, metavar="WHY", help="why")
    show = _deed(deeds, "show", _show, "show one: why it is here, what it says, or its original")
    show.add_argument("id", type=int, metavar="ID", help="which; also one of the tray")
    show.add_argument("--original", action="store_true", help="print the mail as it came, byte by byte")


def run(options: argparse.Namespace) -> int:
    open_rooms()
    return int(options.deed(options))


def _deed(deeds: Any, name: str, deed: Any, purpose: str) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = deeds.add_parser(name, help=purpose, description=purpose[0].upper() + purpose[1:] + ".")
    parser.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help="one JSON object a mail")
    parser.set_defaults(deed=deed)
    return parser


def _list(options: argparse.Namespace) -> int:
    from plantao.messaging import quarantine
    from plantao.operate.mail_fate import looked_at
    from plantao.operate.ticket.summary import instant

    is_empty = True
    for inbound in quarantine.quarantined().iterator(chunk_size=50):
        is_empty = False
        told = {**looked_at(inbound), "tries": inbound.attempts, "since": instant(inbound.dead_at), "reason": inbound.last_error}
        print(json.dumps(told, ensure_ascii=False) if options.json else _as_entry(told), flush=True)
    if is_empty and not options.json:
        print("Nothing is in quarantine.")
    return 0


def _as_entry(told: dict[str, Any]) -> str:
    from plantao.operate.mail_fate import in_one_line

    return f"{in_one_line(told)}\n    {one_line(told['reason'])} (tried {told['tries']} times)"


def _retry(options: argparse.Namespace) -> int:
    from plantao import clock
    from plantao.events.actor import OPERATOR
    from plantao.messaging import quarantine
    from plantao.messaging.models import Inbound
    from plantao.operate.mail_fate import fate, in_words, settle

    if bool(options.ids) == options.all:
        raise Trouble("say which to try again: their IDs, or --all")
    ids = list(quarantine.quarantined().values_list("pk", flat=True)) if options.all else list(dict.fromkeys(options.ids))
    for wanted in ids:
        _must_be_in_quarantine(wanted)
    quarantine.retry(ids, by=OPERATOR, at=clock.now())
    is_well = True
    for inbound in (Inbound.objects.get(pk=each) for each in ids):
        settle(inbound, within=options.wait)
        told = fate(inbound)
        print(json.dumps(told, ensure_ascii=False) if options.json else f"{told['id']}: {in_words(told)}", flush=True)
        is_well = is_well and told["result"] != "quarantined"
    if not ids and not options.json:
        print("Nothing is in quarantine.")
    return 0 if is_well else 1


def _discard(options: argparse.Namespace) -> int:
    from plantao import clock
    from plantao.events.actor import OPERATOR
    from plantao.messaging import quarantine
    from plantao.operate.mail_fate import arrived, fate, in_words

    why = options.reason.strip()
    if not why:
        raise Trouble("say why it is put away: --reason WHY")
    inbound = arrived(options.id)
    quarantine.discard(inbound.pk, by=OPERATOR, at=clock.now(), why=why)
    inbound.refresh_from_db()
    told = fate(inbound)
    print(json.dumps(told, ensure_ascii=False) if options.json else f"{told['id']}: {in_words(told)}")
    return 0


def _show(options: argparse.Namespace) -> int:
    from plantao.mail.reading import safely_read
    from plantao.operate.mail_fate import arrived, fate, in_words, looked_at
    from plantao.operate.mail_read import as_json, as_page

    inbound = arrived(options.id)
    raw = inbound.original.read()
    if options.original:
        sys.stdout.buffer.write(raw)
        sys.stdout.buffer.flush()
        return 0
    name = f"message {inbound.pk}"
    told = {**looked_at(inbound), **fate(inbound), "envelope": inbound.envelope}
    if options.json:
        print(json.dumps({**told, "mail": as_json(safely_read(raw), file=name)}, ensure_ascii=False))
    else:
        print(f"{name}, {told['received_at']}, {told['size']:,} bytes: {in_words(told)}\n")
        print(as_page(safely_read(raw), file="What it says:"))
    return 0


def _must_be_in_quarantine(wanted: int) -> None:
    from plantao.messaging import quarantine
    from plantao.operate.mail_fate import LARGEST_ID

    if not (0 < wanted <= LARGEST_ID and quarantine.quarantined().filter(pk=wanted).exists()):
        raise Trouble(f"{wanted} is not in quarantine; `plantao mail quarantine` names what is")
