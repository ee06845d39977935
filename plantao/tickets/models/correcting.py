"""Putting a wrong fact right: before and after both stay, verdicts follow the corrected fact."""

from datetime import datetime
from typing import Any

from plantao.events.actor import Actor
from plantao.events.models import Event
from plantao.events.recording import FromTheFuture
from plantao.rules.refused import Refused
from plantao.rules.ticket_lifecycle import Act
from plantao.tickets.models import terms
from plantao.tickets.models.ending import Ending
from plantao.tickets.models.entry import Words
from plantao.tickets.models.hold import Hold
from plantao.tickets.models.resolution import Resolution
from plantao.tickets.models.row import iso
from plantao.tickets.models.treating import NothingChanges, ReasonMissing, approver_of, name_of
from plantao.tickets.verbs import Verb

INSTANTS = ("opened_at", "fault_started_at", "attended_at", "restored_at", "resolved_at")
KEYS = ("cause", "responsible")
OF_A_HOLD = ("hold.since", "hold.until")
FACTS = (*INSTANTS, *KEYS, *OF_A_HOLD)
IN_ORDER = (
    ("opened_at", "attended_at"), ("opened_at", "resolved_at"), ("opened_at", "cancelled_at"), ("fault_started_at", "restored_at"),
    ("restored_at", "resolved_at"),
)  # fmt: skip


class CorrectionNotApproved(Refused):
    """A correction is a coordinator's, or approved by one. Facts: `fact`."""


class NotAFact(Refused):
    """Nothing of that name can be corrected. Facts: `fact`, `known`."""


class NothingToCorrect(Refused):
    """What is to be corrected never happened; a correction does not make it happen. Facts: `fact`."""


class OutOfOrder(Refused):
    """The corrected instant does not go with another. Facts: `earlier`, `later` (facts), `earlier_at`, `later_at` (ISO 8601)."""


class Correcting(Ending):
    """The verb of correcting."""

    class Meta:
        abstract = True

    def correct(
        self,
        *,
        by: Actor,
        at: datetime,
        public: bool,
        fact: str,
        after: datetime | str,
        reason: str,
        hold_id: int | None = None,
        approved_by: Actor | None = None,
    ) -> Event:
        """
        Put `fact` (one of FACTS) right: an instant, or a key of the handbook's resolution; of the hold `hold_id` where it is a hold's.

        By one who may "ticket.correct", or approved by one. Raises CorrectionNotApproved, ReasonMissing, NotAFact,
        NothingToCorrect, NothingChanges, OutOfOrder, FromTheFuture, UnknownKey.
        """
        self._begin(Act.CORRECT, by=by, at=at, late=None)
        if fact not in FACTS:
            raise NotAFact(fact=fact, known=list(FACTS))
        if not reason.strip():
            raise ReasonMissing(act=Act.CORRECT.value)
        approver = approver_of(by, approved_by, "ticket.correct")
        if approver is None:
            raise CorrectionNotApproved(fact=fact)
        row, name = self._corrected_row(fact, hold_id)
        before = getattr(row, name)
        if before is None and name != "fault_started_at":
            raise NothingToCorrect(fact=fact)
        if before == after:
            raise NothingChanges(act=Act.CORRECT.value)
        self._check_corrected(row, fact, after, at=at)
        setattr(row, name, after)
        row.save(update_fields=[name])
        facts: dict[str, Any] = {"fact": fact, "before": _plain(before), "after": _plain(after), "approved_by": name_of(approver)}
        hold: dict[str, Any] = {"hold": hold_id} if fact in OF_A_HOLD else {}
        return self._record(Verb.CORRECTED, by=by, at=at, public=public, words=Words(reason), **facts, **hold)

    def _corrected_row(self, fact: str, hold_id: int | None) -> tuple[Any, str]:
        """Return the row that holds the fact, and the column's name."""
        if fact in INSTANTS:
            return self, fact
        row: Hold | Resolution | None
        if fact in OF_A_HOLD:
            row = Hold.objects.filter(ticket_id=self.pk, pk=hold_id or 0, cancelled_at=None).first()
        else:
            row = Resolution.objects.filter(ticket_id=self.pk).first()
        if row is None:
            raise NothingToCorrect(fact=fact)
        return row, fact.removeprefix("hold.")

    def _check_corrected(self, row: Any, fact: str, after: datetime | str, *, at: datetime) -> None:
        if isinstance(after, str) or fact in KEYS:
            known = {"cause": self.terms.resolution.causes, "responsible": self.terms.resolution.responsible}
            terms.check_known(fact, str(after), known.get(fact, ()))
            return
        if after > at:
            raise FromTheFuture(at=iso(after), now=iso(at))
        for pair in (("since", "until"),) if fact in OF_A_HOLD else IN_ORDER:
            earlier, later = (after if name == fact.removeprefix("hold.") else getattr(row, name) for name in pair)
            if earlier is not None and later is not None and earlier > later:
                raise OutOfOrder(earlier=pair[0], later=pair[1], earlier_at=iso(earlier), later_at=iso(later))


def _plain(value: datetime | str | None) -> str | None:
    return iso(value) if isinstance(value, datetime) else value
