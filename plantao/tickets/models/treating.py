"""Who treats a ticket, and as what: classify, assign, hand over."""

from datetime import datetime
from typing import Any

from plantao.events.actor import Actor
from plantao.events.models import Event
from plantao.people.models import Person
from plantao.rules.criticality import Change, check_change
from plantao.rules.refused import Refused
from plantao.rules.ticket_lifecycle import Act
from plantao.staff.queries import is_staff, may
from plantao.tickets.models import terms
from plantao.tickets.models.entry import Words
from plantao.tickets.models.row import Late
from plantao.tickets.models.talking import Talking
from plantao.tickets.verbs import Verb


class ReasonMissing(Refused):
    """An act needs a reason, in words. Facts: `act`."""


class NothingChanges(Refused):
    """Everything is already as the act would make it. Facts: `act`."""


class NotStaff(Refused):
    """Only a member of staff holds a ticket. Facts: `person` (id)."""


class MayNotApprove(Refused):
    """Whoever is named as approving has not the right to. Facts: `permission`."""


class Treating(Talking):
    """The verbs of treating."""

    class Meta:
        abstract = True

    def classify(
        self,
        *,
        by: Actor,
        at: datetime,
        public: bool,
        department: str | None = None,
        item: str | None = None,
        criticality: str | None = None,
        reason: str = "",
        has_consent: bool = False,
        approved_by: Actor | None = None,
        late: Late | None = None,
    ) -> Event:
        """
        Say what it is: department, item ("" for none), criticality; None leaves one as it is, an item its department keeps.

        A change of criticality needs a `reason`, which the requester is told; lowering it also needs the requester's
        consent on record, or the approval of one who may ("ticket.lower"). Raises NothingChanges, ReasonMissing,
        LoweringNeedsConsent, CriticalityNotOffered, UnknownKey, ItemOfAnotherDepartment.
        """
        self._begin(Act.CLASSIFY, by=by, at=at, late=late)
        before = self._place()
        after = self._place_after(department=department, item=item, criticality=criticality)
        if after == before:
            raise NothingChanges(act=Act.CLASSIFY.value)
        terms.check_place(self.terms, **after)
        approver = approver_of(by, approved_by, "ticket.lower")
        order = list(self.terms.criticalities)
        change = check_change(
            before["criticality"], after["criticality"], order=order, has_consent=has_consent, is_approved=approver is not None
        )
        if change is not Change.SAME and not reason.strip():
            raise ReasonMissing(act=Act.CLASSIFY.value)
        self._set(**after, is_covered=terms.is_covered(self.terms, plan=self.plan, item=after["item"]))
        return self._record(
            Verb.CLASSIFIED,
            by=by,
            at=at,
            public=public,
            late=late,
            words=Words(reason) if reason.strip() else None,
            before=before,
            after=after,
            change=change.value,
            consent=has_consent,
            approved_by=name_of(approver) if change is Change.LOWERED else None,
            missing=self._look_again_what_is_missing(),
            covered=self.is_covered,
        )

    def assign(self, *, by: Actor, at: datetime, to: Person | None) -> Event:
        """Let a member of staff hold it, or nobody. Internal; being assigned is not being attended."""
        self._begin(Act.ASSIGN, by=by, at=at, late=None)
        if to is not None and not is_staff(to.pk):
            raise NotStaff(person=to.pk)
        before, after = self.holder_id, None if to is None else to.pk
        if before == after:
            raise NothingChanges(act=Act.ASSIGN.value)
        self._set(holder=to)
        return self._record(Verb.ASSIGNED, by=by, at=at, public=False, before=before, after=after)

    def hand_over(
        self,
        *,
        by: Actor,
        at: datetime,
        public: bool,
        reason: str,
        level: str | None = None,
        department: str | None = None,
        late: Late | None = None,
    ) -> Event:
        """
        Give it to another level, or department, or both, with a reason. Nobody there holds it until it is assigned.

        Raises CriticalityNotOffered where the department does not work at its criticality: classify it instead.
        """
        self._begin(Act.HAND_OVER, by=by, at=at, late=late)
        if not reason.strip():
            raise ReasonMissing(act=Act.HAND_OVER.value)
        if level is not None:
            terms.check_known("level", level, [each.key for each in self.terms.levels])
        place = self._place_after(department=department, item=None, criticality=None)
        terms.check_place(self.terms, **place)
        before = {"level": self.level, "department": self.department}
        after = {"level": self.level if level is None else level, "department": place["department"]}
        if before == after:
            raise NothingChanges(act=Act.HAND_OVER.value)
        self._set(**place, level=after["level"], holder=None)
        self._look_again_what_is_missing()
        return self._record(Verb.HANDED_OVER, by=by, at=at, public=public, late=late, words=Words(reason), before=before, after=after)

    def _place(self) -> dict[str, str]:
        return {"department": self.department, "item": self.item, "criticality": self.criticality}

    def _place_after(self, *, department: str | None, item: str | None, criticality: str | None) -> dict[str, str]:
        """Another department leaves an item behind that is not in its catalogue; an item alone brings its department."""
        if item and department is None and item in self.terms.items():
            department = self.terms.items()[item][0]
        if item is None and department not in (None, self.department):
            item = ""
        asked = {"department": department, "item": item, "criticality": criticality}
        return {key: value if asked[key] is None else str(asked[key]) for key, value in self._place().items()}


def approver_of(by: Actor, approved_by: Actor | None, permission: str) -> Actor | None:
    """Return who approves: the one who acts where they may, else the one named; None where nobody is. Raises MayNotApprove."""
    if approved_by is not None and not may(approved_by, permission):
        raise MayNotApprove(permission=permission)
    return by if may(by, permission) else approved_by


def name_of(actor: Actor | None) -> Any:
    """Return how facts name somebody: the person's id, else in which quality they acted; None for nobody."""
    return None if actor is None else actor.person_id or actor.kind.value
