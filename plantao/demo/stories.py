"""What happens to a ticket of the demonstration, from the first contact to the end, as it goes at a small provider."""

from collections.abc import Generator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from plantao.demo import vendors
from plantao.demo.agenda import Story
from plantao.demo.arrivals import about
from plantao.demo.cast import Client
from plantao.demo.desk import Desk, ticket_of
from plantao.demo.letters import AUTOMATIC
from plantao.demo.matters import ANSWERED, ATTENDED, DISAGREES, PROGRESS, QUESTION, THANKS, Matter
from plantao.messaging.models import Inbound
from plantao.rules.ticket_lifecycle import OPEN, Status
from plantao.staff.models import Agent
from plantao.tickets.models import Ticket
from plantao.tickets.models.hold import AWAITING_CUSTOMER

PATIENCE = (4, 30, 150, 500)
"""Minutes until somebody takes a ticket in hand, by its rank."""

SLOW = 9
"""How many times longer it takes when it is overlooked."""

Part = Generator[timedelta, datetime, datetime]
"""A part of a story; returns the instant at which it ends."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stories:
    """Every story that there is. Chance comes from `random` alone."""

    desk: Desk
    random: Random
    zone: ZoneInfo

    def by_mail(self, client: Client, matter: Matter) -> Story:
        """A contact writes, and the matter takes its course."""
        at = yield timedelta()
        inbound = self._written(client, matter, at=at)
        yield self.patience(matter, at=at)
        ticket = ticket_of(inbound)
        if ticket is not None:
            yield from self.treated(ticket, client, matter)

    def by_phone(self, client: Client, matter: Matter) -> Story:
        """A contact calls: attended at once."""
        at = yield timedelta()
        service_id = self.random.choice(client.services).service_id
        ticket = self.desk.call(client, matter, service_id, by=self.desk.someone(self.random), at=at)
        yield from self.treated(ticket, client, matter)

    def treated(self, ticket: Ticket, client: Client, matter: Matter) -> Story:
        """Somebody takes a ticket in hand, and ends it, after whatever comes between."""
        random, desk = self.random, self.desk
        agent = desk.someone(random)
        at = yield about(random, minutes=2)
        if not is_open(ticket):
            return
        desk.take(ticket, matter, by=agent, at=at)
        desk.say(ticket, ATTENDED[client.language], by=agent, at=at)
        chance = random.random()
        if matter.responsible == "vendor" or chance < 0.1:
            at = yield from vendors.with_a_vendor(desk, ticket, client, by=agent, random=random)
        elif chance < 0.3 and AWAITING_CUSTOMER in desk.handbook.holds:
            at = yield from self._with_a_question(ticket, client, agent)
        elif chance < 0.4 and len(desk.handbook.levels) > 1:
            at = yield about(random, minutes=40)
            if is_open(ticket):
                desk.hand_over(ticket, by=agent, at=at)
        yield from self._repaired(ticket, client, matter, agent)

    def unfiled(self) -> Story:
        """A machine writes: nobody answers, and it opens nothing."""
        at = yield timedelta()
        client = self.random.choice(self.desk.cast.clients)
        headers = dict(self.random.choice(AUTOMATIC))
        subject, text = headers.pop("subject"), headers.pop("text")
        self.desk.mail(sender=client.mail, name=client.person.name, subject=subject, text=text, at=at, **headers)

    def stranger(self) -> Story:
        """Somebody writes whom nobody knows: with a question, or to sell something."""
        at = yield timedelta()
        number = self.random.randrange(1000)
        name, sender = f"Contato {number}", f"contato{number}@desconhecido{number % 7}.example"
        if sells := self.random.random() < 0.5:
            subject, text = "Proposta comercial imperdível", "Temos a melhor lista de contatos do setor."
        else:
            subject, text = QUESTION.subject["pt-br"], QUESTION.text["pt-br"]
        inbound = self.desk.mail(sender=sender, name=name, subject=subject, text=text, at=at)
        at = yield about(self.random, minutes=120)
        ticket, agent = ticket_of(inbound), self.desk.someone(self.random)
        if ticket is None or not is_open(ticket):
            return
        if sells:
            self.desk.not_a_contact(ticket, by=agent, at=at)
        else:
            self.desk.say(ticket, QUESTION.done["pt-br"], by=agent, at=at)
            at = yield about(self.random, minutes=20)
            if is_open(ticket):
                self.desk.resolve(ticket, QUESTION, language="pt-br", by=agent, at=at)

    def mass_incident(self, clients: list[tuple[timedelta, Client]], matter: Matter) -> Story:
        """Many write of one fault: a parent is opened, each gets its child's news, each is restored at its own instant."""
        at = yield timedelta()
        begun, written = at, []
        for after, client in clients:
            at = yield max(timedelta(), begun + after - at)
            written.append((client, self._written(client, matter, at=at)))
        agent = self.desk.someone(self.random)
        at = yield about(self.random, minutes=6)
        parent = self.desk.open_parent(matter, by=agent, at=at)
        children = [(client, ticket) for client, inbound in written if (ticket := ticket_of(inbound)) and is_open(ticket)]
        for client, ticket in children:
            at = yield timedelta(seconds=40)
            self.desk.make_child(ticket, parent, by=agent, at=at)
            self.desk.say(ticket, ATTENDED[client.language], by=agent, at=at)
        at = yield about(self.random, minutes=matter.hours * 60)
        for client, ticket in children:
            if is_open(ticket):
                self.desk.resolve(ticket, matter, language=client.language, by=agent, at=at)
            at = yield about(self.random, minutes=4)
        if is_open(parent):
            self.desk.resolve(parent, matter, language=self.desk.handbook.default_language, by=agent, at=at)

    def patience(self, matter: Matter, *, at: datetime) -> timedelta:
        """Return how long a ticket waits for somebody: longer at night, and much longer where it is overlooked."""
        factor = (1.7 if at.astimezone(self.zone).hour < 7 else 1.0) * (SLOW if self.random.random() < 0.08 else 1)
        return about(self.random, minutes=PATIENCE[matter.rank] * factor)

    def _written(self, client: Client, matter: Matter, *, at: datetime) -> Inbound:
        service_id = self.random.choice(client.services).service_id
        subject = self.desk.subject(matter, client, service_id, says_how_grave=self.random.random() < 0.4)
        text = matter.text[client.language].format(service=service_id)
        return self.desk.mail(sender=client.mail, name=client.person.name, subject=subject, text=text, at=at)

    def _with_a_question(self, ticket: Ticket, client: Client, agent: Agent) -> Part:
        """The customer is asked, and answers late, or never."""
        at = yield about(self.random, minutes=15)
        if not is_open(ticket):
            return at
        self.desk.ask(ticket, client, by=agent, at=at)
        if self.random.random() < 0.15:
            at = yield about(self.random, minutes=1)
            self.desk.answer(ticket, client, AUTOMATIC[0]["text"], at=at, **{"Auto-Submitted": "auto-replied"})
        if self.random.random() < 0.2:
            return (yield timedelta(days=12))  # never: the handbook ends it
        at = yield about(self.random, minutes=200)
        self.desk.answer(ticket, client, ANSWERED[client.language], at=at)
        return at

    def _repaired(self, ticket: Ticket, client: Client, matter: Matter, agent: Agent) -> Story:
        at = yield about(self.random, minutes=matter.hours * 30)
        if is_open(ticket) and self.random.random() < 0.5:
            self.desk.say(ticket, PROGRESS[client.language], by=agent, at=at)
        at = yield about(self.random, minutes=matter.hours * 30)
        if not is_open(ticket):
            return
        self.desk.resolve(ticket, matter, language=client.language, by=agent, at=at)
        at = yield about(self.random, minutes=90)
        chance = self.random.random()
        if not is_now(ticket, Status.RESOLVED):
            return
        if chance < 0.2:
            self.desk.confirm(ticket, client, at=at)
        elif chance < 0.3:
            self.desk.answer(ticket, client, THANKS[client.language], at=at)
        elif chance < 0.36:
            again = self.desk.disagree(ticket, client, DISAGREES[client.language], at=at)
            yield self.patience(matter, at=at)
            yield from self.treated(again, client, matter)


def is_open(ticket: Ticket) -> bool:
    """Read the ticket again, and return whether somebody still has work to do on it."""
    ticket.refresh_from_db()
    return Status(ticket.status) in OPEN


def is_now(ticket: Ticket, status: Status) -> bool:
    """Read the ticket again, and return whether it stands there."""
    ticket.refresh_from_db()
    return Status(ticket.status) is status
