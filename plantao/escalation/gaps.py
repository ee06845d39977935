"""Looking weeks ahead for times in which nobody holds a role that a ladder tells; each gap is told once."""

from datetime import datetime

from plantao.agreements.queries import in_force
from plantao.escalation.models import Gap
from plantao.escalation.verbs import Verb
from plantao.events.actor import DESK
from plantao.events.recording import record
from plantao.handbook.duty import roles_on_duty
from plantao.rules.duty_rota import Period
from plantao.staff.models import Rota
from plantao.staff.rota import gaps_ahead, roles_named

WEEKS = 4


def find_gaps(*, at: datetime, weeks: int = WEEKS) -> list[Gap]:
    """Return the gaps of the weeks to come that nobody was told of yet, each now an event on the rota of its role. Raises NoHandbook."""
    roles = dict.fromkeys((*roles_on_duty(in_force(at).handbook), *sorted(roles_named(at=at))))
    found = gaps_ahead(roles, at=at, weeks=weeks)
    return [_tell(role, gap, at=at) for role, gaps in found.items() for gap in gaps if not _is_told(role, gap)]


def _is_told(role: str, gap: Period) -> bool:
    """Whether it, or a part of it, was found before: one that only comes nearer, or reaches further, is the same."""
    same = Gap.objects.filter(role=role, since__lt=gap.until, until__gte=gap.since).order_by("id").last()
    if same is None:
        return False
    same.until = max(same.until, gap.until)
    same.save(update_fields=["until"])
    return True


def _tell(role: str, gap: Period, *, at: datetime) -> Gap:
    told = Gap.objects.create(role=role, since=gap.since, until=gap.until, found_at=at)
    since, until = gap.since.isoformat(), gap.until.isoformat()
    record(Rota.objects.of(role), Verb.GAP_FOUND, by=DESK, at=at, public=False, role=role, since=since, until=until)
    return told
