"""The clock on the wall was a day ahead, and is put right: nothing is lost, nothing told twice, nothing waits for the wrong day."""

from datetime import timedelta

import pytest
from django.db import transaction
from pytest_django import Settings

from plantao import clock
from plantao.agreements.models import HandbookPeriod
from plantao.messaging.models import Inbound, Message
from plantao.messaging.models.inbound import Outcome
from plantao.staff.testing import an_agent
from plantao.tickets.models import Ticket
from plantao.tickets.models.entry import Words
from plantao.work.loop import run_due
from tests.journeys.conftest import House, a_mail, text_of

DAY = timedelta(days=1)
NOWHERE = "smtp://127.0.0.1:1"


@pytest.fixture
def ahead(house: House) -> House:
    """Return a house whose clock is a day ahead."""
    house.at += DAY
    return house


def put_right(house: House, **later: float) -> None:
    house.at -= DAY
    house.later(**later)


class TestAMessageThatWaited:
    def test_for_a_server_that_was_down_goes_out_minutes_later(self, ahead: House, settings: Settings) -> None:
        settings.MAIL_OUT = NOWHERE
        ahead.mail(a_mail())
        settings.MAIL_OUT = ""

        put_right(ahead, minutes=5)
        ahead.later(minutes=1)

        assert len(ahead.sent()) == 1
        assert not Message.objects.filter(is_perhaps_twice=True).exists()

    def test_for_others_of_its_burst_goes_out_when_that_would_have_ended(self, ahead: House) -> None:
        agent = an_agent(at=ahead.at)
        ahead.mail(a_mail())
        for words in ("Estamos olhando.", "Achamos a causa."):
            with transaction.atomic():
                Ticket.objects.get().reply(by=agent.actor, at=ahead.at, public=True, words=Words(words))
        ahead.run()
        assert len(ahead.sent()) == 1

        put_right(ahead)
        assert len(ahead.sent()) == 1
        ahead.later(seconds=61)

        (_, told) = ahead.sent()
        assert "Estamos olhando." in text_of(told)
        assert "Achamos a causa." in text_of(told)


class TestATicketOfTheWrongDay:
    def test_is_answered_by_its_requester_and_takes_that_in(self, ahead: House) -> None:
        ahead.mail(a_mail())
        (told,) = ahead.sent()
        put_right(ahead, minutes=1)

        inbound = ahead.mail(a_mail("Voltou.", message_id="<2@cliente.example>", In_Reply_To=told["Message-ID"]))

        assert inbound.outcome == Outcome.FILED
        assert Ticket.objects.get().entries.filter(text__startswith="Voltou").exists()

    def test_is_attended_by_what_staff_reply(self, ahead: House) -> None:
        ahead.mail(a_mail())
        put_right(ahead, minutes=5)

        with transaction.atomic():
            Ticket.objects.get().reply(by=an_agent(at=ahead.at).actor, at=ahead.at, public=True, words=Words("Estamos olhando."))
        ahead.later(minutes=1)

        assert len(ahead.sent()) == 2
        assert Ticket.objects.get().status == "attended"


class TestAHandbookOfTheWrongDay:
    def test_is_waited_for_by_the_mails_that_came(self, house: House) -> None:
        HandbookPeriod.objects.update(since=house.at + DAY)
        envelope_of = house.mail(a_mail())
        for _ in range(5):
            house.later(minutes=5)
        assert Inbound.objects.get(pk=envelope_of.pk).dead_at is None

        with clock.frozen(house.at + DAY):
            run_due(house.at + DAY, raises=True)

        assert Ticket.objects.count() == len(house.sent()) == 1
