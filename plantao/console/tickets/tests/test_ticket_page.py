"""The page of a ticket: what it shows, to whom, and what it costs."""

from datetime import timedelta

import pytest
from django.test import Client

from plantao.directory.testing import a_customer
from plantao.events.models import Event
from plantao.staff.models import Agent
from plantao.tickets.models import File, Ticket, Words
from plantao.tickets.testing import LONG_AGO, MONDAY_9H, MONDAY_10H, MONDAY_11H, a_requester, a_ticket
from tests.pages import Budget, SignIn

pytestmark = pytest.mark.django_db


def page(browser: Client, ticket: Ticket) -> str:
    answer = browser.get(f"/tickets/{ticket.protocol}/")
    assert answer.status_code == 200
    return answer.content.decode()


class TestABusyTicket:
    @pytest.fixture
    def ticket(self, carla: Agent) -> Ticket:
        customer = a_customer("Norte Fibra", at=LONG_AGO)
        requester = a_requester(customer, mail="rui@norte.example")
        ticket = a_ticket(customer=customer, requester=requester, held={"awaiting_customer": MONDAY_10H})
        for minute in range(20):
            at = MONDAY_11H + timedelta(minutes=minute)
            ticket.reply(by=carla.actor, at=at, public=True, words=Words(f"News {minute}"))
            ticket.note(by=carla.actor, at=at, words=Words(f"Secret {minute}", files=(a_file(),)))
        ticket.assign(by=carla.actor, at=MONDAY_11H, to=carla.person)
        return ticket

    def test_when_it_is_opened_then_it_costs_few_queries(self, desk: Client, ticket: Ticket, budget: Budget) -> None:
        page(desk, ticket)

        with budget(15):
            said = page(desk, ticket)

        assert "News 19" in said
        assert "Secret 19" in said
        assert "Norte Fibra" in said
        assert f'<a href="#event-{Event.objects.get(verb="ticket.held").pk}" dir="auto">Is the equipment powered?</a>' in said

    def test_when_it_is_read_then_what_is_internal_is_marked_and_what_is_public_is_not(self, desk: Client, ticket: Ticket) -> None:
        answer = desk.get(f"/tickets/{ticket.protocol}/")

        lines = answer.context["timeline"].lines
        marked = {said.entry.text: line.is_inside and said.is_inside for line in lines for said in line.said}
        assert marked["Secret 3"] is True
        assert marked["News 3"] is False
        assert answer.content.decode().count("data-inside") >= 40


def a_file(name: str = "trace.txt", content: bytes = b"1 ms", kind: str = "text/plain") -> File:
    return File(name=name, content=content, content_type=kind)


class TestFindingIt:
    def test_when_another_of_its_numbers_is_asked_for_then_it_leads_to_the_first(self, desk: Client, carla: Agent) -> None:
        ticket = a_ticket()
        again = ticket.add_contact(by=carla.actor, at=MONDAY_10H, public=True, channel="phone")

        answer = desk.get(f"/tickets/{again.number}/")

        assert (answer.status_code, answer["Location"]) == (302, f"/tickets/{ticket.protocol}/")

    def test_when_it_was_merged_then_its_number_leads_to_the_survivor_which_shows_its_words(self, desk: Client, carla: Agent) -> None:
        merged, survivor = a_ticket(text="The same trouble."), a_ticket()
        merged.merge(by=carla.actor, at=MONDAY_10H, public=True, into=survivor)

        answer = desk.get(f"/tickets/{merged.protocol}/")

        assert (answer.status_code, answer["Location"]) == (302, f"/tickets/{survivor.protocol}/")
        assert "The same trouble." in page(desk, survivor)

    def test_when_it_is_another_departments_then_there_is_none(self, carla: Agent, signed_in: SignIn) -> None:
        ticket = a_ticket(department="support")
        Agent.objects.filter(pk=carla.pk).update(departments=["finance"])

        assert signed_in(carla).get(f"/tickets/{ticket.protocol}/").status_code == 404

    def test_when_a_contact_of_the_customer_asks_then_they_are_sent_away(self, carla: Agent, signed_in: SignIn) -> None:
        requester = a_requester()
        ticket = a_ticket(requester=requester)

        assert signed_in(requester).get(f"/tickets/{ticket.protocol}/").status_code == 403


class TestFiles:
    def test_when_a_file_is_taken_then_it_comes_as_a_download_that_no_browser_runs(self, desk: Client, carla: Agent) -> None:
        ticket = a_ticket()
        active = a_file("page.html", b"<script>1</script>", "text/html")
        note = ticket.note(by=carla.actor, at=MONDAY_10H, words=Words("See", files=(active,)))

        answer = desk.get(f"/tickets/{ticket.protocol}/files/{note.attachments.get().pk}/")

        assert answer.content == b"<script>1</script>"
        assert answer["Content-Type"] == "application/octet-stream"
        assert answer["Content-Disposition"] == 'attachment; filename="page.html"'
        assert answer["X-Content-Type-Options"] == "nosniff"

    def test_when_it_is_another_tickets_then_it_is_not_handed_over(self, desk: Client, carla: Agent) -> None:
        ticket, other = a_ticket(), a_ticket(opened_at=MONDAY_9H)
        note = other.note(by=carla.actor, at=MONDAY_10H, words=Words("See", files=(a_file(),)))

        assert desk.get(f"/tickets/{ticket.protocol}/files/{note.attachments.get().pk}/").status_code == 404
