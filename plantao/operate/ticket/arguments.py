"""The arguments of `plantao ticket ...`, by what takes them. No Django here."""

import argparse
from collections.abc import Callable
from dataclasses import dataclass

from plantao.handbook.document import LANGUAGES

CHANNELS = ("phone", "email", "whatsapp", "telegram", "portal", "api", "monitoring", "other")
LINKS = ("related", "repeat", "disagreement", "parent")
FACTS = (
    "opened_at", "fault_started_at", "attended_at", "restored_at", "resolved_at", "cause", "responsible", "hold.since", "hold.until",
)  # fmt: skip

Parser = argparse.ArgumentParser


@dataclass(frozen=True, slots=True)
class Action:
    """
    One word after `plantao ticket`. `act` is a function of the module `module`, which is imported when it runs; `more`
    adds arguments. A verb acts on somebody's behalf, guarded by `permission`; `late`: it may be written down afterwards;
    `public`: it can be kept from the customer.
    """

    purpose: str
    module: str
    act: str
    more: Callable[[Parser], None] = lambda _parser: None
    is_verb: bool = True
    has_ticket: bool = True
    late: bool = False
    public: bool = True

    @property
    def permission(self) -> str:
        """The right that it takes, named like the verb."""
        return f"ticket.{self.act}"

    def configure(self, parser: Parser) -> None:
        """Offer the arguments."""
        if self.has_ticket:
            parser.add_argument("protocol", metavar="PROTOCOL", help="any number of the ticket")
        self.more(parser)
        parser.add_argument("--json", action="store_true", help="print the ticket as one JSON object")
        if not self.is_verb:
            return
        parser.add_argument("--by", metavar="MAIL", help="the member of staff who acts; without it, the operator of this machine")
        if self.public:
            parser.add_argument("--internal", action="store_true", help="keep it from the customer")
        if self.late:
            parser.add_argument(
                "--at", metavar="INSTANT", help="when it happened (ISO 8601; without an offset in the provider's zone); now where absent"
            )
            parser.add_argument("--late-because", metavar="WHY", default="", help="why it is written down only now")


def either(parser: Parser, name: str, *, help: str, metavar: str = "") -> None:
    """Offer something both as an argument and as an option of that name."""
    metavar = metavar or name.upper()
    parser.add_argument(name, metavar=metavar, nargs="?", help=help)
    parser.add_argument(f"--{name}", dest=f"{name}_option", metavar=metavar, help=argparse.SUPPRESS)


def showing(parser: Parser) -> None:
    parser.add_argument("--explain", action="store_true", help="explain its clocks instead, with the stretches of time that they counted")
    parser.add_argument("--language", choices=LANGUAGES, help="the language of the explanation; that of the ticket where absent")
    parser.add_argument("--at", metavar="INSTANT", help="the instant as of which they are explained; now where absent")
    parser.add_argument("--published", action="store_true", help="explain no more than the customer may see")


def text(parser: Parser) -> None:
    either(parser, "text", help="what is said; from standard input where it is absent or `-`")


def reason(parser: Parser) -> None:
    either(parser, "reason", help="why, in words; from standard input where it is absent or `-`")


def approval(parser: Parser) -> None:
    parser.add_argument("--approved-by", metavar="MAIL", help="the coordinator who approves")


def place(parser: Parser) -> None:
    parser.add_argument("--department", metavar="KEY", help="a department of the handbook")
    parser.add_argument("--item", metavar="KEY", help="an item of the handbook's catalogue; it brings its department")
    parser.add_argument("--criticality", metavar="KEY", help="a criticality of the handbook")


def opening(parser: Parser) -> None:
    text(parser)
    parser.add_argument("--subject", required=True, help="what it is about, in a line")
    parser.add_argument("--requester", metavar="MAIL", help="who asks")
    parser.add_argument("--requester-name", metavar="NAME", default="", help="their name, where nobody knows them yet")
    parser.add_argument("--customer", metavar="CUSTOMER", help="whose it is: a name or number; else the requester's")
    parser.add_argument("--service", metavar="SERVICE_ID", help="what it is about")
    place(parser)
    parser.add_argument("--channel", choices=CHANNELS, default="other", help="how they reached us (other)")
    parser.add_argument("--live", action="store_true", help="they are in a call with us right now: attended at once")
    parser.add_argument("--fault-started", metavar="INSTANT", help="since when the service is down")
    parser.add_argument("--given", metavar="FIELD=TEXT", action="append", default=[], help="what the handbook asks for, as they told it")


def listing(parser: Parser) -> None:
    parser.add_argument("--all", action="store_true", help="also those that are resolved, closed or cancelled")
    parser.add_argument("--search", metavar="TEXT", default="", help="only those that every word finds: by what was said, numbers, names")
    parser.add_argument("--department", metavar="KEY", help="only those of this department")
    parser.add_argument("--status", metavar="STATUS", help="only those in this status")
    parser.add_argument("--limit", metavar="N", type=int, help="no more than so many, the newest")


def attaching(parser: Parser) -> None:
    parser.add_argument("--attach", metavar="FILE", action="append", default=[], help="a file that goes along; may be given again")


def reply(parser: Parser) -> None:
    text(parser)
    parser.add_argument("--as-requester", action="store_true", help="these are the requester's words, not ours")
    attaching(parser)


def classify(parser: Parser) -> None:
    place(parser)
    parser.add_argument("--reason", default="", help="why the criticality changes; the requester is told")
    parser.add_argument("--consent", action="store_true", help="the requester agrees that it is lowered")
    approval(parser)


