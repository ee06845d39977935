"""Who is on duty: shifts, hand-overs, swaps and absences as they are recorded, and what was known when."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from plantao.events.actor import OPERATOR
from plantao.events.models import Event
from plantao.rules.duty_hours import NotDutyHours
from plantao.staff.models import Agent, Arrangement, Rota, Shift
from plantao.staff.models.agent import NoLongerServes
from plantao.staff.models.kept import AlreadyOver, EndsBeforeItBegins
from plantao.staff.models.rota import IsAbsent, NoEndInSight, NotInLine, WithThemselves
from plantao.staff.rota import duties, gaps_ahead, on_duty, roles_named
from plantao.staff.testing import a_shift
from plantao.staff.tests.conftest import MONDAY, ROLE

pytestmark = pytest.mark.django_db
HOUR, DAY, WEEK = timedelta(hours=1), timedelta(days=1), timedelta(weeks=1)


def line(at: datetime, *, known_at: datetime | None = None) -> list[str]:
    return [agent.person.name for agent in on_duty(ROLE, at=at, known_at=known_at)]


class TestARoleWithoutARota:
    def test_nobody_holds_it_at_any_time(self) -> None:
        assert on_duty(ROLE, at=MONDAY) == ()
        [duty] = duties(ROLE, since=MONDAY, until=MONDAY + DAY)
        assert (duty.since, duty.until, duty.line) == (MONDAY, MONDAY + DAY, ())

    def test_the_weeks_to_come_are_one_gap(self) -> None:
        [gap] = gaps_ahead([ROLE], at=MONDAY, weeks=2)[ROLE]

        assert (gap.since, gap.until) == (MONDAY, MONDAY + 2 * WEEK)

    def test_it_is_not_named(self) -> None:
        Rota.objects.of(ROLE)

        assert roles_named(at=MONDAY) == set()


class TestShifts:
    def test_when_two_take_turns_then_who_is_on_duty_follows_the_week(self, ana: Agent, bia: Agent) -> None:
        a_shift(ROLE, ana, bia, at=MONDAY)

        assert line(MONDAY) == ["Ana"]
        assert line(MONDAY + WEEK) == ["Bia"]
        assert line(MONDAY + 53 * WEEK) == ["Bia"]

    def test_when_another_stands_in_the_second_place_then_the_line_has_two(self, ana: Agent, bia: Agent) -> None:
        a_shift(ROLE, bia, at=MONDAY, place=2)
        a_shift(ROLE, ana, at=MONDAY, hours=("mon-fri 08:00-18:00",))

        assert line(MONDAY) == ["Ana", "Bia"]
        week = duties(ROLE, since=MONDAY, until=MONDAY + DAY)
        assert [[agent.person.name for agent in duty.line] for duty in week] == [["Ana", "Bia"], ["Bia"], ["Ana", "Bia"]]

    def test_when_ended_then_nobody_stands_there_from_that_instant_and_who_did_stays_true(self, ana: Agent) -> None:
        shift = a_shift(ROLE, ana, at=MONDAY)

        shift.end(by=OPERATOR, at=MONDAY + 5 * HOUR)

        assert line(MONDAY + 5 * HOUR - timedelta(seconds=1)) == ["Ana"]
        assert line(MONDAY + 5 * HOUR) == []
        assert roles_named(at=MONDAY + 5 * HOUR) == set()
        assert roles_named(at=MONDAY + 4 * HOUR) == {ROLE}

    def test_when_its_end_is_moved_then_each_reading_is_kept_under_one_number(self, ana: Agent) -> None:
        shift = a_shift(ROLE, ana, at=MONDAY)
        shift.end(by=OPERATOR, at=MONDAY + HOUR, until=MONDAY + WEEK)
        standing = Shift.objects.standing(shift.pk)
        assert standing

        standing.end(by=OPERATOR, at=MONDAY + 2 * HOUR, until=MONDAY + DAY)

        assert line(MONDAY + 2 * DAY) == []
        assert line(MONDAY + 2 * DAY, known_at=MONDAY + HOUR) == line(MONDAY + 2 * WEEK, known_at=MONDAY) == ["Ana"]
        assert line(MONDAY + 2 * WEEK, known_at=MONDAY + HOUR) == []
        assert {row.number for row in Shift.objects.all()} == {shift.pk}

    def test_when_ended_before_it_began_then_it_never_holds(self, ana: Agent) -> None:
        shift = a_shift(ROLE, ana, at=MONDAY, since=MONDAY + WEEK)

        shift.end(by=OPERATOR, at=MONDAY + DAY)

        assert Shift.objects.standing(shift.pk) is None
        assert line(MONDAY + WEEK) == []

    def test_when_it_is_over_by_then_it_is_not_ended_again(self, ana: Agent) -> None:
        shift = a_shift(ROLE, ana, at=MONDAY)
        shift.end(by=OPERATOR, at=MONDAY + HOUR)

        with pytest.raises(AlreadyOver):
            shift.end(by=OPERATOR, at=MONDAY + 2 * HOUR)

    def test_when_it_says_no_hours_or_no_time_then_nothing_is_kept(self, ana: Agent) -> None:
        with pytest.raises(NotDutyHours):
            a_shift(ROLE, ana, at=MONDAY, hours=("sometimes",))
        with pytest.raises(EndsBeforeItBegins):
            a_shift(ROLE, ana, at=MONDAY, until=MONDAY)
        assert not Shift.objects.exists()

    def test_when_added_and_ended_then_the_rotas_timeline_says_so(self, ana: Agent, rota: Rota) -> None:
        a_shift(ROLE, ana, at=MONDAY).end(by=OPERATOR, at=MONDAY + HOUR)

        added, ended = rota.timeline.events.all()
        assert (added.verb, added.facts["agents"], added.facts["hours"]) == ("rota.shift_added", [ana.pk], ["always"])
        assert (ended.verb, ended.facts["until"]) == ("rota.shift_ended", (MONDAY + HOUR).isoformat())
        assert not Event.objects.filter(is_public=True).exists()


class TestSomebodyWhoLeft:
    def test_they_are_on_duty_until_then_and_no_longer(self, ana: Agent) -> None:
        a_shift(ROLE, ana, at=MONDAY)
        ana.disable(by=OPERATOR, at=MONDAY + HOUR)

        assert line(MONDAY) == ["Ana"]
        assert line(MONDAY + HOUR) == []
        assert line(MONDAY + DAY, known_at=MONDAY) == ["Ana"]

    def test_they_are_put_on_no_rota(self, ana: Agent, bia: Agent) -> None:
        a_shift(ROLE, bia, at=MONDAY)
        ana.disable(by=OPERATOR, at=MONDAY)

        with pytest.raises(NoLongerServes):
            a_shift(ROLE, ana, at=MONDAY)
        with pytest.raises(NoLongerServes):
            Rota.objects.of(ROLE).assign(ana, by=OPERATOR, at=MONDAY, since=MONDAY, until=MONDAY + DAY)
        with pytest.raises(NoLongerServes):
            ana.note_absence(by=OPERATOR, at=MONDAY)


class TestHandingOver:
    def test_it_lasts_until_the_givers_duty_would_have_ended(self, ana: Agent, bia: Agent, rota: Rota) -> None:
        a_shift(ROLE, ana, at=MONDAY, hours=("mon-fri 08:00-18:00",))

        made = rota.hand_over(ana, bia, by=OPERATOR, at=MONDAY)

        assert made.until == datetime(2026, 11, 16, 21, tzinfo=UTC)
        assert line(MONDAY) == ["Bia"]
        assert line(MONDAY + DAY) == ["Ana"]

    def test_who_is_not_in_line_has_nothing_to_give(self, ana: Agent, bia: Agent, rota: Rota) -> None:
        a_shift(ROLE, ana, at=MONDAY)

        with pytest.raises(NotInLine):
            rota.hand_over(bia, ana, by=OPERATOR, at=MONDAY)

    def test_a_duty_without_an_end_asks_until_when(self, ana: Agent, bia: Agent, rota: Rota) -> None:
        a_shift(ROLE, ana, at=MONDAY)

        with pytest.raises(NoEndInSight):
            rota.hand_over(ana, bia, by=OPERATOR, at=MONDAY)
        rota.hand_over(ana, bia, by=OPERATOR, at=MONDAY, until=MONDAY + HOUR)
        assert (line(MONDAY), line(MONDAY + HOUR)) == (["Bia"], ["Ana"])

    def test_nobody_hands_over_to_themselves_or_to_who_is_absent(self, ana: Agent, bia: Agent, rota: Rota) -> None:
        a_shift(ROLE, ana, at=MONDAY)
        bia.note_absence(by=OPERATOR, at=MONDAY, since=MONDAY + HOUR)

        with pytest.raises(WithThemselves):
            rota.hand_over(ana, ana, by=OPERATOR, at=MONDAY, until=MONDAY + HOUR)
        with pytest.raises(IsAbsent):
            rota.hand_over(ana, bia, by=OPERATOR, at=MONDAY, until=MONDAY + DAY)
        rota.hand_over(ana, bia, by=OPERATOR, at=MONDAY, until=MONDAY + HOUR)

    def test_when_cancelled_then_the_giver_is_back_and_the_past_stays(self, ana: Agent, bia: Agent, rota: Rota) -> None:
        a_shift(ROLE, ana, at=MONDAY)
        made = rota.hand_over(ana, bia, by=OPERATOR, at=MONDAY, until=MONDAY + DAY)

        made.cancel(by=OPERATOR, at=MONDAY + HOUR)

        assert (line(MONDAY), line(MONDAY + HOUR), line(MONDAY + HOUR, known_at=MONDAY)) == (["Bia"], ["Ana"], ["Bia"])
        assert [event.verb for event in rota.timeline.events.all()][1:] == ["rota.handed_over", "rota.cancelled"]


class TestSwapping:
    def test_each_stands_where_the_other_would(self, ana: Agent, bia: Agent, rota: Rota) -> None:
        a_shift(ROLE, ana, bia, at=MONDAY)

        rota.swap(ana, bia, by=OPERATOR, at=MONDAY, since=MONDAY + DAY, until=MONDAY + WEEK + DAY)

        assert [line(MONDAY + passed) for passed in (0 * DAY, DAY, WEEK, WEEK + DAY)] == [["Ana"], ["Bia"], ["Ana"], ["Bia"]]

    def test_when_neither_holds_anything_then_there_is_nothing_to_swap(self, ana: Agent, bia: Agent, rota: Rota) -> None:
        with pytest.raises(NotInLine):
            rota.swap(ana, bia, by=OPERATOR, at=MONDAY, since=MONDAY, until=MONDAY + DAY)


class TestAnAssignment:
    def test_they_go_first_for_once(self, ana: Agent, bia: Agent, rota: Rota) -> None:
        a_shift(ROLE, ana, at=MONDAY)

        rota.assign(bia, by=OPERATOR, at=MONDAY, since=MONDAY + DAY, until=MONDAY + DAY + HOUR)

        assert [line(MONDAY + DAY), line(MONDAY + DAY + HOUR)] == [["Bia", "Ana"], ["Ana"]]


class TestAnAbsence:
    def test_the_next_moves_up_in_every_role(self, ana: Agent, bia: Agent) -> None:
        a_shift(ROLE, ana, at=MONDAY)
        a_shift(ROLE, bia, at=MONDAY, place=2)
        a_shift("director", ana, at=MONDAY)

        ana.note_absence(by=OPERATOR, at=MONDAY, since=MONDAY + DAY, until=MONDAY + 2 * DAY)

        assert line(MONDAY + DAY) == ["Bia"]
        assert {role: [(gap.since, gap.until) for gap in found] for role, found in gaps_ahead([ROLE, "director"], at=MONDAY).items()} == {
            "director": [(MONDAY + DAY, MONDAY + 2 * DAY)]
        }

    def test_when_told_afterwards_then_who_would_have_been_rung_stays_true(self, ana: Agent, bia: Agent) -> None:
        a_shift(ROLE, ana, at=MONDAY)
        a_shift(ROLE, bia, at=MONDAY, place=2)

        ana.note_absence(by=OPERATOR, at=MONDAY + 5 * HOUR, since=MONDAY + HOUR)

        asked = MONDAY + 2 * HOUR
        assert line(asked, known_at=asked) == ["Ana", "Bia"]
        assert line(asked) == ["Bia"]

    def test_when_cancelled_then_they_are_back_from_that_instant(self, ana: Agent) -> None:
        a_shift(ROLE, ana, at=MONDAY)
        absence = ana.note_absence(by=OPERATOR, at=MONDAY)

        absence.cancel(by=OPERATOR, at=MONDAY + HOUR)

        assert (line(MONDAY), line(MONDAY + HOUR)) == ([], ["Ana"])
        assert [event.verb for event in ana.timeline.events.all()][1:] == ["staff.absence_noted", "staff.absence_cancelled"]


class TestTheDatabase:
    def test_it_keeps_one_standing_row_a_number(self, ana: Agent) -> None:
        shift = a_shift(ROLE, ana, at=MONDAY)

        with pytest.raises(IntegrityError), transaction.atomic():
            Shift.objects.filter(pk=a_shift(ROLE, ana, at=MONDAY).pk).update(number=shift.number)

    def test_it_keeps_no_swap_with_nobody(self, ana: Agent, rota: Rota) -> None:
        with pytest.raises(IntegrityError), transaction.atomic():
            Arrangement.objects.keep(at=MONDAY, since=MONDAY, until=None, rota=rota, what="swapped", to=ana)
