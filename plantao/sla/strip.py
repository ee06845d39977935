"""The strip: a ticket's clocks in words that a customer understands, each with the stretches of time that make up its figures."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from plantao.events.models import Event
from plantao.rules.service_level import State
from plantao.rules.working_time import Kind, Segment
from plantao.sla.queries import Former, Reading, readings
from plantao.sla.reading import instant_of
from plantao.sla.verbs import Verb
from plantao.sla.words import WORDS, instant_in_words, length_in_words, promise_in_words
from plantao.tickets.models import Ticket

UNENDING = frozenset({State.RUNNING, State.HELD, State.WAITING})


def strip(ticket: Ticket, *, at: datetime, language: str, only_published: bool, zone: ZoneInfo | None = None) -> list[str]:
    """
    Return the lines that explain a ticket's clocks as of `at`, in `language`, on the wall clock of `zone` (by default the provider's).

    `only_published` for whoever is not staff: our own goals and early marks are left out. The counted stretches of each
    strip sum to what it says was counted.
    """
    page = _Page(ticket, at, language, zone or ZoneInfo(ticket.terms.provider.time_zone), only_published=only_published)
    return list(page.lines())


class _Page:
    def __init__(self, ticket: Ticket, at: datetime, language: str, zone: ZoneInfo, *, only_published: bool) -> None:
        self.ticket, self.at, self.language, self.zone, self.only_published = ticket, at, language, zone, only_published
        self.words: Mapping[str, str] = WORDS[language]

    def lines(self) -> Iterator[str]:
        yield self.words["seen"].format(at=self.instant(self.at), zone=self.zone.key)
        shown = [reading for reading in readings(self.ticket, at=self.at) if reading.is_published or not self.only_published]
        if not shown:
            yield self.words["nothing"]
        for reading in shown:
            yield ""
            yield f"{self.title(reading)}: {self.promise(reading)}; {self.state(reading)}"
            yield from (f"    {note}" for note in self.notes(reading))
            yield from (f"    {self.segment(reading, segment)}" for segment in reading.verdict.segments())

    def title(self, reading: Reading) -> str:
        name = self.words.get(reading.met_by, reading.name.replace("_", " "))
        notes = []
        if reading.handbook.clocks[reading.name].repeats and reading.row is not None:
            notes.append(self.words["round"].format(round=reading.row.round))
        if not reading.is_published:
            notes.append(self.words["internal"])
        return f"{name} ({', '.join(notes)})" if notes else name

    def promise(self, reading: Reading) -> str:
        said = reading.says(self.language)
        if said:
            return self.words["said"].format(promise=said)
        return self.words["promise"].format(promise=self.amount(reading, reading.within, reading.calendar or reading.target.calendar))

    def amount(self, reading: Reading, within: timedelta, calendar: str) -> str:
        return promise_in_words(within, calendar=calendar, handbook=reading.handbook, language=self.language)

    def state(self, reading: Reading) -> str:
        verdict, row = reading.verdict, reading.row
        over = None if row is None or verdict.state in UNENDING else min(filter(None, (row.met_at, row.ended_at)), default=None)
        key = "breached_over" if verdict.state is State.BREACHED and over is not None and over <= self.at else str(verdict.state)
        return self.words[key].format(
            due=self.instant(verdict.due_at),
            elapsed=length_in_words(verdict.elapsed),
            remaining=length_in_words(verdict.remaining),
            over=self.instant(over),
        )

    def notes(self, reading: Reading) -> Iterator[str]:
        if not self.only_published and reading.verdict.mark_at is not None:
            yield self.words["mark"].format(mark=self.instant(reading.verdict.mark_at))
        if reading.is_held_to_what_was_promised_before:
            yield self.words["bound"]
        yield from (self.former(reading, former) for former in reading.former)
        for event in self.ticket.timeline.events.filter(verb=Verb.BREACH_WITHDRAWN, facts__clock=reading.name, at__lte=self.at):
            yield self.withdrawn(event)

    def former(self, reading: Reading, former: Former) -> str:
        row, terms = former.row, reading.handbook
        names = {key: each.name for key, each in terms.criticalities.items()}
        name = (
            names[row.criticality].in_language(self.language, default=terms.default_language)
            if row.criticality in names
            else row.criticality
        )
        return self.words["former"].format(
            criticality=name,
            promise=self.amount(reading, row.within, row.calendar),
            due=self.instant(former.verdict.due_at),
            over=self.instant(row.ended_at),
            judged=self.words["former_broken" if former.verdict.state is State.BREACHED else "former_kept"],
        )

    def withdrawn(self, event: Event) -> str:
        return self.words["withdrawn"].format(at=self.instant(event.at), due=self.instant(instant_of(event, "due_at")))

    def segment(self, reading: Reading, segment: Segment) -> str:
        what = (
            self.words["held_part"].format(reason=self.reason(reading, segment)) if segment.kind is Kind.HELD else self.words[segment.kind]
        )
        return f"{self.instant(segment.since)} - {self.instant(segment.until)}  {length_in_words(segment.length):>12}  {what}"

    def reason(self, reading: Reading, segment: Segment) -> str:
        hold = reading.handbook.holds.get(segment.reason or "")
        return hold.name.in_language(self.language, default=reading.handbook.default_language) if hold else str(segment.reason)

    def instant(self, at: datetime | None) -> str:
        return instant_in_words(at, zone=self.zone, language=self.language)
