"""
A ticket to which anything may happen by its own verbs, and beside it a diary: the same in plain minutes, for the twin to walk.

What is refused is not written down. Facts that come late and facts that are put right stand in the diary as they hold in the end.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from itertools import accumulate
from random import Random
from typing import Any

from django.db import transaction

from plantao.agreements.models import HandbookVersion
from plantao.rules.refused import Refused
from plantao.rules.tests.slow_twin import MINUTE
from plantao.sla.rating import rerate
from plantao.sla.tests.slow_twin import Story
from plantao.sla.tests.stories import PLACES
from plantao.tickets.models import Hold, Late, LinkKind, Ticket, Words
from plantao.tickets.testing import STAFF, a_ticket

REASONS = ("waiting", "observation")
WHY = "It was told only later."


@dataclass
class Diary:
    """`minute` is now; `changes` are in the order of their writing, `holds` by their ids: since, until, reason."""

    ticket: Ticket
    base: datetime
    texts: tuple[str, str]
    newer: HandbookVersion
    random: Random
    minute: int
    opened: int
    first: str
    events: dict[str, int] = field(default_factory=dict)
    updates: list[int] = field(default_factory=list)
    changes: list[tuple[int, str]] = field(default_factory=list)
    holds: dict[int, list[Any]] = field(default_factory=dict)
    rerated: int | None = None

    def instant(self, minute: int) -> datetime:
        return self.base + minute * MINUTE

    def story(self) -> Story:
        """Tell all of it, as of now."""
        instants = accumulate((minute for minute, _ in self.changes), max, initial=self.opened)
        return Story(
            base=self.base,
            texts=self.texts,
            places=tuple(zip(instants, [self.first, *(place for _, place in self.changes)], strict=True)),
            events=(*((minute, name) for name, minute in self.events.items()), *((minute, "public_update") for minute in self.updates)),
            holds=tuple((since, until, reason) for since, until, reason in self.holds.values()),
            rerated=self.rerated,
            at=self.minute,
        )

    def write(self) -> None:
        """Let something happen, or be refused."""
        act = self.random.choice(ACTS)
        try:
            with transaction.atomic():
                act(self)
        except Refused:
            self.ticket.refresh_from_db()

    def when(self) -> tuple[int, dict[str, Any]]:
        """Choose when something happened: now, or some time ago, with what a verb asks for then."""
        if self.random.random() < 0.7:
            return self.minute, {"by": STAFF, "at": self.instant(self.minute), "public": True}
        minute = self.minute - self.random.randrange(1, 400)
        return minute, {"by": STAFF, "at": self.instant(minute), "public": True, "late": Late(self.instant(self.minute), reason=WHY)}

    def now(self) -> dict[str, Any]:
        return {"by": STAFF, "at": self.instant(self.minute), "public": True}

    def first_fact(self) -> int:
        """Return when the first thing happened: nobody corrects the opening to later than that."""
        known: list[int] = [*self.events.values(), *self.updates, *(minute for minute, _ in self.changes)]
        known += [since for since, _, _ in self.holds.values()]
        return min([*known, self.minute if self.rerated is None else self.rerated])

    def end_holds(self, minute: int) -> None:
        for hold in self.holds.values():
            if hold[1] is None:
                hold[1] = max(minute, hold[0])


def a_diary(random: Random, *, base: datetime, texts: tuple[str, str], newer: HandbookVersion) -> Diary:
    """Open a ticket, and begin its diary."""
    opened, first = random.randrange(600), random.choice(PLACES)
    ticket = a_ticket(criticality=first, opened_at=base + opened * MINUTE)
    return Diary(ticket, base, texts, newer, random, minute=opened, opened=opened, first=first)


def _attend(diary: Diary) -> None:
    minute, how = diary.when()
    diary.ticket.attend(**how)
    diary.events["attended"] = minute


def _reply(diary: Diary) -> None:
    minute, how = diary.when()
    diary.ticket.reply(**how, words=Words("We are on it."))
    diary.updates.append(minute)


def _hold(diary: Diary) -> None:
    minute, how = diary.when()
    hold = diary.ticket.hold(**how, reason=diary.random.choice(REASONS))
    diary.holds[hold.pk] = [minute, None, hold.reason]
    diary.updates.append(minute)


def _resume(diary: Diary) -> None:
    minute, how = diary.when()
    hold = diary.ticket.resume(**how, reason=diary.random.choice(REASONS))
    diary.holds[hold.pk][1] = max(minute, diary.holds[hold.pk][0])


def _restore(diary: Diary) -> None:
    minute, how = diary.when()
    diary.ticket.restore(**how)
    diary.events["restored"] = minute


def _resolve(diary: Diary) -> None:
    minute, how = diary.when()
    diary.ticket.resolve(**how, done="Replaced.", cause="equipment", responsible="us")
    diary.events.setdefault("restored", minute)
    diary.events["resolved"] = minute
    diary.end_holds(minute)


def _classify(diary: Diary) -> None:
    minute, how = diary.when()
    place = diary.random.choice(PLACES)
    diary.ticket.classify(**how, criticality=place, reason="It changed.", has_consent=True)
    diary.changes.append((minute, place))
    diary.updates.append(minute)


def _correct(diary: Diary) -> None:
    fact = diary.random.choice(("opened_at", "attended_at", "restored_at", "resolved_at"))
    minute = max(0, (diary.first_fact() if fact == "opened_at" else diary.minute) - diary.random.randrange(600))
    diary.ticket.correct(**diary.now(), fact=fact, after=diary.instant(minute), reason=WHY)
    name = fact.removesuffix("_at")
    if name == "opened":
        diary.opened = minute
    else:
        diary.events[name] = minute


def _correct_hold(diary: Diary) -> None:
    if not diary.holds:
        return
    hold_id, end = diary.random.choice(list(diary.holds)), diary.random.choice((0, 1))
    minute = diary.minute - diary.random.randrange(600)
    fact = ("hold.since", "hold.until")[end]
    diary.ticket.correct(**diary.now(), fact=fact, after=diary.instant(minute), reason=WHY, hold_id=hold_id)
    diary.holds[hold_id][end] = minute


def _cancel_hold(diary: Diary) -> None:
    if not diary.holds:
        return
    hold_id = diary.random.choice(list(diary.holds))
    diary.ticket.cancel_hold(**diary.now(), hold_id=hold_id, reason="It waited for us.")
    del diary.holds[hold_id]


def _rerate(diary: Diary) -> None:
    ticket = diary.ticket
    rerate(ticket, by=STAFF, at=diary.instant(diary.minute), handbook=diary.newer, calendars=ticket.calendars, reason="New terms.")
    diary.rerated = diary.minute


def _become_a_child(diary: Diary) -> None:
    """A parent carries steps, and no clock of its children."""
    parent = a_ticket(criticality="emergency", opened_at=diary.instant(diary.minute))
    diary.ticket.link(**diary.now(), other=parent, kind=LinkKind.PARENT)
    if diary.random.random() < 0.5:
        parent.restore(**diary.now())


def _take_in(diary: Diary) -> None:
    """A ticket that is merged in brings no clock along, whatever it waited for."""
    other = a_ticket(criticality=diary.random.choice(PLACES), opened_at=diary.instant(diary.minute))
    other.hold(**diary.now(), reason="waiting")
    other.merge(**diary.now(), into=diary.ticket)


def _end(diary: Diary) -> None:
    """It ends without a solution, or goes into another; spam may turn out to be none."""
    if diary.random.random() < 0.7:  # seldom: not much happens afterwards
        return
    way = diary.random.choice(("cancel", "merge", "spam"))
    if way == "merge":
        diary.ticket.merge(**diary.now(), into=a_ticket(opened_at=diary.instant(diary.minute)))
    elif way == "cancel":
        diary.ticket.cancel(**diary.now(), reason="Not wanted any more.")
    else:
        diary.ticket.not_a_contact(by=STAFF, at=diary.instant(diary.minute))
    diary.events["cancelled"] = diary.minute
    diary.end_holds(diary.minute)


def _take_back(diary: Diary) -> None:
    diary.ticket.a_contact_after_all(by=STAFF, at=diary.instant(diary.minute))
    del diary.events["cancelled"]


def _hold_again(diary: Diary) -> None:
    if Hold.objects.filter(ticket=diary.ticket, ended_by="").exists():
        _resume(diary)
    else:
        _hold(diary)


ACTS: tuple[Callable[[Diary], None], ...] = (
    _attend, _reply, _hold, _resume, _restore, _resolve, _classify, _correct, _correct_hold, _cancel_hold, _rerate,
    _become_a_child, _take_in, _end, _take_back, _hold_again, _classify, _correct,
)  # fmt: skip
