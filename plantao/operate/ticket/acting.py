"""Who acts at the command line, when, on which ticket; and what is printed of it."""

import argparse
import json
import sys
from collections.abc import Callable
from datetime import datetime
from typing import Any

from plantao import clock
from plantao.agreements.queries import in_force
from plantao.directory.models import Contact, Service
from plantao.events.actor import OPERATOR, Actor, ActorKind
from plantao.operate.addresses import mail_address
from plantao.operate.instants import read_instant
from plantao.operate.ticket.attaching import attached
from plantao.operate.ticket.summary import in_one_line, summary
from plantao.operate.trouble import Trouble
from plantao.people.addresses import Kind
from plantao.people.models import Person
from plantao.staff.models import Agent
from plantao.tickets.models import File, Hold, Late, Ticket, Words
from plantao.work.acting import run_retrying

Act = Callable[["Desk"], Ticket]


class Desk:
    """
    One act at the command line: its options, and the people, tickets and instants that they name.

    `permission` is what a member of staff needs who is named by `--by`. Raises NotOfStaff, LacksTheRight.
    """

    def __init__(self, options: argparse.Namespace, *, permission: str) -> None:
        self.options = options
        self.now = clock.now()
        self.by = OPERATOR if options.by is None else self._agent_who_may(permission)

    def do(self, act: Act) -> None:
        """Run it in a transaction, again where the database asks for that; print the ticket as it is then."""
        ticket = run_retrying(lambda: act(self))
        ticket.refresh_from_db()
        print(json.dumps(summary(ticket), ensure_ascii=False) if self.options.json else in_one_line(ticket))

    @property
    def how(self) -> dict[str, Any]:
        """By whom and when, and whether the customer may know; as every verb asks it."""
        said: dict[str, Any] = {"by": self.by, "at": self.instant("at") or self.now}
        if hasattr(self.options, "internal"):
            said["public"] = not self.options.internal
        if said["at"] != self.now:
            said["late"] = Late(self.now, self.options.late_because)
        return said

    @property
    def ticket(self) -> Ticket:
        """The ticket that answers for the number."""
        return self.numbered(self.options.protocol)

    def numbered(self, protocol: str) -> Ticket:
        """Return the ticket that answers for a number. Raises Trouble where there is none."""
        try:
            return Ticket.objects.by_protocol(protocol)
        except Ticket.DoesNotExist:
            raise Trouble(f"there is no ticket {protocol[:40]!r}; `plantao ticket list --all` names them") from None

    def instant(self, option: str) -> datetime | None:
        """Return the instant of an option; None where it is absent."""
        text: str | None = getattr(self.options, option, None)
        return None if text is None else self._instant(text, f"--{option.replace('_', '-')}")

    def needed_instant(self, argument: str) -> datetime:
        """Return the instant of an argument that is always there."""
        return self._instant(getattr(self.options, argument), argument.upper())

    def said(self, name: str) -> str:
        """Return words that were given as an argument, as an option or, where they are absent or `-`, on standard input."""
        given = self.option(name)
        if given not in (None, "-"):
            return str(given)
        if given is None and sys.stdin.isatty():
            raise Trouble(f"say something: as {name.upper()}, or on standard input")
        setattr(self.options, name, sys.stdin.buffer.read().decode("utf-8", "replace"))
        return str(getattr(self.options, name))

    def said_perhaps(self, name: str) -> str:
        """Return words that need not be given: "" where they are absent."""
        return "" if self.option(name) is None else self.said(name)

    def option(self, name: str) -> str | None:
        """Return what was given as an argument or as an option of that name."""
        given: str | None = getattr(self.options, name)
        return getattr(self.options, f"{name}_option", None) if given is None else given

    def words(self, name: str = "text") -> Words:
        """Return words as a verb takes them, with the files that go along."""
        return Words(self.said(name), files=self.files)

    @property
    def files(self) -> tuple[File, ...]:
        """The files that go along."""
        return tuple(attached(file) for file in getattr(self.options, "attach", ()))

    def approver(self) -> Actor | None:
        """Return who approves, as the options say."""
        mail: str | None = self.options.approved_by
        return None if mail is None else Agent.objects.serving_at(mail).actor

    def hold_id(self, named: str | None) -> int:
        """Return the hold of the ticket that a number, or a reason (the latest such hold), names."""
        holds = Hold.objects.filter(ticket=self.ticket)
        number = int(named) if named and named.isdecimal() and len(named) < 18 else 0
        hold = (holds.filter(pk=number) if number else holds.filter(reason=named or "")).last()
        if hold is None:
            raise Trouble(f"the ticket never had a hold {named!r}; it had: {', '.join(sorted({each.reason for each in holds})) or 'none'}")
        return hold.pk

    def person(self, mail: str, *, name: str | None = None) -> Person:
        """Return who is reached there; where nobody is, make them, if a `name` may be given (it may be "")."""
        found = Person.objects.at_address(Kind.MAIL, mail)
        if found is not None:
            return found
        if name is None or "@" not in mail:
            raise Trouble(f"nobody is known at {mail!r}")
        made, _ = Person.objects.known_at(Kind.MAIL, mail_address(mail), name=name, at=self.now)
        return made

    def service(self, wanted: str) -> Service:
        """Return the service of that Service ID."""
        found = Service.objects.filter(service_id__iexact=wanted.strip()).first()
        if found is None:
            raise Trouble(f"there is no service {wanted!r}")
        return found

    def as_requester(self, ticket: Ticket) -> Actor:
        """Return the ticket's requester as the one who speaks."""
        if ticket.requester is None:
            raise Trouble("the ticket has no requester")
        is_contact = Contact.objects.live().filter(person=ticket.requester, customer=ticket.customer).exists()
        return Actor(ActorKind.CONTACT if is_contact else ActorKind.STRANGER, ticket.requester.pk)

    def fields(self, given: list[str]) -> dict[str, str]:
        """Return FIELD=TEXT arguments as a mapping."""
        for each in given:
            if "=" not in each:
                raise Trouble(f"{each[:60]!r}: write FIELD=TEXT")
        return dict(each.split("=", 1) for each in given)

    def _instant(self, text: str, option: str) -> datetime:
        return read_instant(text, option=option, zone=in_force(self.now).handbook.provider.time_zone)

    def _agent_who_may(self, permission: str) -> Actor:
        return Agent.objects.acting_at(self.options.by, permission=permission).actor
