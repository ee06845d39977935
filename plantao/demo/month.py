"""
A month at a small provider: who writes when, of what, and what then becomes of it.

It does everything by the verbs of the rooms, at instants that it is given; whoever runs it moves the clock and lets the
watch do what is due. The same seed and the same days give the same month.
"""

from datetime import datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from plantao.demo import arrivals, cast
from plantao.demo.agenda import Agenda, Story
from plantao.demo.arrivals import about
from plantao.demo.desk import Desk
from plantao.demo.matters import EVERYDAY, FIBER_CUT, POWER, Matter
from plantao.demo.scenes import Scenes
from plantao.demo.stories import Stories
from plantao.escalation.acknowledging import acknowledge_ring, still_rings
from plantao.escalation.models import Ring
from plantao.handbook.document import Handbook
from plantao.work.acting import run_retrying

LAST_DAY = timedelta(days=1)
MACHINES, STRANGERS = 0.06, 0.03
"""How many mails of machines and of people whom nobody knows come, for each contact of a customer."""

BY_PHONE = 0.12
"""Of all contacts."""

ANSWERS_THE_PHONE = 0.85
"""How often somebody who is rung acknowledges; else the ladder goes on ringing."""

STILL_RINGS = timedelta(minutes=25)
"""Who is rung so shortly before the end has not acknowledged when it comes."""


class Month:
    """
    From `since` until `until` under a handbook whose mail comes in at `address`. Everybody is there from the beginning; what
    happens must be planned. All chance comes from `seed`.
    """

    def __init__(self, handbook: Handbook, *, address: str, since: datetime, until: datetime, seed: int) -> None:
        self.since, self.until = since, until
        self.random = Random(seed)  # noqa: S311 - a month that can be repeated, not a secret
        self.zone = ZoneInfo(handbook.provider.time_zone)
        self.agenda = Agenda()
        self.desk = Desk(cast.enter(handbook, at=since, until=until), handbook, address=address, seed=seed)
        self.stories = Stories(desk=self.desk, random=self.random, zone=self.zone)
        self._rung_upto = 0

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
            if self.random.random() < ANSWERS_THE_PHONE and at < self.until - STILL_RINGS:
                self.agenda.begin(self._acknowledged(ring), at=at)

    def _acknowledged(self, ring: Ring) -> Story:
        at = yield about(self.random, minutes=3)
        if still_rings(ring, at=at):
            run_retrying(lambda: acknowledge_ring(ring, by=ring.agent.actor, at=at))

    def plan(self, *, a_day: float) -> None:
        """Plan who comes when, about `a_day` contacts on a working day, and what the month ends with."""
        for at in self._ordinary(a_day):
            self.agenda.begin(self._contact(self._matter()), at=at)
        for at in self._ordinary(a_day * MACHINES):
            self.agenda.begin(self.stories.unfiled(), at=at)
        for at in self._ordinary(a_day * STRANGERS):
            self.agenda.begin(self.stories.stranger(sells=self.random.random() < 0.5), at=at)
        for at in arrivals.storms(self.random, since=self.since, until=self.until - LAST_DAY):
            noticed = self.random.randint(2, 2 + round(a_day / 5))
            for after in arrivals.within(self.random, count=noticed, minutes=80):
                self.agenda.begin(self._contact(POWER), at=at + after)
        self._plan_scenes()

    def _plan_scenes(self) -> None:
        """A backbone fiber is cut once in the middle of the month, where it has one; what it ends with comes always."""
        scenes = Scenes(self.stories, until=self.until)
        if self.until - self.since > 3 * LAST_DAY:
            at = self.since + (self.until - self.since) * self.random.uniform(0.4, 0.6)
            clients = self.random.sample(self.desk.cast.clients, 7)
            noticed = list(zip(arrivals.within(self.random, count=len(clients), minutes=25), clients, strict=True))
            lasts = about(self.random, minutes=FIBER_CUT.hours * 60)
            self.agenda.begin(scenes.mass_incident(noticed, lasts=lasts), at=at.replace(microsecond=0))
        for before, scene in scenes.all():
            self.agenda.begin(scene, at=max(self.since, self.until - before))

    def _contact(self, matter: Matter) -> Story:
        client = self.random.choice(self.desk.cast.clients)
        by_phone = self.random.random() < BY_PHONE
        return self.stories.by_phone(client, matter) if by_phone else self.stories.by_mail(client, matter)

    def _matter(self) -> Matter:
        return self.random.choices(list(EVERYDAY), weights=list(EVERYDAY.values()))[0]

    def _ordinary(self, a_day: float) -> list[datetime]:
        return list(arrivals.ordinary(self.random, since=self.since, until=self.until, a_day=a_day, zone=self.zone))
