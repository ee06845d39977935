"""What `plantao escalation` does and prints. Instants in UTC with `Z`."""

import argparse
import json
from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta
from typing import Any

from plantao.escalation.acknowledging import acknowledge
from plantao.escalation.asking import ask
from plantao.escalation.holders import first_holders
from plantao.escalation.models import Step
from plantao.escalation.reading import StepReading, ladder_of
from plantao.escalation.ringing import unacknowledged
from plantao.operate.ticket.acting import Desk
from plantao.operate.ticket.summary import instant, reached_at
from plantao.staff.models import Agent
from plantao.work.acting import run_retrying


def _list(options: argparse.Namespace, permission: str) -> None:
    desk = Desk(options, permission=permission)
    steps = unacknowledged(at=desk.now).select_related("ticket").prefetch_related("whom__person")
    for step in steps.order_by("happened_at", "id"):
        _print(_ringing(step), options)


def _show(options: argparse.Namespace, permission: str) -> None:
    desk = Desk(options, permission=permission)
    for reading in ladder_of(desk.ticket, at=desk.now, now=desk.now).steps:
        _print({"tell": reading.role, "after": reading.after // timedelta(seconds=1), **_stands(reading)}, options)


def _who(options: argparse.Namespace, permission: str) -> None:
    desk = Desk(options, permission=permission)
    at, ticket = desk.instant("at") or desk.now, desk.ticket
    ladder = ticket.terms.ladder_for(department=ticket.department, criticality=ticket.criticality)
    roles = tuple(dict.fromkeys(step.tell for step in ladder.steps)) if ladder else ()
    for place, role in enumerate(roles):
        told = first_holders(ticket, roles[place:], before=roles[:place], at=at)
        _print({"tell": role, "to": told.role or "administrators", "people": _people(told.agents), "gaps": list(told.gaps)}, options)


def _acknowledge(options: argparse.Namespace, permission: str) -> None:
    desk = Desk(options, permission=permission)
    given = run_retrying(lambda: acknowledge(desk.ticket, by=desk.by, at=desk.now))
    for each in given:
        _print({"protocol": desk.ticket.protocol, "tell": each.step.role, "until": instant(each.until)}, options)


def _ask(options: argparse.Namespace, permission: str) -> None:
    desk = Desk(options, permission=permission)
    by = desk.as_requester(desk.ticket) if options.as_requester else desk.by
    step = run_retrying(lambda: ask(desk.ticket, by=by, at=desk.now, public=not options.internal, role=options.role))
    _print({"protocol": desk.ticket.protocol, "tell": step.role, "happened_at": instant(step.happened_at)}, options)


def _stands(reading: StepReading) -> dict[str, Any]:
    step = reading.step
    return {
        "due_at": instant(reading.due_at),
        "automatic": reading.is_automatic,
        "state": reading.stands.value,
        "happened_at": instant(step.happened_at) if step else None,
        "rings_at": instant(reading.rings_at),
        "rung": len(reading.rung),
    }


def _ringing(step: Step) -> dict[str, Any]:
    return {
        "protocol": step.ticket.protocol,
        "tell": step.role,
        "since": instant(step.happened_at),
        "rung": step.rings.count(),
        "next_at": instant(step.rings_at),
        "people": _people(step.whom.all()),
    }


def _people(agents: Iterable[Agent]) -> list[str]:
    return [reached_at(agent.person) or agent.person.name for agent in agents]


def _print(facts: dict[str, Any], options: argparse.Namespace) -> None:
    if options.json:
        print(json.dumps(facts, ensure_ascii=False))
        return
    words = (", ".join(fact) if isinstance(fact, list) else fact for fact in facts.values())
    print("\t".join("-" if word in (None, "") else str(word) for word in words))


ACTS: Mapping[str, Callable[[argparse.Namespace, str], None]] = {
    "list": _list, "show": _show, "who": _who, "acknowledge": _acknowledge, "ask": _ask,
}  # fmt: skip
