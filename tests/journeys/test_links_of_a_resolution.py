"""Solved, or not: what a customer does with the links of a resolution, and what a mail scanner can't."""

import re
from datetime import timedelta

import pytest
from django.db import transaction
from django.test import Client

from plantao import clock
from plantao.staff.testing import an_agent
from plantao.tickets.models import Link, Ticket
from tests.journeys.conftest import House, a_mail, text_of


def resolved(house: House) -> Ticket:
    """A mail came in, was treated and resolved."""
    house.mail(a_mail())
    house.later(minutes=5)
    ticket, agent = Ticket.objects.get(), an_agent(at=house.at)
    with transaction.atomic():
        ticket.resolve(
            by=agent.actor, at=house.at, public=True, cause="fiber_cut", responsible="us", done="Emenda refeita.", restored_at=house.at
        )
    house.run()
    ticket.refresh_from_db()
    return ticket


def links(house: House) -> list[str]:
    """Return the paths of the links in the last mail, as they stand in its text."""
    return [match.group(1) for match in re.finditer(r"https?://[^/\s]+(/\S+)", text_of(house.sent()[-1]))]


class TestAResolvedTicket:
    @pytest.fixture(autouse=True)
    def _real_time(self, house: House) -> None:
        house.at = clock.now() - timedelta(hours=1)  # the door reads the clock

    def test_tells_the_requester_with_two_links(self, house: House) -> None:
        ticket = resolved(house)

        assert ticket.status == "resolved"
        assert len([link for link in links(house) if Client().get(link).status_code == 200]) >= 2

    def test_a_scanner_that_follows_every_link_changes_nothing(self, house: House) -> None:
        ticket = resolved(house)

        for link in links(house):
            Client().get(link)
            Client().head(link)

        assert Ticket.objects.count() == 1
        ticket.refresh_from_db()
        assert ticket.status == "resolved"

    def test_who_disagrees_gets_a_new_ticket_with_its_own_protocol(self, house: House) -> None:
        ticket = resolved(house)
        disagree = next(link for link in links(house) if "disagreement" in link)

        answer = Client().post(disagree, {"words": "Continua sem sinal"})

        new = Ticket.objects.exclude(pk=ticket.pk).get()
        assert answer.status_code in {200, 302}
        assert Link.objects.get(ticket=new).other == ticket
        assert Link.objects.get(ticket=new).kind == "disagreement"
        assert new.protocol != ticket.protocol
