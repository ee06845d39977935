"""The rota's pages: a week of each role, its gaps, and who would be rung."""

from datetime import timedelta

import pytest
from django.test import Client

from plantao.events.actor import DESK
from plantao.staff.models import Absence, Agent
from plantao.staff.testing import a_shift, an_agent
from plantao.tickets.testing import LONG_AGO, MONDAY_9H, MONDAY_11H
from tests.pages import Budget, SignIn

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("eleven_on_a_monday")]


@pytest.fixture
def davi() -> Agent:
    return an_agent("Davi Melo", at=LONG_AGO)


@pytest.fixture
def desk(signed_in: SignIn) -> Client:
    return signed_in(an_agent("Carla Reis", at=LONG_AGO, mail="carla@jatoba.example"))


def stretches(desk: Client, address: str, role: str) -> list[list[tuple[str, str]]]:
    """Return, for each day, the hours of each stretch and who is first in it."""
    line = next(line for line in desk.get(address).context["lines"] if line.role == role)
    return [[(each.hours, each.first.person.name if each.first else "") for each in day.stretches] for day in line.days]


class TestOfficeHoursAlone:
    @pytest.fixture(autouse=True)
    def _shift(self, davi: Agent) -> None:
        a_shift("noc_coordinator", davi, at=LONG_AGO, hours=("mon-fri 08:00-18:00",))

    def test_when_a_week_is_shown_then_each_day_is_cut_at_midnight_and_the_gaps_stand_in_it(self, desk: Client) -> None:
        days = stretches(desk, "/rota/", "Coordenação do NOC")

        assert days[0] == [("00:00–08:00", ""), ("08:00–18:00", "Davi Melo"), ("18:00–24:00", "")]
        assert days[5:] == [[("", "")], [("", "")]]

    def test_when_a_reader_lives_elsewhere_then_the_days_are_still_the_providers(self, signed_in: SignIn) -> None:
        reader = an_agent("Ana Lima", at=LONG_AGO)
        reader.person.time_zone = "Asia/Tokyo"
        reader.person.save()

        page = signed_in(reader).get("/rota/")

        assert page.context["week"].monday == MONDAY_9H.date()
        assert "America/Sao_Paulo" in page.content.decode()

    def test_when_gaps_are_many_then_the_first_are_listed_and_the_rest_counted(self, desk: Client) -> None:
        found = next(each for each in desk.get("/rota/").context["gaps"] if each.role == "Coordenação do NOC")

        assert found.first[0].since == MONDAY_9H + timedelta(hours=9)
        assert (len(found.first), found.more) == (8, 20 - 8)  # sixteen nights within weeks, four weekends

    def test_when_another_week_is_asked_for_then_it_says_its_neighbours(self, desk: Client) -> None:
        page = desk.get("/rota/?week=2026-W53").content.decode()

        assert "?week=2026-W52" in page
        assert "?week=2027-W01" in page

    @pytest.mark.parametrize("written", ["2025-W53", "9999-W52", "0000-W01", "x", "2026-W99"])
    def test_when_there_is_no_such_week_then_it_is_this_one(self, desk: Client, written: str) -> None:
        assert desk.get(f"/rota/?week={written}").context["week"].monday == MONDAY_9H.date()

    def test_when_the_page_is_opened_then_few_queries_are_asked(self, desk: Client, budget: Budget) -> None:
        a_shift("night_watch", an_agent("Eva Souza", at=LONG_AGO), at=LONG_AGO)
        with budget(15):
            page = desk.get("/rota/")
        assert "night watch" in [line.role for line in page.context["lines"]]


class TestAnAbsenceToldAfterwards:
    @pytest.fixture(autouse=True)
    def _told(self, davi: Agent) -> None:
        a_shift("noc_coordinator", davi, at=LONG_AGO)
        davi.note_absence(by=DESK, at=MONDAY_11H, since=MONDAY_9H - timedelta(hours=1), until=MONDAY_9H + timedelta(hours=1))
        assert Absence.objects.exists()

    def test_when_asked_of_that_hour_then_it_says_what_was_known_then_and_what_is_now(
        self, desk: Client, davi: Agent, budget: Budget
    ) -> None:
        desk.get("/rota/")  # reads the handbook, once a process
        with budget(15):
            page = desk.get("/rota/on-duty/?role=noc_coordinator&when=2026-11-16T09:00")

        assert (page.context["answer"].then, page.context["answer"].now) == ((davi,), ())
        assert page.context["answer"].when == MONDAY_9H

    def test_when_asked_of_what_is_to_come_then_there_is_one_answer(self, desk: Client, davi: Agent) -> None:
        answer = desk.get("/rota/on-duty/?role=noc_coordinator&when=2026-11-17T09:00").context["answer"]

        assert (answer.then, answer.now) == (None, (davi,))

    @pytest.mark.parametrize("query", ["", "role=nobody&when=2026-11-16T09:00", "role=noc_coordinator&when=9999-12-31T23:59"])
    def test_when_the_question_makes_no_sense_then_it_is_asked_again(self, desk: Client, query: str) -> None:
        page = desk.get(f"/rota/on-duty/?{query}")

        assert page.status_code == 422
        assert page.context["asking"].errors
