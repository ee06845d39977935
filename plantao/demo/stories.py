"""What happens to a ticket of the demonstration, from the first contact to the end, as it goes at a small provider."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from plantao.demo import vendors
from plantao.demo.agenda import Part, Story
from plantao.demo.arrivals import about
from plantao.demo.cast import Client
from plantao.demo.desk import Desk, ticket_of
from plantao.demo.letters import AUTOMATIC
from plantao.demo.matters import ANSWERED, AROUND, ATTENDED, DISAGREES, PROGRESS, QUESTION, THANKS, Matter
from plantao.messaging.models import Inbound
from plantao.rules.ticket_lifecycle import OPEN, Status
from plantao.staff.models import Agent
from plantao.tickets.models import Ticket
from plantao.tickets.models.hold import AWAITING_CUSTOMER

PATIENCE = (2.5, 7, 12, 18)
"""Minutes until somebody takes a ticket in hand, by its rank."""

OFFICES = ("finance", "sales")
"""Whose work waits until they are there."""

SLOW = 10
"""How many times longer it takes when it is overlooked."""

OVERLOOKED = 0.06
"""How often that happens."""

TELLS_EVERY = timedelta(minutes=48)
"""How often whoever works on something grave tells the customer how it stands."""

DESK_OPENS, DESK_CLOSES, FRIDAY = 8, 18, 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Stories:
    """Every story that there is. Chance comes from `random` alone."""

    desk: Desk
    random: Random
    zone: ZoneInfo

    def by_mail(self, client: Client, matter: Matter) -> Story:
        """A contact writes, and the matter takes its course."""
        at = yield timedelta()
        inbound = self.written(client, matter, at=at)
        at = yield self.patience(matter, at=at)
        ticket = ticket_of(inbound)
        if ticket is None:
            return
        if matter.job in OFFICES and is_open(ticket):
            self.desk.sort(ticket, matter, by=self.someone("analyst"), at=at)
            at = yield self._until_the_office_opens(at) + about(self.random, minutes=PATIENCE[matter.rank])
        yield from self.treated(ticket, client, matter, at=at)

    def by_phone(self, client: Client, matter: Matter) -> Story:
        """A contact calls: attended at once."""
        at = yield timedelta()
        service_id = self.random.choice(client.services).service_id
        ticket = self.desk.call(client, matter, service_id, by=self.someone("analyst"), at=at)
        yield from self.treated(ticket, client, matter, at=at)

    def treated(self, ticket: Ticket, client: Client, matter: Matter, *, at: datetime) -> Story:
        """Somebody takes a ticket in hand, and ends it, after whatever comes between."""
        random, desk = self.random, self.desk
        agent = self.someone(matter.job)
        if not is_open(ticket):
            return
        desk.take(ticket, matter, by=agent, at=at)
        desk.say(ticket, ATTENDED[client.language], by=agent, at=at)
        chance = random.random()
        if matter.responsible == "vendor" and desk.handbook.holds:
            at = yield from self._around(ticket, client, agent, matter)
            at = yield from vendors.with_a_vendor(desk, ticket, client, by=agent, random=random)
        elif chance < 0.3 and matter.rank > 1 and AWAITING_CUSTOMER in desk.handbook.holds:
            at = yield from self._with_a_question(ticket, client, agent)
        elif chance < 0.45 and matter.job == "analyst" and matter.rank < 3 and len(desk.handbook.levels) > 1:
            at = yield about(random, minutes=10)
            if is_open(ticket):
                agent = self.someone("engineer")
                desk.hand_over(ticket, to=agent, at=at)
        yield from self._ended(ticket, client, matter, agent, at=at)

    def unfiled(self) -> Story:
        """A machine writes: nobody answers, and it opens nothing."""
        at = yield timedelta()
        client = self.random.choice(self.desk.cast.clients)
        headers = dict(self.random.choice(AUTOMATIC))
        subject, text = headers.pop("subject"), headers.pop("text")
        self.desk.mail(sender=client.mail, name=client.person.name, subject=subject, text=text, at=at, **headers)

    def stranger(self, *, sells: bool) -> Story:
        """Somebody writes whom nobody knows: with a question, or to sell something."""
        at = yield timedelta()
        number = self.random.randrange(1000)
        name, sender = f"Contato {number}", f"contato{number}@desconhecido{number % 7}.example"
        if sells:
            subject, text = "Proposta comercial imperdível", "Temos a melhor lista de contatos do setor."
        else:
            subject, text = QUESTION.subject["pt-br"], QUESTION.text["pt-br"]
        inbound = self.desk.mail(sender=sender, name=name, subject=subject, text=text, at=at)
        at = yield about(self.random, minutes=15)
        ticket, agent = ticket_of(inbound), self.someone("analyst")
        if ticket is None or not is_open(ticket):
            return
        if sells:
            self.desk.not_a_contact(ticket, by=agent, at=at)
        else:
            self.desk.take(ticket, QUESTION, by=agent, at=at)
            self.desk.say(ticket, QUESTION.done["pt-br"], by=agent, at=at)
            at = yield about(self.random, minutes=20)
            if is_open(ticket):
                self.desk.resolve(ticket, QUESTION, language="pt-br", by=agent, at=at)

    def patience(self, matter: Matter, *, at: datetime) -> timedelta:
        """Return how long a ticket waits for somebody: longer at night, and much longer where it is overlooked."""
        overlooked = SLOW if self.random.random() < OVERLOOKED else 1
        factor = (1.7 if at.astimezone(self.zone).hour < 7 else 1.0) * overlooked
        return about(self.random, minutes=PATIENCE[matter.rank] * factor)

    def written(self, client: Client, matter: Matter, *, at: datetime, says_how_grave: bool | None = None) -> Inbound:
        """Let a contact write of a matter."""
        service_id = self.random.choice(client.services).service_id
        by_chance = self.random.random() < 0.4
        subject = self.desk.subject(matter, client, service_id, says_how_grave=by_chance if says_how_grave is None else says_how_grave)
        text = matter.text[client.language].format(service=service_id)
        return self.desk.mail(sender=client.mail, name=client.person.name, subject=subject, text=text, at=at)

    def someone(self, job: str) -> Agent:
        """Return who happens to be at work."""
        return self.random.choice(self.desk.cast.agents[job])

    def _until_the_office_opens(self, at: datetime) -> timedelta:
        local = at.astimezone(self.zone)
        opens = local
        if opens.hour >= DESK_CLOSES:
            opens = (opens + timedelta(days=1)).replace(hour=0)
        while opens.weekday() > FRIDAY:
            opens = (opens + timedelta(days=1)).replace(hour=0)
        return max(timedelta(), opens.replace(hour=max(DESK_OPENS, opens.hour)) - local)

    def _around(self, ticket: Ticket, client: Client, agent: Agent, matter: Matter) -> Part[datetime]:
        """Mostly the traffic goes around what is broken before the vendor has mended it: the service is back, the work goes on."""
        at = yield about(self.random, minutes=matter.hours * 60)
        if is_open(ticket) and self.random.random() < 0.85:
            self.desk.restore(ticket, AROUND[client.language], by=agent, at=at)
        return at

    def _with_a_question(self, ticket: Ticket, client: Client, agent: Agent) -> Part[datetime]:
        """The customer is asked, and answers late, or never."""
        at = yield about(self.random, minutes=6)
        if not is_open(ticket):
            return at
        self.desk.ask(ticket, client, by=agent, at=at)
        if self.random.random() < 0.15:
            at = yield about(self.random, minutes=1)
            self.desk.answer(ticket, client, AUTOMATIC[0]["text"], at=at, **{"Auto-Submitted": "auto-replied"})
        if self.random.random() < 0.12:
            return (yield timedelta(days=12))  # never: the handbook ends it
        at = yield about(self.random, minutes=35)
        self.desk.answer(ticket, client, ANSWERED[client.language], at=at)
        return at

    def _ended(self, ticket: Ticket, client: Client, matter: Matter, agent: Agent, *, at: datetime) -> Story:
        takes = about(self.random, minutes=matter.hours * 60)
        if matter.job in OFFICES:
            takes += self._until_the_office_opens(at + takes)
        done_at = at + takes
        while matter.rank <= 1 and at + TELLS_EVERY < done_at:
            at = yield TELLS_EVERY
            if is_open(ticket):
                self.desk.say(ticket, PROGRESS[client.language], by=agent, at=at)
        at = yield done_at - at
        if matter.breaks and is_open(ticket) and ticket.restored_at is None and self.random.random() < 0.3:
            self.desk.restore(ticket, "", by=agent, at=at)
            at = yield about(self.random, minutes=25)
        if not is_open(ticket):
            return
        self.desk.resolve(ticket, matter, language=client.language, by=agent, at=at)
        at = yield about(self.random, minutes=90)
        chance = self.random.random()
        if not is_now(ticket, Status.RESOLVED):
            return
        if chance < 0.12:
            self.desk.confirm(ticket, client, at=at)
        elif chance < 0.18:
            self.desk.answer(ticket, client, THANKS[client.language], at=at)
        elif chance < 0.22:
            again = self.desk.disagree(ticket, client, DISAGREES[client.language], at=at)
            at = yield self.patience(matter, at=at)
            yield from self.treated(again, client, matter, at=at)


def is_open(ticket: Ticket) -> bool:
    """Read the ticket again, and return whether somebody still has work to do on it."""
    ticket.refresh_from_db()
    return Status(ticket.status) in OPEN


def is_now(ticket: Ticket, status: Status) -> bool:
    """Read the ticket again, and return whether it stands there."""
    ticket.refresh_from_db()
    return Status(ticket.status) is status
