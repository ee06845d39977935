"""Who else is at a ticket, and what is new on it."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from django.test import Client

from plantao import clock
from plantao.events.models import Event
from plantao.messaging import outbox
from plantao.messaging.channel import Receipt
from plantao.messaging.content import Content
from plantao.messaging.models import Notice
from plantao.messaging.settling import book_receipt
from plantao.messaging.testing import PigeonPost, only_channel
from plantao.staff.models import Agent
from plantao.staff.testing import an_agent
from plantao.tickets.models import Presence, Ticket, Words
from plantao.tickets.testing import LONG_AGO, MONDAY_15H, a_ticket
from tests.pages import Budget, SignIn

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def ana(carla: Agent) -> Agent:
    return an_agent("Ana Lima", at=LONG_AGO, mail="ana@jatoba.example")


def last(ticket: Ticket) -> int:
    return Event.objects.filter(timeline=ticket.timeline_id).latest("pk").pk


def ask(browser: Client, ticket: Ticket, **said: object) -> str:
    answer = browser.post(f"/tickets/{ticket.protocol}/presences/", {"seen": last(ticket), **said}, headers=HTMX)
    assert answer.status_code == 200
    return answer.content.decode()


class TestTwoAtOneTicket:
    def test_when_a_colleague_looks_or_writes_then_each_sees_the_other_and_not_themselves(
        self, desk: Client, ticket: Ticket, ana: Agent, signed_in: SignIn
    ) -> None:
        ask(signed_in(ana), ticket, writing="1")

        said = ask(desk, ticket)

        assert "Ana Lima está escrevendo" in said
        assert "Carla Reis" not in said
        assert "Carla Reis está vendo" in ask(signed_in(ana), ticket)

    def test_when_a_colleague_said_nothing_for_a_minute_then_they_are_gone(
        self, desk: Client, ticket: Ticket, ana: Agent, signed_in: SignIn
    ) -> None:
        ask(signed_in(ana), ticket)

        with clock.frozen(MONDAY_15H + timedelta(seconds=61)):
            assert "Ana Lima" not in ask(desk, ticket)

    def test_when_somebody_goes_to_another_ticket_then_one_row_is_written_over(self, desk: Client, ticket: Ticket, carla: Agent) -> None:
        other = a_ticket()
        ask(desk, ticket)
        ask(desk, other)

        assert Presence.objects.get().ticket_id == other.pk


class TestNews:
    def test_when_nothing_is_new_then_it_costs_little_and_brings_nothing(self, desk: Client, ticket: Ticket, budget: Budget) -> None:
        ask(desk, ticket)

        with budget(10):
            said = ask(desk, ticket)

        assert "hx-swap-oob" not in said

    def test_when_a_colleague_noted_something_then_it_is_brought_and_counts_as_seen(self, desk: Client, ticket: Ticket, ana: Agent) -> None:
        before = last(ticket)
        ticket.note(by=ana.actor, at=MONDAY_15H, words=Words("Rack 4 is dark."))

        said = ask(desk, ticket, seen=before)

        assert 'hx-swap-oob="afterbegin:#timeline"' in said
        assert "Rack 4 is dark." in said
        assert "data-inside" in said
        assert f'value="{last(ticket)}"' in said


class TestAReplyThatGoesOut:
    @pytest.fixture(autouse=True)
    def _by_pigeon(self) -> Iterator[None]:
        with only_channel(PigeonPost()):
            yield

    @pytest.fixture
    def notice(self, ticket: Ticket, carla: Agent) -> Notice:
        replied = ticket.reply(by=carla.actor, at=MONDAY_15H, public=True, words=Words("On our way."))
        return outbox.post(
            event=replied.event, occasion="replied", channel="pigeon", address="rui@norte.example", thread=ticket.thread, public=True,
            language="en", content=Content(subject="News", text="On our way."), subject_kind="matter", subject_id=ticket.timeline_id,
            at=MONDAY_15H,
        )  # fmt: skip

    def test_when_it_arrives_then_its_notice_says_so_in_place_and_no_line_is_added(
        self, desk: Client, ticket: Ticket, notice: Notice
    ) -> None:
        before = last(ticket)
        arrive(notice, at=MONDAY_15H + timedelta(minutes=1))

        said = ask(desk, ticket, seen=before)

        assert f'id="told-{notice.event_id}" hx-swap-oob="true"' in said
        assert "1 aviso, entregue" in said
        assert "15:01" in said
        assert "afterbegin:#timeline" not in said
        assert f'value="{last(ticket)}"' in said

    def test_when_the_page_is_opened_later_then_the_delivery_stands_with_its_notice_alone(
        self, desk: Client, ticket: Ticket, notice: Notice
    ) -> None:
        arrive(notice, at=MONDAY_15H)

        lines = desk.get(f"/tickets/{ticket.protocol}/").context["timeline"].lines

        assert ticket.timeline.events.filter(verb="message.delivered").exists()
        assert [line.number for line in lines if line.telling and line.telling.arrived] == [notice.event_id]
        assert len(lines) == ticket.timeline.events.count() - 1

    def test_when_nobody_knows_whether_it_went_twice_then_it_says_so(self, desk: Client, ticket: Ticket, notice: Notice) -> None:
        arrive(notice, at=MONDAY_15H)
        arrive(notice, at=MONDAY_15H)

        assert "talvez em duplicidade" in desk.get(f"/tickets/{ticket.protocol}/").content.decode()


def arrive(notice: Notice, *, at: datetime) -> None:
    assert notice.message is not None
    book_receipt(notice.message, Receipt(at=at))
