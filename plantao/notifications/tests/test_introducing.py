"""Whoever asks or watches from now on is told of what, before anything else reaches them."""

import pytest

from plantao.messaging.models import Notice
from plantao.notifications.tests.ledger import a_told_requester, part, told
from plantao.staff.testing import an_agent
from plantao.tickets.testing import MONDAY_9H, MONDAY_10H, MONDAY_11H, STAFF, a_ticket, as_contact

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("telling")]


class TestATicketThatNobodyAskedFor:
    def test_when_a_requester_is_set_then_they_get_its_protocol_and_what_it_is_about(self) -> None:
        ticket, requester = a_ticket(subject="Link down", criticality="urgent"), a_told_requester()

        ticket.set_requester(by=STAFF, at=MONDAY_10H, public=True, requester=requester)

        assert told(ticket, requester) == ["introduced"]
        text = part(ticket, "introduced")
        assert f"Protocolo {ticket.protocol}: chamado em seu nome" in text
        assert "Link down" in text

    def test_when_it_is_kept_from_them_or_over_then_they_are_not_told(self) -> None:
        kept, over = a_ticket(), a_ticket(resolved_at=MONDAY_9H)
        requester = a_told_requester()

        kept.set_requester(by=STAFF, at=MONDAY_10H, public=False, requester=requester)
        over.set_requester(by=STAFF, at=MONDAY_10H, public=True, requester=requester)

        assert not Notice.objects.filter(occasion="introduced").exists()

    def test_when_nobody_asks_any_more_then_nobody_is_missed(self) -> None:
        ticket = a_ticket(requester=a_told_requester())

        ticket.set_requester(by=STAFF, at=MONDAY_10H, public=True, requester=None)

        assert not Notice.objects.filter(occasion="introduced").exists()


class TestSomebodyWhoWatches:
    def test_when_they_are_let_in_then_they_learn_that_they_follow_it(self) -> None:
        ticket, watcher = a_ticket(), a_told_requester()

        ticket.watch(by=STAFF, at=MONDAY_10H, public=True, person=watcher)

        assert told(ticket, watcher) == ["introduced"]
        assert "você acompanha este chamado" in part(ticket, "introduced")

    def test_when_they_did_it_themselves_then_they_know(self) -> None:
        ticket, watcher = a_ticket(), a_told_requester()

        ticket.watch(by=as_contact(watcher), at=MONDAY_10H, public=True, person=watcher)

        assert not Notice.objects.filter(occasion="introduced").exists()

    def test_when_they_are_staff_then_no_customer_sees_it(self) -> None:
        ticket, agent = a_ticket(), an_agent(at=MONDAY_9H)

        ticket.watch(by=STAFF, at=MONDAY_11H, public=True, person=agent.person)

        assert not ticket.timeline.events.get(verb="ticket.watched").is_public
