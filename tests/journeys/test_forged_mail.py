"""Mails that say they are from ourselves."""

from plantao.tickets.models import Ticket
from tests.journeys.conftest import House, a_mail


class TestAMailFromOurOwnAddress:
    def test_when_it_is_forged_then_it_is_a_ticket_of_nobody_and_we_write_nothing_to_ourselves(self, house: House) -> None:
        house.mail(a_mail(sender="NOC <NOC+tag@jatoba.example>"), mail_from="noc@jatoba.example")

        assert Ticket.objects.get().requester is None
        assert house.sent() == []
