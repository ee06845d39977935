"""
Asking a handbook without a database: what its clocks and its ladder say of a case, at an instant.

Nothing is decided here: the document says what is promised, `plantao.rules` what that means. Source: docs/how-to/explain.md.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from plantao.handbook.calendars import service_hours
from plantao.handbook.case import Case, read_case, wrong
from plantao.handbook.document import CUSTOMER, Handbook, Hold, Ladder
from plantao.handbook.problems import instead, named
from plantao.handbook.terms import clock_terms
from plantao.rules import escalation_matrix
from plantao.rules.clock_counts import Period, Version, counts
from plantao.rules.clock_rounds import ATTENDED, OPENED, Happening, ending
from plantao.rules.counted_time import Hold as HoldFacts
from plantao.rules.escalation_matrix import DueStep, LadderFacts
from plantao.rules.service_level import ClockFacts, State, Verdict, judge
from plantao.rules.working_time import NeverOpen, Segment, ServiceHours


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockAnswer:
    """A clock's verdict, and the key of the calendar on which it counts."""

    calendar: str
    verdict: Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class StepAnswer:
    """A step of the ladder with its instant, and whether it is taken without being asked for."""

    step: DueStep
    is_automatic: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a handbook says of a case: every clock that has a target, in the handbook's order, and every step, in the ladder's."""

    department: str
    clocks: Mapping[str, ClockAnswer]
    escalation: tuple[StepAnswer, ...]


def explain(raw: object, handbook: Handbook) -> dict[str, Any]:
    """
    Return the answer to a case, both as JSON has them: instants in UTC with `Z`, durations in whole seconds.

    The case's `handbook` names `handbook` and is not looked at. Raises WrongCase.
    """
    return as_json(answer(read_case(raw), handbook))


def answer(case: Case, handbook: Handbook) -> Answer:
    """Return what `handbook` says of `case`. Raises WrongCase for a name that it does not have or a calendar that never opens."""
    try:
        return _Explanation(case, handbook).answer()
    except NeverOpen as refusal:
        wrong(("handbook",), f"the calendar {named(refusal.facts['calendar'])} has no hours within ten years of {refusal.facts['since']}")


def as_json(given: Answer) -> dict[str, Any]:
    """Return the answer as plain values."""
    return {
        "clocks": {name: clock_as_json(clock) for name, clock in given.clocks.items()},
        "escalation": [
            {"tell": each.step.step.tell, "due_at": _written(each.step.due_at), "automatic": each.is_automatic} for each in given.escalation
        ],
    }


class _Explanation:
    """One case under one handbook, its names looked up."""

    def __init__(self, case: Case, handbook: Handbook) -> None:
        self.case = case
        self.handbook = handbook
        self.department = case.department or handbook.unclassified.department
        _must_know("department", self.department, handbook.departments)
        _must_know("criticality", case.criticality, handbook.criticalities)
        if case.contract is not None:
            _must_know("contract", case.contract, handbook.contracts)
        self.holds: Mapping[str, Hold] = handbook.holds_under(case.contract)
        for index, hold in enumerate(case.holds):
            _must_know(f"holds.{index}.reason", hold.reason, self.holds)
        self.happenings = (Happening(event=OPENED, at=case.opened), *case.happenings)

    def answer(self) -> Answer:
        case = self.case
        terms = clock_terms(self.handbook, criticality=case.criticality, contract=case.contract, hours=self.hours)
        period = Period(since=case.opened, clocks=terms)
        found = counts([Version(since=case.opened, periods=[period])], self.happenings, case.holds, at=case.at)
        facts = {
            name: found[name][-1].facts if name in found else ClockFacts(target=clock.target, started_at=None)
            for name, clock in terms.items()
        }
        targets = self.handbook.targets(criticality=case.criticality, contract=case.contract)
        clocks = {
            name: ClockAnswer(calendar=self.calendar(targets[name].calendar), verdict=judge(clock, at=case.at))
            for name, clock in facts.items()
        }
        return Answer(department=self.department, clocks=clocks, escalation=self.escalation(facts))

    def escalation(self, clocks: Mapping[str, ClockFacts]) -> tuple[StepAnswer, ...]:
        ladder = self.handbook.ladder_for(department=self.department, criticality=self.case.criticality)
        if ladder is None:
            return ()
        facts = LadderFacts(
            steps=[escalation_matrix.Step(tell=step.tell, after=step.after.wall) for step in ladder.steps],
            hours=self.hours(ladder.calendar),
            started_at=self.start_of(ladder, clocks),
            ended_at=ending(self.happenings, repeats=True, at=self.case.at),
            pauses=self.pauses(),
        )
        is_automatic = self.case.criticality in ladder.automatic_for
        return tuple(StepAnswer(step=step, is_automatic=is_automatic) for step in escalation_matrix.due_steps(facts, at=self.case.at))

    def start_of(self, ladder: Ladder, clocks: Mapping[str, ClockFacts]) -> datetime | None:
        if ladder.starts == OPENED:
            return self.case.opened
        attend = next((facts for name, facts in clocks.items() if self.handbook.clocks[name].met_by == ATTENDED), None)
        return escalation_matrix.start_when_attend_is_due(attend, at=self.case.at)

    def pauses(self) -> list[HoldFacts]:
        return [hold for hold in self.case.holds if self.holds[hold.reason].pauses_escalation]

    def hours(self, calendar: str) -> ServiceHours:
        return service_hours(self.handbook, self.calendar(calendar))

    def calendar(self, calendar: str) -> str:
        """The calendar itself where the handbook says `customer`."""
        return self.handbook.calendar_for_customer(self.case.country) if calendar == CUSTOMER else calendar


def _must_know(path: str, name: str, known: Iterable[str]) -> None:
    if name not in (names := list(known)):
        wrong((path,), f"the handbook has no {path.rpartition('.')[2]} {named(name)}{instead(name, names)}")


def clock_as_json(clock: ClockAnswer) -> dict[str, Any]:
    """Return one clock's answer as plain values."""
    verdict = clock.verdict
    if verdict.state is State.WAITING:
        return {"due_at": None, "state": str(verdict.state)}
    return {
        "calendar": clock.calendar,
        "earliest": _written(verdict.mark_at),
        "due_at": _written(verdict.due_at),
        "elapsed": _seconds(verdict.elapsed),
        "remaining": _seconds(verdict.remaining),
        "state": str(verdict.state),
        "segments": [_segment_as_json(segment) for segment in verdict.segments()],
    }


def _segment_as_json(segment: Segment) -> dict[str, str | None]:
    reason = {} if segment.reason is None else {"reason": segment.reason}
    return {"since": _written(segment.since), "until": _written(segment.until), "kind": str(segment.kind), **reason}


def _written(instant: datetime | None) -> str | None:
    return None if instant is None else instant.isoformat().replace("+00:00", "Z")


def _seconds(duration: timedelta) -> int:
    return duration // timedelta(seconds=1)
