"""
A month at a small provider: who writes when, of what, and what then becomes of it.

It does everything by the verbs of the rooms, at instants that it is given; whoever runs it moves the clock and lets the
watch do what is due. The same seed and the same days give the same month.
"""

from datetime import datetime
from random import Random
from zoneinfo import ZoneInfo

from plantao.demo import arrivals, cast
from plantao.demo.agenda import Agenda, Story
from plantao.demo.arrivals import about
from plantao.demo.desk import Desk
from plantao.demo.matters import EVERYDAY, FIBER_CUT, POWER, Matter
from plantao.demo.stories import Stories
from plantao.escalation.acknowledging import acknowledge_ring, still_rings
from plantao.escalation.models import Ring
from plantao.handbook.document import Handbook
from plantao.work.acting import run_retrying

TICKETS_A_DAY = 18.0
MACHINES_A_DAY = 2.0
STRANGERS_A_DAY = 0.8
BY_PHONE = 0.12
"""Of all contacts."""

ANSWERS_THE_PHONE = 0.85
"""How often somebody who is rung acknowledges; else the ladder goes on ringing."""


class Month:
    """From `since` until `until` under a handbook whose mail comes in at `address`. `random` is where all chance comes from."""

    def __init__(self, handbook: Handbook, *, address: str, since: datetime, until: datetime, random: Random, seed: int) -> None:
        self.since, self.until = since, until
        self.random = random
        self.zone = ZoneInfo(handbook.provider.time_zone)
        self.agenda = Agenda()
        self.desk = Desk(cast.enter(handbook, at=since), handbook, address=address, seed=seed)
        self.stories = Stories(desk=self.desk, random=random, zone=self.zone)
        self._rung_upto = 0
        self._plan()

    @property
    def next_at(self) -> datetime | None:
        """When somebody does something next; None where nobody does."""
        return self.agenda.next_at

    def go_on(self, *, at: datetime) -> None:
        """Let people do what they do at `at`."""
        self.agenda.go_on(at=at)

    def hear_rings(self, *, at: datetime) -> None:
        """Let those who were rung meanwhile pick up, or not; to be called when the watch has run."""
        for ring in Ring.objects.filter(pk__gt=self._rung_upto).select_related("agent__person").order_by("pk"):
            self._rung_upto = ring.pk
            if self.random.random() < ANSWERS_THE_PHONE:
                self.agenda.begin(self._acknowledged(ring), at=at)

    def _acknowledged(self, ring: Ring) -> Story:
        at = yield about(self.random, minutes=3)
        if still_rings(ring, at=at):
            run_retrying(lambda: acknowledge_ring(ring, by=ring.agent.actor, at=at))

    def _plan(self) -> None:
        for at in self._ordinary(TICKETS_A_DAY):
            self.agenda.begin(self._contact(self._matter()), at=at)
        for at in self._ordinary(MACHINES_A_DAY):
            self.agenda.begin(self.stories.unfiled(), at=at)
        for at in self._ordinary(STRANGERS_A_DAY):
            self.agenda.begin(self.stories.stranger(), at=at)
        for at in arrivals.storms(self.random, since=self.since, until=self.until):
            for after in arrivals.within(self.random, count=self.random.randint(5, 9), minutes=80):
                self.agenda.begin(self._contact(POWER), at=at + after)
        self._plan_mass_incident()

    def _plan_mass_incident(self) -> None:
        """A backbone fiber is cut, once: in the middle of the month, or of whatever time there is."""
        at = self.since + (self.until - self.since) * self.random.uniform(0.4, 0.6)
        clients = self.random.sample(self.desk.cast.clients, 7)
        noticed = list(zip(arrivals.within(self.random, count=len(clients), minutes=25), clients, strict=True))
        self.agenda.begin(self.stories.mass_incident(noticed, FIBER_CUT), at=at.replace(microsecond=0))

    def _contact(self, matter: Matter) -> Story:
        client = self.random.choice(self.desk.cast.clients)
        by_phone = self.random.random() < BY_PHONE
        return self.stories.by_phone(client, matter) if by_phone else self.stories.by_mail(client, matter)

    def _matter(self) -> Matter:
        return self.random.choices(list(EVERYDAY), weights=list(EVERYDAY.values()))[0]

    def _ordinary(self, a_day: float) -> list[datetime]:
        return list(arrivals.ordinary(self.random, since=self.since, until=self.until, a_day=a_day, zone=self.zone))
