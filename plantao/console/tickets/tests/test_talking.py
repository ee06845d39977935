"""Reply and note at the page: what goes out, what stays within, and what somebody else did meanwhile."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from plantao.events.models import Event
from plantao.staff.models import Agent
from plantao.staff.testing import an_agent
from plantao.tickets.models import Entry, LinkKind, Ticket, Words
from plantao.tickets.testing import LONG_AGO, MONDAY_10H, MONDAY_11H, a_ticket

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


def last(ticket: Ticket) -> int:
    return Event.objects.filter(timeline=ticket.timeline_id).latest("pk").pk


class TestReplying:
    def test_when_it_is_sent_then_the_customer_is_told(self, desk: Client, ticket: Ticket, carla: Agent) -> None:
        sent = {"text": "We are on our way.", "attachments": SimpleUploadedFile("plan.txt", b"by noon")}

        answer = desk.post(f"/tickets/{ticket.protocol}/replies/", sent)

        assert (answer.status_code, answer["Location"]) == (302, f"/tickets/{ticket.protocol}/")
        entry = Entry.objects.get(ticket=ticket, kind="reply")
        assert (entry.text, entry.is_public, entry.person_id) == ("We are on our way.", True, carla.person_id)
        assert entry.attachments.get().name == "plan.txt"
        assert entry.event.is_public

    @pytest.mark.parametrize("noun", ["replies", "notes"])
    def test_when_the_same_page_sends_it_twice_then_it_is_said_once(self, desk: Client, ticket: Ticket, noun: str) -> None:
        words = {"text": "We are on our way.", "seen": last(ticket)}

        answers = [desk.post(f"/tickets/{ticket.protocol}/{noun}/", words).status_code for _ in range(2)]

        assert answers == [302, 302]
        assert Entry.objects.filter(ticket=ticket, text="We are on our way.").count() == 1

    def test_when_the_same_words_come_from_a_newer_page_then_they_are_said_again(self, desk: Client, ticket: Ticket) -> None:
        for _ in range(2):
            desk.post(f"/tickets/{ticket.protocol}/replies/", {"text": "Still at it.", "seen": last(ticket)})

        assert Entry.objects.filter(ticket=ticket, text="Still at it.").count() == 2

    def test_when_nothing_was_written_then_it_says_so_and_nothing_goes_out(self, desk: Client, ticket: Ticket) -> None:
        answer = desk.post(f"/tickets/{ticket.protocol}/replies/", {"text": "  "}, headers=HTMX)

        assert answer.status_code == 409
        assert "refusal" in answer.content.decode()

    def test_when_the_ticket_is_over_then_a_sentence_says_so(self, desk: Client, ticket: Ticket, carla: Agent) -> None:
        ticket.cancel(by=carla.actor, at=MONDAY_10H, public=False, reason="Twice the same")

        assert desk.get(f"/tickets/{ticket.protocol}/").context["reply"] is None
        assert desk.post(f"/tickets/{ticket.protocol}/replies/", {"text": "Hello"}, headers=HTMX).status_code == 409


class TestReplyingOnAMassIncident:
    def test_when_nobody_asked_for_its_parent_then_it_says_on_how_many_tickets_the_words_will_be_heard(
        self, desk: Client, ticket: Ticket, carla: Agent
    ) -> None:
        parent, over = a_ticket(subject="Ring South is cut"), a_ticket()
        for child in (ticket, over):
            child.link(by=carla.actor, at=MONDAY_10H, public=False, other=parent, kind=LinkKind.PARENT)
        over.cancel(by=carla.actor, at=MONDAY_10H, public=False, reason="Twice the same")

        said = desk.get(f"/tickets/{parent.protocol}/").content.decode()

        assert "Segue para 1 chamado aberto desta massiva" in said
        assert "Quem pede em 1 chamado aberto" in said
        assert "defina antes um solicitante" not in said

    def test_when_nobody_asked_and_nobody_hears_then_a_requester_is_to_be_set(self, desk: Client) -> None:
        assert "defina antes um solicitante" in desk.get(f"/tickets/{a_ticket().protocol}/").content.decode()


class TestNoting:
    def test_when_it_is_kept_then_nothing_of_it_is_public_and_nobody_outside_is_told(self, desk: Client, ticket: Ticket) -> None:
        before = last(ticket)

        desk.post(f"/tickets/{ticket.protocol}/notes/", {"text": "The customer is difficult."})

        entry = Entry.objects.get(ticket=ticket, kind="note")
        assert (entry.is_public, entry.event.is_public) == (False, False)
        assert not Event.objects.filter(pk__gt=before, is_public=True).exists()
        assert not Entry.objects.filter(event__pk__gt=before, is_public=True).exists()


class TestAColleaguesChangeInBetween:
    @pytest.fixture
    def seen(self, ticket: Ticket) -> int:
        seen = last(ticket)
        ana = an_agent("Ana Lima", at=LONG_AGO, mail="ana@jatoba.example")
        ticket.reply(by=ana.actor, at=MONDAY_11H, public=True, words=Words("It is back already."))
        return seen

    def test_when_one_replies_then_it_is_shown_before_anything_goes_out(self, desk: Client, ticket: Ticket, seen: int) -> None:
        answer = desk.post(f"/tickets/{ticket.protocol}/replies/", {"text": "On our way.", "seen": seen}, headers=HTMX)

        said = answer.content.decode()
        assert answer.status_code == 409
        assert "Ana Lima" in said
        assert "It is back already." in said
        assert f'name="seen" value="{last(ticket)}"' in said
        assert not Entry.objects.filter(text="On our way.").exists()

    def test_when_a_browser_without_scripts_replies_then_what_was_typed_is_still_there(
        self, desk: Client, ticket: Ticket, seen: int
    ) -> None:
        answer = desk.post(f"/tickets/{ticket.protocol}/replies/", {"text": "On our way.", "seen": seen})

        assert answer.status_code == 409
        assert "On our way." in answer.content.decode()
        assert "It is back already." in answer.content.decode()

    def test_when_who_has_seen_it_sends_it_again_then_it_goes_out(self, desk: Client, ticket: Ticket, seen: int) -> None:
        desk.post(f"/tickets/{ticket.protocol}/replies/", {"text": "On our way.", "seen": [seen, last(ticket)]}, headers=HTMX)

        assert Entry.objects.filter(text="On our way.", kind="reply").exists()

    def test_when_one_notes_then_it_is_simply_added(self, desk: Client, ticket: Ticket, seen: int) -> None:
        desk.post(f"/tickets/{ticket.protocol}/notes/", {"text": "Checked the rack.", "seen": seen}, headers=HTMX)

        assert Entry.objects.filter(text="Checked the rack.", kind="note").exists()
