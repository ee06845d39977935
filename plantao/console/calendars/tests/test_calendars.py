"""The calendars' page: a year, its closed days, and where each comes from."""

from datetime import date

import pytest
from django.test import Client

from plantao.agreements.models import CalendarDay
from plantao.console.calendars.years import Marked
from plantao.staff.testing import an_agent
from plantao.tickets.testing import LONG_AGO, MONDAY_11H
from tests.pages import Budget, SignIn

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("eleven_on_a_monday")]


@pytest.fixture
def desk(signed_in: SignIn) -> Client:
    return signed_in(an_agent("Carla Reis", at=LONG_AGO))


def office(desk: Client, address: str = "/calendars/") -> dict[date, Marked]:
    """Return the dated days of the office's calendar."""
    shown = next(each for each in desk.get(address).context["calendars"] if each.key == "office")
    return {each.row.date: each for each in shown.marked}


class TestTheShippedHandbook:
    def test_when_a_day_comes_from_the_library_then_it_says_so_with_its_name(self, desk: Client) -> None:
        christmas = office(desk)[date(2026, 12, 25)]

        assert (christmas.state, christmas.row.name) == ("closed", "Natal")
        assert "biblioteca" in str(christmas.source)

    def test_when_days_come_from_the_file_then_each_says_what_the_file_does_with_it(self, desk: Client) -> None:
        days = office(desk)
        said = [(days[each].row.source, days[each].hours) for each in (date(2026, 10, 28), date(2026, 12, 8), date(2026, 12, 24))]

        assert said == [("open_on", "08:00–18:00"), ("closed_on", ""), ("hours_on", "08:00–12:00")]

    def test_when_a_person_reviewed_a_day_then_it_says_who(self, desk: Client) -> None:
        reviewer = an_agent("Eva Souza", at=LONG_AGO).person
        CalendarDay.objects.filter(calendar="office", date=date(2026, 12, 25)).update(reviewed_by=reviewer, reviewed_at=MONDAY_11H)

        assert "Eva Souza" in desk.get("/calendars/").content.decode()

    def test_when_the_grid_is_drawn_then_every_dated_day_stands_once_in_its_month(self, desk: Client) -> None:
        shown = next(each for each in desk.get("/calendars/").context["calendars"] if each.key == "office")
        drawn = [cell for month in shown.months for week in month.weeks for cell in week if cell]

        assert len(drawn) == 365
        assert [cell.marked for cell in drawn if cell.marked] == shown.marked

    @pytest.mark.parametrize(("asked", "shown"), [("2025", 2025), ("2031", 2031), ("2024", 2026), ("2032", 2026), ("x", 2026)])
    def test_when_a_year_is_asked_for_then_it_is_shown_if_it_is_kept(self, desk: Client, asked: str, shown: int) -> None:
        assert {day.year for day in office(desk, f"/calendars/?year={asked}")} == {shown}

    def test_when_a_calendar_is_always_open_then_a_sentence_says_so(self, desk: Client) -> None:
        assert "dia e noite" in desk.get("/calendars/").content.decode()

    def test_when_it_is_opened_then_few_queries_are_asked(self, desk: Client, budget: Budget) -> None:
        with budget(15):
            desk.get("/calendars/")
