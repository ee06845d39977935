"""What lies around a ticket: vendors, links, numbers, other tickets, and the ladder."""

import pytest
from django.test import Client

from plantao.staff.models import Agent
from plantao.staff.testing import a_shift
from plantao.tickets.models import LinkKind, Ticket
from plantao.tickets.testing import LONG_AGO, MONDAY_10H, MONDAY_11H, MONDAY_12H, STAFF, a_requester, a_ticket
from tests.pages import Budget

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


class TestAround:
    @pytest.fixture
    def busy(self, ticket: Ticket) -> Ticket:
        case = ticket.pass_to_vendor(by=STAFF, at=MONDAY_10H, public=False, vendor="Fabricante Sul", reference="RMA-7")
        ticket.forecast(by=STAFF, at=MONDAY_10H, case_id=case.pk, due_at=MONDAY_11H)
        ticket.forecast_broken(by=STAFF, at=MONDAY_12H, case_id=case.pk)
        other = a_ticket(customer=ticket.customer, subject="The same again")
        ticket.link(by=STAFF, at=MONDAY_10H, public=True, other=other, kind=LinkKind.RELATED)
        ticket.add_contact(by=STAFF, at=MONDAY_11H, public=True, channel="phone")
        ticket.watch(by=STAFF, at=MONDAY_11H, public=False, person=a_requester(ticket.customer))
        return ticket

    def test_when_it_is_asked_for_then_all_of_it_is_there_within_few_queries(self, desk: Client, busy: Ticket, budget: Budget) -> None:
        desk.get(f"/tickets/{busy.protocol}/around/", headers=HTMX)

        with budget(15):
            said = desk.get(f"/tickets/{busy.protocol}/around/", headers=HTMX).content.decode()

        assert "RMA-7" in said
        assert 'class="broken"' in said
        assert "The same again" in said
        assert all(protocol.number in said for protocol in busy.protocols.all())
        assert "rui@norte.example" in said
        assert "<html" not in said

    def test_when_a_browser_without_scripts_opens_it_then_it_is_a_page(self, desk: Client, busy: Ticket) -> None:
        assert "<html" in desk.get(f"/tickets/{busy.protocol}/around/").content.decode()


class TestTheLadder:
    def test_when_it_is_asked_for_then_it_says_who_would_be_told(self, desk: Client, carla: Agent) -> None:
        ticket = a_ticket(criticality="urgent")
        a_shift(ticket.terms.ladder_for(department=ticket.department, criticality="urgent").steps[0].tell, carla, at=LONG_AGO)  # type: ignore[union-attr]

        answer = desk.get(f"/tickets/{ticket.protocol}/ladder/", headers=HTMX)

        assert "Carla Reis" in answer.content.decode()

    def test_when_the_ticket_is_over_then_it_says_so(self, desk: Client) -> None:
        ticket = a_ticket(criticality="urgent", attended_at=MONDAY_10H, resolved_at=MONDAY_11H)

        assert desk.get(f"/tickets/{ticket.protocol}/ladder/").context["is_over"]
