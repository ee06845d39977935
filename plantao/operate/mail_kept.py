"""`plantao mail file`, `open`, `block`, `admit`, `blocked`: what people make of mails that are on no ticket, and of who wrote them."""

import argparse
import json
from collections.abc import Callable
from typing import TYPE_CHECKING

from plantao.operate.addresses import mail_address
from plantao.operate.rooms import open_rooms
from plantao.operate.trouble import Trouble

if TYPE_CHECKING:
    from plantao.messaging.models import BlockedSender
    from plantao.operate.ticket.acting import Desk

Parser = argparse.ArgumentParser


def file(parser: Parser) -> None:
    """Offer `file`."""
    parser.description = (
        "Files a kept mail on a ticket, as words of whoever wrote it: for the team alone unless --public. Nobody is answered."
    )
    _mail(parser)
    parser.add_argument("protocol", metavar="PROTOCOL", help="any number of the ticket")
    parser.add_argument("--public", action="store_true", help="the customer may see it")
    _acting(parser, _file, right="mail.file")


def open(parser: Parser) -> None:
    """Offer `open`."""
    parser.description = "Opens a ticket of a kept mail, as if it had been understood. Whoever wrote it is the requester."
    _mail(parser)
    parser.add_argument("--customer", metavar="CUSTOMER", help="whose it is: a name or a number; it may be set later")
    _acting(parser, _open, right="mail.open")


def block(parser: Parser) -> None:
    """Offer `block`."""
    parser.description = "Blocks a sender: what they write from now on is put away as it comes, and answered nothing. What is here stays."
    _sender(parser)
    parser.add_argument("--reason", required=True, metavar="WHY", help="why")
    _acting(parser, _block, right="mail.block")


def admit(parser: Parser) -> None:
    """Offer `admit`."""
    parser.description = "Lets a blocked sender in again. What was put away meanwhile is still there."
    _sender(parser)
    _acting(parser, _admit, right="mail.admit")


def blocked(parser: Parser) -> None:
    """Offer `blocked`."""
    parser.description = "Lists the senders whose mails are put away as they come, the last blocked first."
    parser.add_argument("--json", action="store_true", help="one JSON object a sender, each on a line of its own")
    parser.set_defaults(deed=_list, by=None, right="mail.see")


def run(options: argparse.Namespace) -> int:
    """Run one of them in one transaction; what it says is said after."""
    open_rooms()
    from plantao.operate.one_act import in_one_act
    from plantao.operate.ticket.acting import Desk

    in_one_act(lambda: options.deed(Desk(options, permission=options.right)))
    return 0


def _mail(parser: Parser) -> None:
    parser.add_argument("id", type=int, metavar="ID", help="the mail; `quarantine` and `tray` name them")


def _sender(parser: Parser) -> None:
    parser.add_argument("address", metavar="ADDRESS", help="the mail address of the sender")


def _acting(parser: Parser, deed: Callable[["Desk"], None], *, right: str) -> None:
    parser.add_argument("--by", metavar="MAIL", help="the member of staff who acts; without it, the operator of this machine")
    parser.add_argument("--json", action="store_true", help="print what came of it as one JSON object")
    parser.set_defaults(deed=deed, right=right)


def _file(desk: "Desk") -> None:
    from plantao.intake.kept import file_on
    from plantao.operate.mail_fate import arrived

    inbound = arrived(desk.options.id)
    file_on(desk.numbered(desk.options.protocol).survivor, inbound.pk, by=desk.by, at=desk.now, public=desk.options.public)
    _tell_fate(desk)


def _open(desk: "Desk") -> None:
    from plantao.intake.kept import open_for
    from plantao.operate.customer import found
    from plantao.operate.mail_fate import arrived

    inbound = arrived(desk.options.id)
    customer = None if desk.options.customer is None else found(desk.options.customer)
    open_for(customer, inbound.pk, by=desk.by, at=desk.now)
    _tell_fate(desk)


def _block(desk: "Desk") -> None:
    from plantao.messaging.models import BlockedSender

    reason = desk.options.reason.strip()
    if not reason:
        raise Trouble("say why the sender is blocked: --reason WHY")
    _tell(desk, BlockedSender.objects.block(mail_address(desk.options.address), by=desk.by, at=desk.now, reason=reason))


def _admit(desk: "Desk") -> None:
    from plantao.messaging.models import BlockedSender
    from plantao.people.addresses import Kind, key_of

    blocked = BlockedSender.objects.now().filter(key=key_of(Kind.MAIL, desk.options.address)[:320]).first()
    if blocked is None:
        raise Trouble(f"{desk.options.address[:60]!r} is not blocked; `plantao mail blocked` names who is")
    blocked.admit(by=desk.by, at=desk.now)
    _tell(desk, blocked)


def _list(desk: "Desk") -> None:
    from plantao.messaging.models import BlockedSender

    senders = list(BlockedSender.objects.now())
    for blocked in senders:
        _tell(desk, blocked)
    if not senders and not desk.options.json:
        print("No sender is blocked.")


def _tell_fate(desk: "Desk") -> None:
    from plantao.operate.mail_fate import arrived, fate, in_words

    told = fate(arrived(desk.options.id))
    print(json.dumps(told, ensure_ascii=False) if desk.options.json else f"{told['id']}: {in_words(told)}")


def _tell(desk: "Desk", blocked: "BlockedSender") -> None:
    from plantao.handbook.problems import one_line
    from plantao.operate.ticket.summary import instant

    told = {
        "sender": blocked.key,
        "since": instant(blocked.since),
        "until": instant(blocked.until),
        "by": blocked.person.mail_address if blocked.person else None,
        "reason": blocked.reason,
    }
    words = f"{told['sender']}  blocked since {told['since']}" + (f" until {told['until']}" if told["until"] else "")
    print(json.dumps(told, ensure_ascii=False) if desk.options.json else one_line(f"{words}: {blocked.reason}"))
