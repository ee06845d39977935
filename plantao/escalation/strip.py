"""A ticket's ladder in words that a customer understands: each step, when it is due or what became of it; to staff also who is rung."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from plantao.escalation.reading import LadderReading, Stands, StepReading, ladder_of, told_by
from plantao.escalation.words import WORDS
from plantao.handbook.document import ALWAYS
from plantao.sla.words import instant_in_words, length_in_words, promise_in_words
from plantao.staff.models import Agent
from plantao.tickets.models import Ticket

NOTICEABLY = timedelta(minutes=1)


def ladder_strip(
    ticket: Ticket, *, at: datetime, now: datetime, language: str, only_published: bool, zone: ZoneInfo | None = None
) -> list[str]:
    """
    Return the lines that tell how a ticket's ladder stands at `at`; [] where there is none to be told of.

    `only_published` for whoever is not staff: roles and instants, of a ladder that the handbook publishes, and no names.
    """
    ladder = ladder_of(ticket, at=at, now=now)
    is_hidden = only_published and not ladder.climb.is_published
    if is_hidden or ladder.climb.ladder is None or not (ladder.steps or ladder.climb.is_silent):
        return []
    return list(_Page(ticket, ladder, at, language, zone or ZoneInfo(ticket.terms.provider.time_zone), only_published).lines())


class _Page:
    def __init__(self, ticket: Ticket, ladder: LadderReading, at: datetime, language: str, zone: ZoneInfo, only_published: bool) -> None:
        self.ticket, self.ladder, self.at = ticket, ladder, at
        self.language, self.zone, self.only_published = language, zone, only_published
        self.words: Mapping[str, str] = WORDS[language]

    def lines(self) -> Iterator[str]:
        yield self.words["title"]
        if self.ladder.climb.is_silent:
            yield f"    {self.words['carried']}"
        for reading in self.ladder.steps:
            yield f"    {self.role(reading.role)} ({self.after(reading.after)}): {self.stands(reading)}"
            if not self.only_published:
                yield from (f"        {line}" for line in self.of_staff(reading))
        ended_at = self.ladder.climb.ended_at
        if ended_at is not None and ended_at <= self.at:
            yield f"    {self.words['ended'].format(ended=self.instant(ended_at))}"

    def after(self, after: timedelta) -> str:
        ladder = self.ladder.climb.ladder
        calendar = ladder.calendar if ladder else ALWAYS
        amount = promise_in_words(after, calendar=calendar, handbook=self.ticket.terms, language=self.language)
        return self.words["after"].format(after=amount)

    def stands(self, reading: StepReading) -> str:
        step, happened = reading.step, reading.stands is Stands.HAPPENED
        key = {Stands.OFFERED: "offered", Stands.WAITS: "waits"}.get(reading.stands, "to_come" if reading.is_automatic else "to_come_asked")
        if happened and step is not None:
            key = "happened" if step.asked_at is None else "asked"
        return self.words[key].format(due=self.instant(reading.due_at), happened=self.instant(step.happened_at if step else None))

    def of_staff(self, reading: StepReading) -> Iterator[str]:
        step = reading.step
        if step is not None:
            found_late_by = step.recorded_at - (step.happened_at or step.due_at)
            if step.asked_at is None and found_late_by >= NOTICEABLY:
                yield self.words["late"].format(late=length_in_words(found_late_by))
        if reading.rung:
            last = reading.rung[-1].at
            who = self.names(ring.agent for ring in reading.rung if ring.at == last)
            yield self.words["rung"].format(times=len({ring.at for ring in reading.rung}), last=self.instant(last), who=who)
        if reading.acknowledged is not None:
            given = reading.acknowledged
            who = (given.person.name or given.person.mail_address) if given.person else self.words["somebody"]
            yield self.words["acknowledged"].format(who=who, at=self.instant(given.at), until=self.instant(given.until))
        if reading.rings_at is not None:
            yield self.words["rings"].format(next=self.instant(reading.rings_at))
        if reading.stands is not Stands.HAPPENED and not self.ladder.climb.is_over(at=self.at):
            yield self.words["would"].format(who=self.would(reading))

    def would(self, reading: StepReading) -> str:
        told = told_by(self.ticket, self.ladder, reading, at=self.at)
        who = self.names(told.agents) if told.role else self.words["nobody"]
        roles = ", ".join(self.role(gap) for gap in told.gaps)
        return self.words["in_place_of"].format(who=who, roles=roles) if roles else who

    def names(self, agents: Iterator[Agent] | tuple[Agent, ...]) -> str:
        return ", ".join(dict.fromkeys(agent.person.name or agent.person.mail_address for agent in agents))

    def role(self, key: str) -> str:
        roles = self.ticket.terms.roles
        return roles[key].name.in_language(self.language, default=self.ticket.terms.default_language) if key in roles else key

    def instant(self, at: datetime | None) -> str:
        return instant_in_words(at, zone=self.zone, language=self.language)
