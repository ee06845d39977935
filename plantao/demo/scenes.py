"""
What a month always ends with, whatever chance brought, so that everything that a ticket can be is there to be seen.

Each scene begins at an instant of its own before the end, and most are still going on when it comes.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from plantao.agreements.queries import plan_of
from plantao.demo import vendors
from plantao.demo.agenda import Part, Story
from plantao.demo.cast import Client
from plantao.demo.desk import ticket_of
from plantao.demo.letters import AUTOMATIC, ILLEGIBLE
from plantao.demo.matters import (
    ATTENDED,
    BGP,
    CAPACITY,
    DISAGREES,
    FIBER_CUT,
    LOSS,
    OPTICS,
    PROGRESS,
    VLAN,
    Matter,
)  # fmt: skip
from plantao.demo.stories import Stories, is_open
from plantao.messaging.models import Inbound
from plantao.rules.clock_rounds import ATTENDED as ATTENDS
from plantao.tickets.models import Ticket

OBSERVED, AGREED = "observation", "scheduled"
"""Holds that a handbook may have."""


SWAPPED_IN = timedelta(days=2)
"""When, after the month, two swap for a day."""

CLOSED_IN, SATURDAY = range(16, 20), 5
"""How many days after the month the office is closed, on the first that is none of a weekend."""


class Scenes:
    """The scenes of one month, which ends at `until`."""

    def __init__(self, stories: Stories, *, until: datetime) -> None:
        self.stories = stories
        self.desk = stories.desk
        self.until = until

    def all(self) -> Iterator[tuple[timedelta, Story]]:
        """Yield how long before the end each scene begins, and the scene."""
        clients = self.stories.random.sample(self.desk.cast.clients, len(self.desk.cast.clients))
        yield timedelta(hours=29), self.planned()
        yield timedelta(hours=27), self.vendor_who_breaks_his_word(clients[0], OPTICS)
        yield timedelta(hours=23), self.rerated(clients[11], CAPACITY)
        yield timedelta(hours=21), self.corrected(clients[1], BGP)
        yield timedelta(hours=13), self.stories.stranger(sells=True)
        yield timedelta(hours=11), self.restored_only(clients[2], LOSS)
        yield timedelta(hours=9), self.cancelled(clients[3], VLAN)
        yield timedelta(hours=8), self.illegible()
        yield timedelta(hours=7), self.scheduled(clients[4], CAPACITY)
        yield timedelta(hours=6), self.disagreed(clients[5], BGP)
        yield timedelta(hours=5), self.without_a_next_step(clients[6], VLAN)
        yield timedelta(hours=4), self.asked(clients[7], OPTICS)
        yield timedelta(hours=3), self.twice(clients[8], CAPACITY)
        yield timedelta(minutes=132), self.overlooked(min(clients[9:], key=self._promised_an_answer), LOSS)
        yield timedelta(minutes=95), self.machine(clients[10])
        yield timedelta(minutes=70), self.mass_incident([(timedelta(minutes=3 * number), each) for number, each in enumerate(clients[:5])])

    def planned(self) -> Story:
        """Two coordinators swap a day to come, and an administrator closes the office on another: a rota and calendars that live."""
        at = yield timedelta()
        one, other = self.desk.cast.agents["coordinator"][:2]
        begins = self.until + SWAPPED_IN
        self.desk.swap_duty(one, other, since=begins, until=begins + timedelta(days=1), at=at)
        at = yield timedelta(minutes=9)
        ahead = (self.until.date() + timedelta(days=number) for number in CLOSED_IN)
        day = next(day for day in ahead if day.weekday() < SATURDAY)
        self.desk.close_on(day, by=self.stories.someone("administrator"), at=at)

    def mass_incident(self, noticed: list[tuple[timedelta, Client]], *, lasts: timedelta | None = None) -> Story:
        """
        Many write of one fault, each so long after it: a parent is opened, what is said there goes down to each child. It
        lasts so long, each restored at its own instant; None: nobody mends it.
        """
        stories, desk, at = self.stories, self.desk, (yield timedelta())
        begun, written = at, list[tuple[Client, Inbound]]()
        for after, client in noticed:
            at = yield max(timedelta(), begun + after - at)
            written.append((client, stories.written(client, FIBER_CUT, at=at, says_how_grave=True)))
        coordinator = stories.someone("coordinator")
        at = yield timedelta(minutes=4)
        parent = desk.open_parent(FIBER_CUT, by=coordinator, at=at)
        children = [(client, ticket) for client, inbound in written if (ticket := ticket_of(inbound)) and is_open(ticket)]
        for client, ticket in children:
            at = yield timedelta(seconds=40)
            desk.make_child(ticket, parent, by=coordinator, at=at)
            desk.say(ticket, ATTENDED[client.language], by=coordinator, at=at)
        if lasts is None:
            at = yield timedelta(minutes=25)
            desk.say_to_all(parent, PROGRESS[desk.handbook.default_language], by=coordinator, at=at)
            return
        at = yield lasts
        for client, ticket in children:
            if is_open(ticket):
                desk.resolve(ticket, FIBER_CUT, language=client.language, by=coordinator, at=at)
            at = yield timedelta(minutes=3)
        if is_open(parent):
            desk.resolve(parent, FIBER_CUT, language=desk.handbook.default_language, by=coordinator, at=at)

    def vendor_who_breaks_his_word(self, client: Client, matter: Matter) -> Story:
        """Two forecasts have passed, a third one is still ahead when the month ends."""
        ticket, at = yield from self._attended(client, matter)
        at = yield timedelta(minutes=40)
        remaining = self.until - at
        hours = [remaining * 0.3, remaining * 0.4, remaining * 0.3 + timedelta(hours=3)]
        yield from vendors.who_forecasts(self.desk, ticket, client, hours, by=self.stories.someone("engineer"), at=at)

    def corrected(self, client: Client, matter: Matter) -> Story:
        """It worked again earlier than was written down, and a coordinator puts that right."""
        ticket, at = yield from self._attended(client, matter)
        at = yield timedelta(minutes=55)
        self.desk.resolve(ticket, matter, language=client.language, by=self.stories.someone("analyst"), at=at)
        restored_at = at - timedelta(minutes=25)
        at = yield timedelta(minutes=80)
        self.desk.correct_restored(ticket, restored_at, by=self.stories.someone("coordinator"), at=at)

    def rerated(self, client: Client, matter: Matter) -> Story:
        """A revision of the handbook comes into force, and a ticket that was open by then is moved to it."""
        ticket, at = yield from self._attended(client, matter)
        at = yield timedelta(minutes=50)
        self.desk.revise_handbook(by=self.stories.someone("administrator"), at=at)
        at = yield timedelta(minutes=15)
        self.desk.rerate(ticket, by=self.stories.someone("administrator"), at=at)

    def restored_only(self, client: Client, matter: Matter) -> Story:
        """The service is back, the work is not done; somebody watches whether it stays so."""
        ticket, at = yield from self._attended(client, matter)
        at = yield timedelta(minutes=45)
        agent = self.stories.someone("engineer")
        self.desk.restore(ticket, PROGRESS[client.language], by=agent, at=at)
        if OBSERVED in self.desk.handbook.holds:
            self.desk.wait(ticket, OBSERVED, until=self.until + timedelta(hours=5), by=agent, at=at)

    def cancelled(self, client: Client, matter: Matter) -> Story:
        """The customer does not need it any more."""
        ticket, at = yield from self._attended(client, matter)
        at = yield timedelta(minutes=30)
        self.desk.cancel(ticket, client, by=self.stories.someone("analyst"), at=at)

    def scheduled(self, client: Client, matter: Matter) -> Story:
        """An instant was agreed, soon after the end."""
        ticket, at = yield from self._attended(client, matter)
        at = yield timedelta(minutes=20)
        if AGREED in self.desk.handbook.holds:
            self.desk.wait(ticket, AGREED, until=self.until + timedelta(hours=2), by=self.stories.someone("engineer"), at=at)

    def disagreed(self, client: Client, matter: Matter) -> Story:
        """Resolved, they say; the customer says no, and the new ticket waits to be taken."""
        ticket, at = yield from self._attended(client, matter)
        at = yield timedelta(minutes=50)
        self.desk.resolve(ticket, matter, language=client.language, by=self.stories.someone("analyst"), at=at)
        at = yield self.until - timedelta(minutes=12) - at
        self.desk.disagree(ticket, client, DISAGREES[client.language], at=at)

    def without_a_next_step(self, client: Client, matter: Matter) -> Story:
        """Everything that was promised is done, nobody waits for anything, and nobody ends it either."""
        ticket, at = yield from self._attended(client, matter)
        at = yield timedelta(minutes=90)
        self.desk.restore(ticket, PROGRESS[client.language], by=self.stories.someone("engineer"), at=at)

    def asked(self, client: Client, matter: Matter) -> Story:
        """The customer was asked, and has not answered yet."""
        ticket, at = yield from self._attended(client, matter)
        at = yield timedelta(minutes=10)
        self.desk.ask(ticket, client, by=self.stories.someone("analyst"), at=at)

    def twice(self, client: Client, matter: Matter) -> Story:
        """The same contact writes again without answering; the second ticket is merged into the first."""
        ticket, at = yield from self._attended(client, matter)
        at = yield timedelta(minutes=4)
        again = self.stories.written(client, matter, at=at)
        at = yield timedelta(minutes=6)
        second = ticket_of(again)
        if second is not None and is_open(second):
            self.desk.merge(second, ticket, by=self.stories.someone("analyst"), at=at)

    def overlooked(self, client: Client, matter: Matter) -> Story:
        """Nobody has looked at it, its promise is broken, and whoever is on duty is rung."""
        at = yield timedelta()
        self.stories.written(client, matter, at=at, says_how_grave=True)

    def machine(self, client: Client) -> Story:
        """A machine wrote, and it waits in the tray."""
        at = yield timedelta()
        headers = dict(AUTOMATIC[2])
        subject, text = headers.pop("subject"), headers.pop("text")
        self.desk.mail(sender=client.mail, name=client.person.name, subject=subject, text=text, at=at, **headers)

    def illegible(self) -> Story:
        """A mail comes on which our reader fails, and is kept in quarantine."""
        at = yield timedelta()
        self.desk.mail(**ILLEGIBLE, at=at)

    def _promised_an_answer(self, client: Client) -> timedelta:
        """Return how soon somebody is promised to answer, should they write of a loss."""
        handbook, plan = self.desk.handbook, plan_of(client.customer, at=self.until)
        targets = handbook.targets(criticality=self.desk.criticalities[LOSS.rank], contract=plan)
        return min(
            (target.latest.wall for clock, target in targets.items() if handbook.clocks[clock].met_by == ATTENDS), default=timedelta.max
        )

    def _attended(self, client: Client, matter: Matter) -> Part[tuple[Ticket, datetime]]:
        """Let a contact call, and somebody take it."""
        at = yield timedelta()
        agent = self.stories.someone("analyst")
        service_id = self.stories.random.choice(client.services).service_id
        ticket = self.desk.call(client, matter, service_id, by=agent, at=at)
        at = yield timedelta(minutes=3)
        self.desk.take(ticket, matter, by=agent, at=at)
        return ticket, at
