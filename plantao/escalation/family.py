"""Which other tickets bear on a ticket's ladder: the parent and the children of a mass incident, and what it is a repeat of."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Q

from plantao.escalation.models import Step
from plantao.prepared import Gap, Prepared
from plantao.rules.ticket_lifecycle import OPEN
from plantao.tickets.models import Link, LinkKind, Ticket
from plantao.tickets.repeating import fault_before

_LINKS = Prepared(
    lambda: Link.objects.filter(
        Q(ticket=Gap("ticket")) | Q(other=Gap("ticket"), kind=LinkKind.PARENT), kind__in=[LinkKind.PARENT, LinkKind.REPEAT]
    ).order_by("id"),
    stays=True,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """
    `children` are the tickets for which this one carries the steps; `parent` is the one that carries this one's, if any;
    `repeats` the links to what it is a repeat of.
    """

    parent: Ticket | None = None
    children: tuple[Ticket, ...] = ()
    repeats: tuple[Link, ...] = ()

    @property
    def is_carried(self) -> bool:
        """Whether an open mass incident carries the steps: this ticket rings nobody then."""
        return self.parent is not None and self.parent.restored_at is None and self.parent.status in OPEN


def family_of(ticket: Ticket) -> Family:
    """Return the parent and the children of a ticket, and what it repeats."""
    near = _LINKS.rows(ticket=ticket.pk)
    repeats = tuple(link for link in near if link.kind == LinkKind.REPEAT)
    if len(repeats) == len(near):
        return Family(repeats=repeats)
    links = Link.objects.filter(Q(ticket_id=ticket.pk) | Q(other_id=ticket.pk), kind=LinkKind.PARENT).select_related("ticket", "other")
    rows = list(links)
    parent = next((link.other for link in rows if link.ticket_id == ticket.pk), None)
    return Family(parent=parent, children=tuple(link.ticket for link in rows if link.other_id == ticket.pk), repeats=repeats)


def carried_by(parent: Ticket) -> Collection[tuple[str, timedelta]]:
    """Return the steps, by role and time, that a parent has taken: for its children they need not happen again."""
    return set(Step.objects.filter(ticket_id=parent.pk, happened_at__isnull=False).values_list("role", "after"))


def repeated(ticket: Ticket, *, is_new: bool = False, family: Family | None = None) -> Ticket | None:
    """
    Return what a ticket repeats: what it is linked to as a repeat. Of one that is new, and not linked yet, what it will be
    linked to. `family` is the ticket's, where it is at hand.
    """
    if is_new:
        return fault_before(ticket)
    links = _LINKS.rows(ticket=ticket.pk) if family is None else family.repeats
    earlier = [link for link in links if link.kind == LinkKind.REPEAT and link.other_id < ticket.pk]
    return earlier[-1].other if earlier else None
