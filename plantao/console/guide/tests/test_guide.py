"""The guided page: it leads to tickets that are there, and nowhere else."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from plantao import clock
from plantao.escalation.testing import ladders_wired, on_duty
from plantao.sla.testing import watch
from plantao.staff.testing import an_agent
from plantao.tickets.models import Words
from plantao.tickets.testing import LONG_AGO, MONDAY_9H, MONDAY_10H, MONDAY_11H, STAFF, a_desk, a_requester, a_ticket
from tests.pages import Budget, SignIn

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _wired(db: None) -> Iterator[None]:
    with clock.frozen(MONDAY_11H + timedelta(minutes=1)), ladders_wired():
        a_desk()
        yield


class TestTheGuide:
    def test_when_tickets_ring_and_wait_then_it_leads_to_them_in_few_queries(self, signed_in: SignIn, budget: Budget) -> None:
        on_duty("noc_coordinator", "Davi Melo")
        rings = a_ticket(subject="Link down", criticality="urgent", opened_at=MONDAY_9H)
        watch(MONDAY_11H)
        waits = a_ticket(subject="Swap", requester=a_requester(mail="rui@norte.example"), held={"awaiting_customer": MONDAY_9H})
        solved = a_ticket(requester=a_requester(mail="bia@sul.example"), resolved_at=MONDAY_10H, opened_at=MONDAY_9H)
        disagreed = solved.disagree(by=STAFF, at=MONDAY_11H, public=True, channel="phone", words=Words("It is down again."))
        browser = signed_in(an_agent("Carla Reis", at=LONG_AGO, mail="carla@jatoba.example"))

        with budget(15):
            said = browser.get("/guide/").content.decode()

        assert f"/tickets/{rings.protocol}/" in said
        assert f"/tickets/{waits.protocol}/" in said
        assert f"/tickets/{disagreed.protocol}/" in said

    def test_when_the_desk_is_empty_then_it_still_says_what_to_try(self, signed_in: SignIn) -> None:
        browser = signed_in(an_agent("Carla Reis", at=LONG_AGO, mail="carla@jatoba.example"))

        said = browser.get("/guide/").content.decode()

        assert "Em cinco minutos" in said
        assert "/tickets/2" not in said