def hand_over(parser: Parser) -> None:
    reason(parser)
    parser.add_argument("--level", metavar="KEY", help="a level of the handbook")
    parser.add_argument("--department", metavar="KEY", help="a department of the handbook")


def assign(parser: Parser) -> None:
    parser.add_argument("mail", metavar="MAIL", nargs="?", help="a member of staff; nobody holds it where absent")
    parser.add_argument("--to", dest="mail_option", metavar="MAIL", help=argparse.SUPPRESS)


def hold(parser: Parser) -> None:
    either(parser, "reason", metavar="KEY", help="a hold of the handbook, such as awaiting_customer")
    either(parser, "question", help="what is asked, if anything (`-` reads standard input); the hold counts from the question's delivery")
    parser.add_argument("--asked-of", metavar="MAIL", help="who is asked, where it is not the requester")
    parser.add_argument("--until", metavar="INSTANT", help="how long it is meant to last")
    attaching(parser)
    approval(parser)


def resume(parser: Parser) -> None:
    either(parser, "reason", metavar="KEY", help="which hold ends; where only one is open, that one")


def contest_hold(parser: Parser) -> None:
    parser.add_argument("hold", metavar="KEY", help="the hold's reason, the latest such hold; or its number")
    reason(parser)


def cancel_hold(parser: Parser) -> None:
    contest_hold(parser)
    approval(parser)


def restore(parser: Parser) -> None:
    parser.add_argument("--fault-started", metavar="INSTANT", help="since when the service was down")


def resolve(parser: Parser) -> None:
    parser.add_argument("--cause", metavar="KEY", default="", help="a cause of the handbook")
    parser.add_argument("--responsible", metavar="KEY", default="", help="who was the cause, of those the handbook names")
    either(parser, "done", metavar="TEXT", help="what was done (`-` reads standard input); the requester is told")
    parser.add_argument("--restored-at", metavar="INSTANT", help="when the service was back")


def disagree(parser: Parser) -> None:
    text(parser)
    parser.add_argument("--channel", choices=CHANNELS, default="other", help="how they told us (other)")


def not_a_contact(parser: Parser) -> None:
    parser.add_argument("--undo", action="store_true", help="it was a contact after all")


def link(parser: Parser) -> None:
    parser.add_argument("other", metavar="OTHER", help="the other ticket's number")
    parser.add_argument("--kind", choices=LINKS, default="related", help="what PROTOCOL is to OTHER; parent: OTHER is its parent")


def merge(parser: Parser) -> None:
    either(parser, "into", metavar="OTHER", help="the ticket in which the matter goes on")


def split(parser: Parser) -> None:
    parser.add_argument("entries", metavar="ENTRY", nargs="+", type=int, help="what is split off: numbers as `show --json` names them")
    parser.add_argument("--subject", required=True, help="what the new ticket is about")


def mail(parser: Parser) -> None:
    parser.add_argument("mail", metavar="MAIL", help="the person's mail address")


def correct(parser: Parser) -> None:
    parser.add_argument("fact", metavar="FACT", choices=FACTS, help=f"one of {', '.join(FACTS)}")
    parser.add_argument("after", metavar="AFTER", help="what it should be: an instant, or a key of the handbook")
    reason(parser)
    parser.add_argument("--hold", metavar="KEY", help="whose instant it is: the hold's reason, the latest such hold; or its number")
    approval(parser)


def promise(parser: Parser) -> None:
    parser.add_argument("due", metavar="INSTANT", help="by when we are back")


def complete(parser: Parser) -> None:
    parser.add_argument("given", metavar="FIELD=TEXT", nargs="+", help="what the handbook asks for, as it was told")


def describe(parser: Parser) -> None:
    parser.add_argument("text", metavar="TEXT", help="what they say; `-` reads standard input")
    parser.add_argument("--subject", metavar="TEXT", default="", help="what it is about, in one line, where nobody had said anything yet")


def customer(parser: Parser) -> None:
    parser.add_argument("customer", metavar="CUSTOMER", help="a name or number")


def requester(parser: Parser) -> None:
    parser.add_argument("requester", metavar="MAIL", help="the person's mail address")
    parser.add_argument("--requester-name", metavar="NAME", default="", help="their name, where nobody knows them yet")


def service(parser: Parser) -> None:
    parser.add_argument("service", metavar="SERVICE_ID", help="the service's number")


def add_contact(parser: Parser) -> None:
    parser.add_argument("text", metavar="TEXT", nargs="?", help="what they said, if anything; `-` reads standard input")
    parser.add_argument("--channel", choices=CHANNELS, default="other", help="how they reached us (other)")


def pass_to_vendor(parser: Parser) -> None:
    parser.add_argument("--vendor", required=True, metavar="NAME", help="who is asked")
    parser.add_argument("--reference", default="", help="the vendor's own number")
    parser.add_argument("--mail", default="", help="where they write from: their mails are filed here")
    parser.add_argument("--contact", action="append", default=[], help="whom to chase, in order")
    parser.add_argument("--chase-at", metavar="INSTANT", help="when to ask again")
    parser.add_argument("--text", default="", help="what they were told; internal")


def case(parser: Parser) -> None:
    parser.add_argument("--case", type=int, metavar="N", help="the vendor case; the latest where absent")


def chase(parser: Parser) -> None:
    case(parser)
    parser.add_argument("--chase-at", metavar="INSTANT", help="when to ask again")
    parser.add_argument("--reference", default="", help="the vendor's own number")
    parser.add_argument("--text", default="", help="what they were told; internal")


def hear(parser: Parser) -> None:
    text(parser)
    case(parser)


def forecast(parser: Parser) -> None:
    parser.add_argument("due", metavar="INSTANT", help="by when it is done, they say")
    case(parser)
