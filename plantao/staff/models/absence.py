"""Absence: somebody can't be on duty for a while."""

from datetime import datetime
from typing import ClassVar

from django.db import models

from plantao.events.actor import Actor
from plantao.events.recording import record
from plantao.staff.models.agent import Agent
from plantao.staff.models.kept import Kept, KeptManager
from plantao.staff.verbs import Verb


class AbsenceManager(KeptManager["Absence"]):
    """Writes absences down, and finds them."""


class Absence(Kept):
    """Somebody is on duty for no role from `since` until `until` (null: nobody knows until when). Why is nobody's business."""

    agent = models.ForeignKey(Agent, on_delete=models.PROTECT, related_name="absences")

    objects: ClassVar[AbsenceManager] = AbsenceManager()

    def __str__(self) -> str:
        return f"absence {self.number}"

    def cancel(self, *, by: Actor, at: datetime, since: datetime | None = None) -> None:
        """They are back from `since`, by default now; what was before stays. Raises AlreadyOver, NotYours."""
        Agent.objects.check_may(by, "staff.cancel_absence", own=[self.agent])
        agent = Agent.objects.select_for_update().get(pk=self.agent_id)
        back_at = self.cut(until=since or at, at=at)
        record(agent, Verb.ABSENCE_CANCELLED, by=by, at=at, public=False, absence=self.number, since=back_at.isoformat())
