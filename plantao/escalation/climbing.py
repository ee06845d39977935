"""
Climbing a ticket's ladder: what has fallen due becomes a fact, once; then whoever is to be rung, and when to look again.

The ticket is locked by whoever calls. Only the watch takes steps, so that they come in the order of their instants.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from plantao.escalation.holders import Holders, Roster, first_holders
from plantao.escalation.ladders import Climb, Key, Rung, climb_of
from plantao.escalation.models import Step
from plantao.escalation.models.step import RING
from plantao.escalation.ringing import GATHERS, LATE, STEPS, rung_of
from plantao.escalation.ringing import KIND as RINGING
from plantao.escalation.ringing import SUBJECT_KIND as AGENT
from plantao.escalation.verbs import Verb
from plantao.events.actor import DESK
from plantao.events.recording import record
from plantao.prepared import Gap, Prepared, insert, update
from plantao.rules.escalation_matrix import next_ring
from plantao.sla.counting import late_by
from plantao.tickets.models import Ticket
from plantao.tickets.models.row import iso
from plantao.work.timers import clear_timer, set_timer

SUBJECT_KIND = "ticket"
NO_TIME = timedelta()

_STEPS = Prepared(lambda: Step.objects.filter(ticket=Gap("ticket")))


def look_at(ticket: Ticket, *, upto: datetime | None = None, at: datetime, is_new: bool = False) -> Climb:
    """
    Take the steps that fell due by `upto` (None: leave them to the watch), ring whom it is time to ring, set the timer.

    `is_new`: opened just now, so nothing can have happened to it yet.
    """
    climb = climb_of(ticket, at=at, is_new=is_new)
    taken = {} if is_new else steps_of(ticket)
    known = set(taken)
    for rung in _fallen(climb, taken, by=upto):
        taken[rung.key] = _take(ticket, climb, rung, taken.get(rung.key), at=at)
    upcoming = [rung.falls_at for rung in climb.rungs if _is_to_take(rung, taken)]
    upcoming += [
        _ring(ticket, climb, step, at=at, is_new=key not in known)
        for key, step in taken.items()
        if step.how == RING and step.happened_at is not None
    ]
    _wake(ticket, upcoming, at=at, is_new=is_new)
    return climb


def steps_of(ticket: Ticket) -> dict[Key, Step]:
    """Return the steps that a ticket has come to."""
    return {(step.role, step.after): step for step in _STEPS.rows(ticket=ticket.pk)}


def happen(ticket: Ticket, climb: Climb, step: Step, *, since: datetime, at: datetime) -> Step:
    """Let a step happen as of `since`: its role is told from now on."""
    step.happened_at = since
    _keep(step)
    is_over = climb.is_over(at=at)
    told = told_of(ticket, climb, step, at=at)
    facts: dict[str, Any] = {
        "how": step.how, "asked": step.asked_at is not None, "to": told.role, "over": is_over,
        "told": [] if is_over else [agent.person_id for agent in told.agents], "gaps": list(told.gaps),
    }  # fmt: skip
    _record(ticket, Verb.STEP_HAPPENED, step, since, climb, at=at, **facts)
    return step


def told_of(ticket: Ticket, climb: Climb, step: Step, *, at: datetime, roster: Roster | None = None) -> Holders:
    """Return who is told of a step, as whose holders; `roster` is asked where there is one."""
    roles = (step.role, *(role for role in climb.roles_after(step.after) if role != step.role))
    return first_holders(ticket, roles, before=climb.roles_before(step.after), at=at, roster=roster)


def _fallen(climb: Climb, taken: Mapping[Key, Step], *, by: datetime | None) -> list[Rung]:
    if by is None:
        return []
    fallen = [rung for rung in climb.rungs if _is_to_take(rung, taken) and rung.falls_at is not None and rung.falls_at <= by]
    return sorted(fallen, key=lambda rung: (rung.falls_at, rung.terms.after.wall))


def _is_to_take(rung: Rung, taken: Mapping[Key, Step]) -> bool:
    """Whether a rung was neither taken nor, where it waits to be asked for, offered."""
    step = taken.get(rung.key)
    return rung.falls_at is not None and (step is None or (rung.is_automatic and step.happened_at is None))


def _take(ticket: Ticket, climb: Climb, rung: Rung, offered: Step | None, *, at: datetime) -> Step:
    assert rung.due_at is not None
    assert rung.falls_at is not None
    role, after = rung.key
    step = offered or Step(ticket=ticket, role=role, after=after, how=rung.terms.how, due_at=rung.due_at, recorded_at=at)
    if rung.is_automatic:
        step.recorded_at = at
        return happen(ticket, climb, step, since=rung.falls_at, at=at)
    step.offered_at = rung.falls_at
    _keep(step)
    _record(ticket, Verb.OFFERED, step, rung.falls_at, climb, at=at, over=climb.is_over(at=at))
    return step


def _record(ticket: Ticket, verb: Verb, step: Step, since: datetime, climb: Climb, *, at: datetime, **facts: Any) -> None:
    facts |= facts_of(step) | {"criticality": ticket.criticality, "late_by": late_by(since, at)}
    record(ticket, verb, by=DESK, at=since, recorded_at=at, public=climb.is_published, **facts)


def facts_of(step: Step) -> dict[str, Any]:
    """Return how events name a step."""
    return {"step": step.pk, "role": step.role, "after": step.after // timedelta(seconds=1), "due_at": iso(step.due_at)}


def _keep(step: Step) -> None:
    if step._state.adding:
        insert(step)
    else:
        step.save()


def _ring(ticket: Ticket, climb: Climb, step: Step, *, at: datetime, is_new: bool) -> datetime | None:
    """
    Have whoever is to be rung of a step now rung of all that waits for them; return when to look at it again. `is_new`: taken just
    now, so nobody can have been rung of it yet.
    """
    facts = rung_of(step, climb, is_new=is_new)
    ring = None if climb.is_silent else next_ring(facts, climb.ring_rule)
    if ring is None or ring.at > at:
        _index(step, None if ring is None else ring.at)
        return None if ring is None else ring.at
    agents = {agent.pk: agent for agent in told_of(ticket, climb, step, at=at).agents}
    later = climb.roles_after(step.after)
    if ring.next_in_line and later:
        agents |= {agent.pk: agent for agent in first_holders(ticket, later, before=(step.role,), at=at).agents}
    _mean(step, agents, is_new=is_new)
    for agent in sorted(agents):
        set_timer(RINGING, subject_kind=AGENT, subject_id=agent, due_at=at + (GATHERS if at - ring.at > LATE else NO_TIME), at=at)
    _index(step, at + climb.ring_rule.every)
    return step.rings_at


def _mean(step: Step, agents: Collection[int], *, is_new: bool) -> None:
    """Write down whom the step's ring is meant for."""
    if is_new:
        for agent in sorted(agents):
            insert(Step.whom.through(step_id=step.pk, agent_id=agent))
    else:
        step.whom.set(agents)


def _index(step: Step, rings_at: datetime | None) -> None:
    if step.rings_at != rings_at:
        step.rings_at = rings_at
        update(step, "rings_at")


def _wake(ticket: Ticket, instants: Iterable[datetime | None], *, at: datetime, is_new: bool) -> None:
    due_at = min((instant for instant in instants if instant is not None), default=None)
    if due_at is not None:
        set_timer(STEPS, subject_kind=SUBJECT_KIND, subject_id=ticket.pk, due_at=due_at, at=at)
    elif not is_new:
        clear_timer(STEPS, subject_kind=SUBJECT_KIND, subject_id=ticket.pk)
