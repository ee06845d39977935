"""`plantao staff ...`: who answers for the provider, until the desk has its page for it."""

import argparse
import json
from datetime import datetime
from typing import TYPE_CHECKING

from plantao import clock
from plantao.operate.addresses import mail_address
from plantao.operate.choosing import choices, chosen, in_words, offer_choices
from plantao.operate.one_act import in_one_act
from plantao.operate.rooms import open_rooms
from plantao.operate.trouble import Trouble

if TYPE_CHECKING:
    from plantao.staff.models import Agent

RIGHTS = ("agent", "coordinator", "administrator")


def configure(parser: argparse.ArgumentParser) -> None:
    """Offer every action."""
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    add = actions.add_parser("add", help="take somebody in as staff", description="take somebody in as staff")
    add.add_argument("mail", metavar="MAIL", help="the person's mail address")
    add.add_argument("--name", default="", help="the person's name")
    add.add_argument("--right", choices=RIGHTS, default="agent", help="what they are trusted with; each includes those before it (agent)")
    add.add_argument(
        "--department", action="append", default=[], metavar="KEY", help="a department of the handbook; all where none is named"
    )
    add.add_argument("--level", default="", metavar="KEY", help="a level of the handbook")
    offer_choices(add)
    change = actions.add_parser("set", help="say how somebody is to be told", description="say how somebody is to be told")
    change.add_argument("mail", metavar="MAIL", help="the person's mail address")
    offer_choices(change)
    invite = actions.add_parser(
        "invite",
        help="send somebody a link to set their own way in, and print it",
        description="send somebody of the staff a link, good once and for a day, by which they set their own password; print it, too",
    )
    invite.add_argument("mail", metavar="MAIL", help="the person's mail address")
    invite.add_argument(
        "--forget-factors",
        action="store_true",
        help="passkeys and codes are lost: remove them and the password, end every session; new ones are asked for",
    )
    disable = actions.add_parser("disable", help="somebody no longer answers", description="somebody no longer answers for the provider")
    disable.add_argument("mail", metavar="MAIL", help="the person's mail address")
    listing = actions.add_parser("list", help="list the staff, one a line", description="list the staff, one a line")
    listing.add_argument("--json", action="store_true", help="as JSON lines")


def run(options: argparse.Namespace) -> int:
    """Run one action in one transaction and return the exit status."""
    open_rooms()
    act = {"add": _add, "set": _set, "invite": _invite, "disable": _disable, "list": _list}[options.action]
    in_one_act(lambda: act(options, clock.now()))
    return 0


def _add(options: argparse.Namespace, at: datetime) -> None:
    from plantao.events.actor import DESK
    from plantao.people.addresses import Kind
    from plantao.people.models import Person
    from plantao.staff.models import Agent
    from plantao.staff.permissions import Right

    person = Person.objects.at_address(Kind.MAIL, options.mail)
    if person and Agent.objects.filter(person=person).exists():
        raise Trouble(f"{options.mail} is staff already")
    if person is None:
        person, _ = Person.objects.known_at(Kind.MAIL, mail_address(options.mail), name=options.name, at=at, is_verified=True)
    agent = Agent.objects.add(person, by=DESK, at=at, rights=(Right(options.right),), departments=options.department, level=options.level)
    agent.choose(by=DESK, at=at, **choices(options))
    print(f"{options.mail} is staff: {options.right}")


def _set(options: argparse.Namespace, at: datetime) -> None:
    from plantao.events.actor import DESK

    agent = _found(options.mail)
    agent.choose(by=DESK, at=at, **choices(options))
    print(f"{options.mail}\t{in_words(agent.person)}")


def _invite(options: argparse.Namespace, at: datetime) -> None:
    from plantao.accounts.second_factor import forget_all_of
    from plantao.events.actor import DESK
    from plantao.people.access import link_to_get_in

    agent = _found(options.mail)
    if options.forget_factors:
        forget_all_of(agent.person)  # before the link is written, which is for the password that is there
    agent.invite(by=DESK, at=at)
    print(link_to_get_in(agent.person))


def _disable(options: argparse.Namespace, at: datetime) -> None:
    from plantao.events.actor import DESK

    agent = _found(options.mail)
    agent.disable(by=DESK, at=at)
    print(f"{options.mail} is no longer staff")


def _list(options: argparse.Namespace, at: datetime) -> None:
    from plantao.staff.models import Agent

    for agent in Agent.objects.filter(disabled_at=None).select_related("person").prefetch_related("person__addresses"):
        facts = {
            "name": agent.person.name,
            "mail": agent.person.mail_address,
            "rights": agent.rights,
            "departments": agent.departments,
            "level": agent.level,
            **chosen(agent.person),
        }
        print(json.dumps(facts, ensure_ascii=False) if options.json else f"{facts['mail']}\t{agent.person.name}\t{' '.join(agent.rights)}")


def _found(mail: str) -> "Agent":
    from plantao.staff.models import Agent

    return Agent.objects.serving_at(mail)
