"""
Who is told when a role is: the order's own, else the customer's account team, else whoever is on duty.

Where nobody holds the role, the next step's is asked, at last the administrators.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from plantao.directory.models import AccountRole
from plantao.handbook.document import Role
from plantao.prepared import Gap, Prepared
from plantao.staff.models import Agent
from plantao.staff.permissions import Right
from plantao.staff.rota import Book, on_duty
from plantao.tickets.models import Ticket

ADMINISTRATORS = ""

_ADMINISTRATORS = Prepared(
    lambda: Agent.objects.filter(disabled_at=None, rights__contains=[Right.ADMINISTRATOR.value]).select_related("person").order_by("id"),
    stays=True,
)

_TEAM = Prepared(
    lambda: AccountRole.objects.filter(
        Q(until=None) | Q(until__gt=Gap("at")),
        Q(order_timeline=None) | Q(order_timeline=Gap("order")),
        Q(product="") | Q(product=Gap("product")),
        customer=Gap("customer"),
        role=Gap("role"),
        since__lte=Gap("at"),
    ),
    stays=True,
)


@dataclass(frozen=True, slots=True)
class Holders:
    """
    Who is told, as holders of which role (ADMINISTRATORS where nobody holds any). `gaps` are the roles before it that
    somebody should hold and nobody does.
    """

    role: str
    agents: tuple[Agent, ...]
    gaps: tuple[str, ...] = ()


class Roster:
    """
    Who holds any role for one ticket from `since` on, as is known now: five queries when it is opened, none when it is asked.
    For a whole ladder; one step alone is cheaper by itself.
    """

    def __init__(self, ticket: Ticket, *, since: datetime) -> None:
        self._ticket, self._book = ticket, Book(since=since)
        team = AccountRole.objects.filter(Q(until=None) | Q(until__gt=since), customer=ticket.customer_id)
        self._team = list(team.select_related("person__agent")) if ticket.customer_id else []
        agents = [agent for row in self._team if (agent := getattr(row.person, "agent", None)) is not None]
        self._serving = {agent.person_id: agent for agent in agents if agent.disabled_at is None}

    @property
    def administrators(self) -> tuple[Agent, ...]:
        """Return the desk's administrators who serve."""
        return self._book.administrators

    def of_the_account_team(self, role: str, *, at: datetime) -> Agent | None:
        """As `_of_the_account_team`."""
        rows = [row for row in self._team if row.role == role and row.since <= at and (row.until is None or row.until > at)]
        product, order = _product(self._ticket), self._ticket.timeline_id
        fits = [row for row in rows if row.product in ("", product) and row.order_timeline_id in (None, order)]
        return _nearest(fits, self._serving)

    def on_duty(self, role: str, *, at: datetime) -> tuple[Agent, ...]:
        """Return who is on duty for a role, first in line first."""
        return self._book.on_duty(role, at=at)


def first_holders(
    ticket: Ticket, roles: Sequence[str], *, before: Sequence[str] = (), at: datetime, roster: Roster | None = None
) -> Holders:
    """
    Return who holds the first of the roles that anybody does; else the administrators. `roster` is asked where there is one.

    A role that not every customer has, and that this one does not, is no gap: where no role is left after it, the holders of
    the last one `before` it are told.
    """
    gaps: list[str] = []
    for role in roles:
        if agents := holders(ticket, role, at=at, roster=roster):
            return Holders(role, agents, tuple(gaps))
        if not _is_some_customers(ticket.terms.roles.get(role)):
            gaps.append(role)
    if not gaps:
        for role in reversed(before):
            if agents := holders(ticket, role, at=at, roster=roster):
                return Holders(role, agents)
    return Holders(ADMINISTRATORS, roster.administrators if roster else administrators(), tuple(gaps))


def holders(ticket: Ticket, role: str, *, at: datetime, roster: Roster | None = None) -> tuple[Agent, ...]:
    """Return who holds a role for a ticket at an instant; () where nobody does, or the role is not for such a ticket."""
    if not _is_for(ticket, ticket.terms.roles.get(role)):
        return ()
    if roster is not None:
        agent = roster.of_the_account_team(role, at=at) or next(iter(roster.on_duty(role, at=at)), None)
    else:
        agent = _of_the_account_team(ticket, role, at=at) or next(iter(on_duty(role, at=at)), None)
    return () if agent is None else (agent,)


def administrators() -> tuple[Agent, ...]:
    """Return the desk's administrators who serve."""
    return tuple(_ADMINISTRATORS.rows())


def _of_the_account_team(ticket: Ticket, role: str, *, at: datetime) -> Agent | None:
    """Return who holds it for this very order, else for the product, else for the customer; only who serves on our staff counts."""
    if ticket.customer_id is None:
        return None
    rows = _TEAM.rows(customer=ticket.customer_id, role=role, at=at, order=ticket.timeline_id, product=_product(ticket))
    return _nearest(rows, {agent.person_id: agent for agent in _serving([row.person_id for row in rows])})


def _nearest(rows: Sequence[AccountRole], agents: Mapping[int, Agent]) -> Agent | None:
    nearest = sorted(rows, key=lambda row: (row.order_timeline_id is None, not row.product, -row.since.timestamp(), row.pk))
    return next((agents[row.person_id] for row in nearest if row.person_id in agents), None)


def _product(ticket: Ticket) -> str:
    return ticket.service.product if ticket.service else ""


def _serving(persons: list[int]) -> list[Agent]:
    return list(Agent.objects.filter(person_id__in=persons, disabled_at=None).select_related("person")) if persons else []


def _is_for(ticket: Ticket, role: Role | None) -> bool:
    """Whether such a ticket has somebody in this role; one that a newer handbook no longer names is for all."""
    if role is None:
        return True
    product = _product(ticket)
    segment = ticket.customer.segment if ticket.customer else ""
    return (not role.for_products or product in role.for_products) and (not role.for_segments or segment in role.for_segments)


def _is_some_customers(role: Role | None) -> bool:
    return role is not None and bool(role.per_customer or role.per_order or role.per_product or role.for_products or role.for_segments)
