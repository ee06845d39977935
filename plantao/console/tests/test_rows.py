"""What a row says is due next on a ticket."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest

from plantao.console.rows import rows_of
from plantao.sla.testing import clocks_wired
from plantao.tickets.models import Ticket
from plantao.tickets.queue import Queued
from plantao.tickets.testing import MONDAY_9H, MONDAY_10H, STAFF, a_desk, a_ticket

pytestmark = pytest.mark.django_db
SOON = MONDAY_10H + timedelta(minutes=5)


@pytest.fixture(autouse=True)
def _wired(db: None) -> Iterator[None]:
    with clocks_wired():
        a_desk()
        yield


def promised(ticket: Ticket) -> None:
    ticket.promise(by=STAFF, at=MONDAY_10H, public=True, due_at=SOON)


def to_be_chased(ticket: Ticket) -> None:
    ticket.pass_to_vendor(by=STAFF, at=MONDAY_10H, public=False, vendor="Fabricante Sul", chase_at=SOON)


def forecast(ticket: Ticket) -> None:
    case = ticket.pass_to_vendor(by=STAFF, at=MONDAY_10H, public=False, vendor="Fabricante Sul")
    ticket.forecast(by=STAFF, at=MONDAY_10H, case_id=case.pk, due_at=SOON)


def on_hold(ticket: Ticket) -> None:
    ticket.hold(by=STAFF, at=MONDAY_10H, public=True, reason="scheduled", ends_at=SOON)


def nothing(ticket: Ticket) -> None:
    """Leave it with its clock alone."""


class TestATicketOnWhichSomethingIsDue:
    @pytest.mark.parametrize(
        ("happens", "waits", "says"),
        [
            (promised, (), "Retorno prometido"),
            (to_be_chased, (), "Cobrar fornecedor"),
            (forecast, (), "Previsão do fornecedor"),
            (on_hold, ("scheduled",), "Fim da pendência"),
            (nothing, (), "Primeiro atendimento"),
        ],
    )
    def test_when_it_stands_in_a_row_then_that_is_named(self, happens: Callable[[Ticket], None], waits: tuple[str, ...], says: str) -> None:
        ticket = a_ticket(criticality="planned", opened_at=MONDAY_9H)
        happens(ticket)
        ticket.refresh_from_db()

        (row,) = rows_of([Queued(ticket=ticket, waits_for=waits)], at=MONDAY_10H)

        assert row.clock is not None
        assert row.clock.label == says
