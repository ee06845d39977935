"""Everybody is told as they chose: quiet at night of what can wait, by the channel they would rather be told by."""

from datetime import timedelta

import pytest

from plantao.messaging.models import Message, Notice
from plantao.messaging.testing import PigeonPost, only_channel
from plantao.notifications.tests.ledger import a_told_requester, told
from plantao.people.addresses import Kind
from plantao.people.models import Person
from plantao.tickets.models import Ticket, Words
from plantao.tickets.testing import MONDAY, STAFF, a_ticket

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("telling")]
NIGHT, MORNING = MONDAY + timedelta(hours=23), MONDAY + timedelta(days=1, hours=7)


@pytest.fixture
def sleeper() -> Person:
    """The requester, who sleeps from ten to seven."""
    person = a_told_requester()
    person.choose(quiet_hours=["mon-sun 22:00-07:00"])
    return person


def replied(ticket: Ticket, *, minutes: int = 0) -> None:
    ticket.reply(by=STAFF, at=NIGHT + timedelta(minutes=minutes), public=True, words=Words("We look into it."))


class TestSomebodyWhoSleeps:
    def test_when_it_can_wait_then_all_of_it_goes_together_in_the_morning(self, sleeper: Person) -> None:
        ticket = a_ticket(requester=sleeper, criticality="controlled", opened_at=MONDAY + timedelta(hours=15))

        for minutes in (0, 20, 90):
            replied(ticket, minutes=minutes)

        waiting = Notice.objects.filter(occasion="reply")
        assert {notice.send_after for notice in waiting} == {MORNING}
        assert Message.objects.filter(notices__in=waiting).distinct().count() == 1

    @pytest.mark.parametrize("criticality", ["emergency", "urgent"])
    def test_when_somebody_is_called_for_it_unasked_then_it_is_urgent_and_goes_by_night(self, sleeper: Person, criticality: str) -> None:
        ticket = a_ticket(requester=sleeper, criticality=criticality, opened_at=MONDAY + timedelta(hours=15))

        replied(ticket)

        assert Notice.objects.get(occasion="reply").send_after is None

    def test_when_they_write_by_night_themselves_then_the_registration_comes_at_once(self, sleeper: Person) -> None:
        ticket = a_ticket(requester=sleeper, criticality="controlled", opened_at=NIGHT)

        assert told(ticket) == ["registered"]
        assert Notice.objects.get().send_after is None

    def test_when_their_zone_is_another_then_their_night_is_that_of_their_clock(self, sleeper: Person) -> None:
        sleeper.choose(time_zone="America/New_York")  # two hours behind São Paulo: 21:00
        ticket = a_ticket(requester=sleeper, criticality="controlled", opened_at=MONDAY + timedelta(hours=15))

        replied(ticket)

        assert Notice.objects.get(occasion="reply").send_after is None


class TestSomebodyWhoPrefersAChannel:
    def test_when_there_is_such_a_channel_then_they_are_told_by_it_though_they_wrote_by_mail(self) -> None:
        person = a_told_requester()
        person.add_address(Kind.TELEGRAM, "4711", at=MONDAY)
        person.choose(channels=[Kind.WHATSAPP, Kind.TELEGRAM])

        with only_channel(PigeonPost(name="telegram")):
            a_ticket(requester=person)

        assert Notice.objects.values_list("channel", "address").get() == ("telegram", "4711")

    def test_when_there_is_none_or_mail_comes_first_then_they_are_told_by_mail(self) -> None:
        person = a_told_requester()
        person.add_address(Kind.TELEGRAM, "4711", at=MONDAY)

        for channels in ([Kind.TELEGRAM], [Kind.MAIL, Kind.TELEGRAM]):
            person.choose(channels=channels)
            a_ticket(requester=person)

        assert set(Notice.objects.values_list("channel", flat=True)) == {"email"}
