"""What lies around a ticket: vendors, links, numbers, other tickets, and the ladder."""

import re
from datetime import timedelta

import pytest
from django.db import transaction
from django.test import Client

from plantao.directory.testing import a_customer
from plantao.escalation.testing import ladders_wired, on_duty
from plantao.sla.testing import watch
from plantao.staff.models import Agent
from plantao.staff.testing import a_shift, an_agent
from plantao.tickets.models import LinkKind, Ticket, Words
from plantao.tickets.testing import LONG_AGO, MONDAY_9H, MONDAY_10H, MONDAY_11H, MONDAY_12H, MONDAY_15H, STAFF, a_requester, a_ticket
from tests.pages import Budget, SignIn

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
        a_shift("noc_coordinator", carla, at=LONG_AGO)

        answer = desk.get(f"/tickets/{ticket.protocol}/ladder/", headers=HTMX)

        assert "Carla Reis" in answer.content.decode()

    def test_when_the_ticket_is_over_then_it_says_so(self, desk: Client) -> None:
        ticket = a_ticket(criticality="urgent", attended_at=MONDAY_10H, resolved_at=MONDAY_11H)

        assert desk.get(f"/tickets/{ticket.protocol}/ladder/").context["is_over"]

    def test_when_the_service_is_back_before_anybody_asked_then_nothing_is_left_to_ask_for(self, desk: Client) -> None:
        with ladders_wired():
            ticket = a_ticket(criticality="controlled", attended_at=MONDAY_9H, opened_at=MONDAY_9H)
            watch(MONDAY_11H)
            ticket.restore(by=STAFF, at=MONDAY_11H, public=True)

        shown = desk.get(f"/tickets/{ticket.protocol}/ladder/")

        assert {step.stands for step in shown.context["steps"]} == {"never"}
        assert "/escalations/" not in shown.content.decode()

    def test_when_it_climbed_and_rings_then_it_costs_few_queries_and_the_page_gets_the_button_with_its_key(
        self, desk: Client, carla: Agent, budget: Budget
    ) -> None:
        with ladders_wired():
            for role, name in (("noc_coordinator", "Davi Melo"), ("noc_manager", "Eva Souza"), ("noc_director", "Gil Prado")):
                on_duty(role, name)
            ticket = a_ticket(criticality="urgent", opened_at=MONDAY_9H, customer=a_customer("Norte Fibra", at=LONG_AGO))
            watch(MONDAY_15H)
        page = desk.get(f"/tickets/{ticket.protocol}/").content.decode()
        assert (
            page.count(f'action="/tickets/{ticket.protocol}/acknowledgements/"') == 2
        )  # from the start: nothing moves when the ladder comes
        address = f"/tickets/{ticket.protocol}/ladder/?seen=7"
        desk.get(address, headers=HTMX)

        with budget(15):
            said = desk.get(address, headers=HTMX).content.decode()

        assert "Davi Melo" in said
        assert said.count('data-key="a"') == 1
        assert '<span id="acknowledge" hx-swap-oob="true"><form' in said
        desk.post(f"/tickets/{ticket.protocol}/acknowledgements/", {"back": "/"})
        assert 'data-key="a"' not in desk.get(address, headers=HTMX).content.decode()


class TestWhatIsOfferedBesideIt:
    @pytest.fixture
    def busy(self, ticket: Ticket) -> Ticket:
        case = ticket.pass_to_vendor(by=STAFF, at=MONDAY_10H, public=False, vendor="Fabricante Sul")
        ticket.forecast(by=STAFF, at=MONDAY_10H, case_id=case.pk, due_at=MONDAY_11H)
        ticket.hold(by=STAFF, at=MONDAY_10H, public=True, reason="scheduled", ends_at=MONDAY_15H + timedelta(hours=4))
        ticket.link(by=STAFF, at=MONDAY_10H, public=True, other=a_ticket(customer=ticket.customer), kind=LinkKind.RELATED)
        ticket.watch(by=STAFF, at=MONDAY_11H, public=False, person=a_requester(ticket.customer))
        return ticket

    def addresses(self, desk: Client, ticket: Ticket) -> set[str]:
        """Return the acts on things of the ticket that its page and the part beside it lead to, with what they say was seen."""
        pages = [desk.get(f"/tickets/{ticket.protocol}/{part}").content.decode() for part in ("", "around/?seen=7")]
        return set(re.findall(r'href="(?:/tickets/\w+/)((?:holds|vendor-cases|links|watchers)/\d+/[\w-]+/\?seen=\d+)"', "".join(pages)))

    def test_when_a_coordinator_reads_then_all_is_offered_and_each_says_what_was_seen(self, desk: Client, busy: Ticket) -> None:
        last = busy.timeline.events.order_by("-pk")[0].pk

        offered = self.addresses(desk, busy)

        assert {each.split("/")[2] for each in offered} == {
            "resumptions", "contestations", "cancellations", "chases", "words", "forecasts", "broken-forecasts", "restorations",
            "verifications", "unlinkings", "unwatchings",
        }  # fmt: skip
        assert {each.split("=")[1] for each in offered if each.startswith("holds")} == {str(last)}
        assert {each.split("=")[1] for each in offered if not each.startswith("holds")} == {"7"}

    def test_when_a_right_is_missing_then_its_act_alone_is_not_offered(self, signed_in: SignIn, busy: Ticket) -> None:
        offered = self.addresses(signed_in(an_agent("Ana", at=LONG_AGO)), busy)

        assert not [each for each in offered if "cancellations" in each]
        assert [each for each in offered if "resumptions" in each]

    def test_when_the_ticket_is_over_then_nothing_is_offered_that_its_status_forbids(self, desk: Client, busy: Ticket) -> None:
        busy.cancel(by=STAFF, at=MONDAY_12H, public=True, reason="duplicate")

        assert {each.split("/")[2] for each in self.addresses(desk, busy)} == {
            "cancellations", "words", "forecasts", "broken-forecasts", "restorations", "verifications", "unlinkings",
        }  # fmt: skip

    def test_when_a_colleague_was_faster_then_an_act_on_a_hold_is_stopped_once(self, desk: Client, busy: Ticket) -> None:
        hold, last = busy.holds.get(), busy.timeline.events.order_by("-pk")[0].pk
        busy.note(by=STAFF, at=MONDAY_12H, words=Words("Wait for the crew"))
        address = f"/tickets/{busy.protocol}/holds/{hold.pk}/resumptions/"

        with transaction.atomic():
            stopped = desk.post(address, {"seen": last}, headers=HTMX)

        assert stopped.status_code == 409
        assert "Wait for the crew" in stopped.content.decode()
        hold.refresh_from_db()
        assert hold.is_open
