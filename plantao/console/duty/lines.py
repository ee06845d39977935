"""Who is on duty for each role, until when, and who comes then."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from plantao.handbook.document import Handbook
from plantao.handbook.duty import roles_on_duty
from plantao.staff.models import Agent
from plantao.staff.rota import Duty, duties_of
from plantao.ui.terms import Terms

AHEAD = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """
    One role: who holds it now (`first`; None is a gap, shown in red) and who is rung if they don't answer (`others`).
    `until` is when that changes and `then` who comes; until is None where it does not within a week.
    """

    role: str
    first: Agent | None
    others: tuple[Agent, ...]
    until: datetime | None
    then: Agent | None


def lines(handbook: Handbook, *, at: datetime) -> list[Line]:
    """Return every role that ladders tell, in their order: four queries."""
    terms = Terms(handbook)
    roles = roles_on_duty(handbook)
    found = duties_of(roles, since=at, until=at + AHEAD)
    return [_line(terms.role(role), found[role]) for role in roles]


def _line(role: str, stretches: tuple[Duty, ...]) -> Line:
    now = stretches[0].line if stretches else ()
    change = next((stretch for stretch in stretches if stretch.line[:1] != now[:1]), None)
    return Line(
        role=role,
        first=now[0] if now else None,
        others=now[1:],
        until=change.since if change else None,
        then=change.line[0] if change and change.line else None,
    )
