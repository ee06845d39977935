"""Editing days on the calendars' page: set, looked at, cleared, refused, others who went before; and re-rating."""

from datetime import date

import pytest
from django.test import Client

from plantao.agreements.models import CalendarVersion
from plantao.console.calendars import moves
from plantao.directory.testing import a_customer
from plantao.sla.moving import RERATE
from plantao.sla.testing import clocks_wired
from plantao.staff.models import Agent
from plantao.staff.permissions import Right
from plantao.staff.testing import an_agent
from plantao.tickets.models import Ticket
from plantao.tickets.testing import LONG_AGO, MONDAY_9H, a_ticket
from plantao.work.models import Task
from tests.pages import Budget, SignIn

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("eleven_on_a_monday")]
HTMX = {"HX-Request": "true"}
SAID = {"calendar": "office", "day": "2026-11-17", "what": "closed", "reason": "Aniversário da cidade"}


@pytest.fixture
def desk(signed_in: SignIn, elena: Agent) -> Client:
    return signed_in(elena)


@pytest.fixture
def ticket() -> Ticket:
    with clocks_wired():
        return a_ticket(criticality="controlled", opened_at=MONDAY_9H, customer=a_customer("Fibra Curió", at=LONG_AGO))


def newest() -> CalendarVersion:
    return CalendarVersion.objects.latest("number")


class TestADay:
    def test_when_it_is_set_then_a_version_is_made_and_the_page_shows_the_day(self, desk: Client, elena: Agent) -> None:
        answer = desk.post("/calendars/days/", SAID, headers=HTMX)

        assert answer["HX-Redirect"] == "/calendars/?year=2026&day=office-2026-11-17"
        assert (newest().number, newest().made_by) == (2, elena.person)
        page = desk.get(answer["HX-Redirect"]).content.decode()
        assert 'id="office-2026-11-17" tabindex="-1" autofocus' in page
        assert "17/11/2026 foi definido em Office" in page
        assert "Aniversário da cidade" in page

    def test_when_its_hours_are_written_then_they_are_its_own(self, desk: Client) -> None:
        desk.post("/calendars/days/", {**SAID, "what": "own", "hours": "13:00-17:00, 08:00-12:00"})

        assert newest().days.get(calendar="office", date=date(2026, 11, 17)).hours == [[28800, 43200], [46800, 61200]]

    def test_when_one_only_looks_then_what_moves_is_shown_and_nothing_is_made(self, desk: Client, ticket: Ticket, budget: Budget) -> None:
        with budget(40):  # the trial writes a whole version and undoes it
            page = desk.post("/calendars/days/", {**SAID, "besides": "look"}, headers=HTMX).content.decode()

        assert ticket.protocol in page
        assert "18/11/2026 13:00" in page  # before
        assert "19/11/2026 13:00" in page  # after
        assert 'value="Aniversário da cidade"' in page
        assert newest().number == 1

    def test_when_more_move_than_are_listed_then_all_are_counted(
        self, desk: Client, ticket: Ticket, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(moves, "LISTED", 1)
        with clocks_wired():
            later = a_ticket(criticality="controlled", opened_at=MONDAY_9H.replace(minute=30))

        page = desk.post("/calendars/days/", {**SAID, "besides": "look"}, headers=HTMX).content.decode()

        assert "2 chamados abertos mudariam" in page
        assert "E mais 1, que vence depois." in page
        assert ticket.protocol in page
        assert later.protocol not in page

    def test_when_whoever_looks_works_for_another_department_then_tickets_that_they_may_not_see_are_not_shown(
        self, desk: Client, elena: Agent, ticket: Ticket
    ) -> None:
        Agent.objects.filter(pk=elena.pk).update(departments=["finance"])

        page = desk.post("/calendars/days/", {**SAID, "besides": "look"}, headers=HTMX).content.decode()

        assert ticket.protocol not in page
        assert "Fibra Curió" not in page

    def test_when_the_form_is_opened_for_a_day_then_it_begins_with_what_stands(self, desk: Client, budget: Budget) -> None:
        with budget(15):
            page = desk.get("/calendars/days/?calendar=office&day=2026-11-20&seen=1", headers=HTMX).content.decode()

        assert 'value="2026-11-20"' in page
        assert "Consciência Negra" in page

    def test_when_it_is_cleared_then_it_is_like_every_other(self, desk: Client) -> None:
        desk.post("/calendars/days/", SAID)
        answer = desk.post("/calendars/days/office/2026-11-17/clearings/", {"reason": "Engano"})

        assert answer.status_code == 302
        assert not newest().days.filter(calendar="office", date=date(2026, 11, 17)).exists()

    @pytest.mark.parametrize(
        ("wrong", "status"), [({"what": "own", "hours": "8 to 12"}, 422), ({"reason": ""}, 422), ({"day": "2026-12-08"}, 409)]
    )
    def test_when_something_is_wrong_then_it_is_said(self, desk: Client, wrong: dict[str, str], status: int) -> None:
        assert desk.post("/calendars/days/", {**SAID, **wrong}, headers=HTMX).status_code == status

    def test_when_a_colleague_was_faster_then_their_edit_is_shown_and_the_same_sent_again_goes_through(self, desk: Client) -> None:
        desk.post("/calendars/days/", {**SAID, "day": "2026-11-18", "seen": "1"})

        stopped = desk.post("/calendars/days/", {**SAID, "seen": "1"}, headers=HTMX)
        whole = desk.post("/calendars/days/", {**SAID, "seen": "1"})
        again = desk.post("/calendars/days/", {**SAID, "seen": ["1", "2"]}, headers=HTMX)

        assert (stopped.status_code, whole.status_code, again.status_code) == (409, 409, 204)
        assert "Elena Paz" in stopped.content.decode()
        assert 'value="Aniversário da cidade"' in whole.content.decode()

    def test_when_no_such_day_is_named_then_nothing_is_there(self, desk: Client) -> None:
        assert desk.post("/calendars/days/office/yesterday/clearings/", {"reason": "x"}).status_code == 404


class TestReRating:
    def test_when_it_is_asked_for_then_what_moves_is_shown_and_each_ticket_is_queued(self, desk: Client, ticket: Ticket) -> None:
        desk.post("/calendars/days/", SAID)
        page = desk.get("/calendars/versions/2/reratings/", headers=HTMX)
        answer = desk.post("/calendars/versions/2/reratings/")

        assert ticket.protocol in page.content.decode()
        assert answer.status_code == 302
        assert [task.payload["ticket"] for task in Task.objects.filter(kind=RERATE)] == [ticket.pk]

    def test_when_the_version_is_no_edit_then_nothing_is_there(self, desk: Client) -> None:
        assert desk.get("/calendars/versions/1/reratings/").status_code == 404


class TestSomebodyWhoMayNot:
    def test_when_they_look_then_nothing_is_offered_and_every_door_is_shut(self, signed_in: SignIn, desk: Client) -> None:
        desk.post("/calendars/days/", SAID)
        carla = signed_in(an_agent("Carla Reis", at=LONG_AGO, rights=(Right.COORDINATOR,)))

        page = carla.get("/calendars/").content.decode()
        doors = ["/calendars/days/", "/calendars/days/office/2026-11-17/clearings/", "/calendars/versions/2/reratings/"]

        assert all(door not in page for door in doors)
        assert [carla.post(door, SAID).status_code for door in doors] == [403, 403, 403]
