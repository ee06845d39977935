"""Planning on the rota's page: every act, who may do which, what is refused, what somebody else did meanwhile."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.test import Client

from plantao.events.models import Event
from plantao.staff.models import Absence, Agent, Arrangement, Rota, Shift
from plantao.staff.permissions import Right
from plantao.staff.rota import on_duty
from plantao.staff.testing import a_shift, an_agent
from plantao.tickets.testing import LONG_AGO, MONDAY_11H
from tests.pages import Budget, SignIn

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("eleven_on_a_monday")]
ROLE = "noc_coordinator"
HTMX = {"HX-Request": "true"}
NOON = datetime(2026, 11, 16, 15, tzinfo=UTC)  # 12:00 in São Paulo, where the forms are read
HOUR = timedelta(hours=1)


@pytest.fixture
def ana() -> Agent:
    return an_agent("Ana Lima", at=LONG_AGO)


@pytest.fixture
def bia() -> Agent:
    return an_agent("Bia Prado", at=LONG_AGO)


@pytest.fixture
def desk(signed_in: SignIn, elena: Agent) -> Client:
    return signed_in(elena)


@pytest.fixture
def shift(ana: Agent) -> Shift:
    return a_shift(ROLE, ana, at=LONG_AGO)


def line(at: datetime) -> list[str]:
    return [agent.person.name for agent in on_duty(ROLE, at=at)]


def told(answer: Any) -> str:
    return " ".join(str(message) for message in get_messages(answer.wsgi_request))


class TestEveryAct:
    """Somebody who may everything does each act; Ana stands in the shift, Bia serves."""

    ACTS: dict[str, Callable[[Agent, Agent], dict[str, Any]]] = {  # noqa: RUF012 - a table
        "hand-overs": lambda ana, bia: {"role": ROLE, "giver": ana.pk, "to": bia.pk, "until": "2026-11-16T13:00"},
        "swaps": lambda ana, bia: {"role": ROLE, "one": ana.pk, "other": bia.pk, "since": "2026-11-16T12:00", "until": "2026-11-16T13:00"},
        "assignments": lambda ana, bia: {"role": ROLE, "to": bia.pk, "since": "2026-11-16T12:00", "until": "2026-11-16T13:00"},
    }

    @pytest.mark.parametrize("act", ACTS)
    def test_when_bia_is_put_where_ana_would_be_then_she_is_rung_first(
        self, desk: Client, shift: Shift, ana: Agent, bia: Agent, act: str
    ) -> None:
        asked = desk.get(f"/rota/{act}/", headers=HTMX)
        answer = desk.post(f"/rota/{act}/", self.ACTS[act](ana, bia), headers=HTMX)

        made = Arrangement.objects.get()
        assert asked.status_code == 200
        assert answer.status_code == 204, answer.content.decode()
        assert answer["HX-Redirect"] == f"/rota/?week=2026-W47&entry=arrangement-{made.number}"
        assert line(NOON)[0] == "Bia Prado"
        assert line(NOON + HOUR) == ["Ana Lima"]

    def test_when_an_absence_is_noted_then_the_gap_that_it_leaves_is_told(self, desk: Client, shift: Shift, ana: Agent) -> None:
        answer = desk.post("/rota/absences/", {"person": ana.pk, "since": "2026-11-16T12:00", "until": "2026-11-16T14:00"}, follow=True)

        assert line(NOON) == []
        assert "Ninguém está de plantão em Coordenação do NOC de 16/11/2026 12:00 até 16/11/2026 14:00." in told(answer)
        assert f'id="absence-{Absence.objects.get().number}" tabindex="-1" autofocus' in answer.content.decode()

    def test_when_an_act_leaves_no_new_gap_then_none_is_told(self, desk: Client, shift: Shift, ana: Agent, bia: Agent) -> None:
        a_shift(ROLE, bia, at=LONG_AGO, place=2)

        answer = desk.post("/rota/absences/", {"person": ana.pk, "since": "2026-11-16T12:00", "until": "2026-11-16T14:00"}, follow=True)

        assert told(answer) == "A ausência está anotada."

    def test_when_a_shift_is_added_then_its_people_take_turns_at_its_hours(self, desk: Client, ana: Agent, bia: Agent) -> None:
        said = {
            "role": ROLE, "person_0": ana.pk, "person_1": bia.pk, "person_2": "",
            "days_0": ["mon", "tue"], "begins_0": "12:00", "ends_0": "18:00", "days_1": ["sat"], "begins_1": "18:00", "ends_1": "06:00",
            "turns": "2", "turn_unit": "7", "place": "1", "zone": "America/Santiago",
        }  # fmt: skip
        answer = desk.post("/rota/shifts/", said)

        made = Shift.objects.get()
        assert answer.status_code == 302
        assert (made.hours, made.agents) == (["mon,tue 12:00-18:00", "sat 18:00-06:00"], [ana.pk, bia.pk])
        assert (made.turn_days, made.zone, made.counted_from.isoformat()) == (14, "America/Santiago", "2026-11-16")

    def test_when_more_people_are_asked_for_then_what_was_typed_stays_and_nothing_is_added(self, desk: Client, ana: Agent) -> None:
        said = {"role": ROLE, "person_0": ana.pk, "person_1": "", "begins_0": "12:30", "ends_0": "18:00", "days_0": ["sun"]}

        page = desk.post("/rota/shifts/", {**said, "besides": "people"}, headers=HTMX).content.decode()

        assert 'name="person_2"' in page
        assert 'value="12:30"' in page
        assert f'<option value="{ana.pk}" selected>' in page
        assert not Shift.objects.exists()

    def test_when_a_shift_is_ended_then_nobody_stands_in_it(self, desk: Client, shift: Shift) -> None:
        desk.post(f"/rota/shifts/{shift.number}/endings/", {"ends_at": "2026-11-16T12:00"})

        assert (line(NOON - HOUR), line(NOON)) == (["Ana Lima"], [])

    def test_when_an_arrangement_is_cancelled_then_everybody_stands_where_they_would(
        self, desk: Client, shift: Shift, ana: Agent, bia: Agent
    ) -> None:
        made = Rota.objects.of(ROLE).swap(ana, bia, by=ana.actor, at=MONDAY_11H, since=MONDAY_11H, until=NOON + HOUR)

        desk.post(f"/rota/arrangements/{made.number}/cancellations/", {"ends_at": "2026-11-16T12:00"})

        assert (line(NOON - HOUR), line(NOON)) == (["Bia Prado"], ["Ana Lima"])

    def test_when_somebody_is_back_earlier_then_they_are_rung_again(self, desk: Client, shift: Shift, ana: Agent) -> None:
        absence = ana.note_absence(by=ana.actor, at=MONDAY_11H, since=MONDAY_11H)

        desk.post(f"/rota/absences/{absence.number}/cancellations/", {"ends_at": "2026-11-16T12:00"})

        assert (line(NOON - HOUR), line(NOON)) == ([], ["Ana Lima"])

    def test_when_the_form_is_opened_or_sent_then_few_queries_are_asked(
        self, desk: Client, shift: Shift, ana: Agent, budget: Budget
    ) -> None:
        desk.get("/rota/")  # reads the handbook, once a process
        with budget(15):
            desk.get("/rota/shifts/")
        with budget(35):  # locks, the verb, and the gaps before and after
            desk.post("/rota/absences/", {"person": ana.pk, "since": "2026-11-16T12:00", "until": "2026-11-16T14:00"})
        assert Absence.objects.exists()


class TestWhatIsWrong:
    def test_when_a_field_is_wrong_then_the_form_comes_back_with_what_was_typed(self, desk: Client, ana: Agent) -> None:
        answer = desk.post("/rota/swaps/", {"role": ROLE, "one": ana.pk, "other": "", "until": "2026-11-16T13:00"}, headers=HTMX)

        assert answer.status_code == 422
        assert f'<option value="{ana.pk}" selected>' in answer.content.decode()
        assert 'value="2026-11-16T13:00"' in answer.content.decode()

    def test_when_the_rule_says_no_then_its_sentence_comes_alone(self, desk: Client, ana: Agent, bia: Agent) -> None:
        said = {"role": ROLE, "one": ana.pk, "other": bia.pk, "until": "2026-11-16T13:00"}

        answer = desk.post("/rota/swaps/", said, headers=HTMX)

        assert answer.status_code == 409
        assert "<form" not in answer.content.decode()

    def test_when_the_year_is_out_of_reach_then_it_is_said(self, desk: Client, ana: Agent) -> None:
        assert desk.post("/rota/absences/", {"person": ana.pk, "since": "9999-12-31T23:59"}).status_code == 422

    def test_when_there_is_no_such_shift_then_nothing_is_there(self, desk: Client) -> None:
        assert desk.get("/rota/shifts/999999/endings/").status_code == 404


class TestSomebodyElseWasFaster:
    @pytest.fixture
    def seen(self, desk: Client, shift: Shift, ana: Agent, bia: Agent) -> int:
        """Let Ana hand over to Bia after the page was shown."""
        seen: int = desk.get("/rota/").context["seen"]
        Rota.objects.of(ROLE).hand_over(ana, bia, by=ana.actor, at=MONDAY_11H, until=NOON)
        return seen

    def test_when_the_same_rota_is_changed_then_it_is_shown_once_and_nothing_is_done(
        self, desk: Client, seen: int, ana: Agent, bia: Agent
    ) -> None:
        said = {"role": ROLE, "to": bia.pk, "until": "2026-11-16T13:00", "seen": seen}

        stopped = desk.post("/rota/assignments/", said, headers=HTMX)
        again = desk.post("/rota/assignments/", {**said, "seen": [seen, Event.objects.latest("pk").pk]}, headers=HTMX)

        assert stopped.status_code == 409
        assert "Ana Lima" in stopped.content.decode()
        assert (again.status_code, Arrangement.objects.filter(what="assigned").count()) == (204, 1)

    def test_when_no_script_runs_then_the_whole_form_comes_back_with_it(self, desk: Client, seen: int, bia: Agent) -> None:
        page = desk.post("/rota/assignments/", {"role": ROLE, "to": bia.pk, "until": "2026-11-16T13:00", "seen": seen})

        assert page.status_code == 409
        assert f'<option value="{bia.pk}" selected>' in page.content.decode()

    def test_when_another_rota_is_changed_then_nothing_stops(self, desk: Client, seen: int, bia: Agent) -> None:
        answer = desk.post("/rota/assignments/", {"role": "noc_manager", "to": bia.pk, "until": "2026-11-16T13:00", "seen": seen})

        assert answer.status_code == 302


class TestAnAnalyst:
    """Whoever serves arranges what is their own, and no more."""

    @pytest.fixture
    def hers(self, signed_in: SignIn, ana: Agent) -> Client:
        return signed_in(ana)

    def test_when_duty_is_her_own_then_she_hands_it_over(self, hers: Client, shift: Shift, ana: Agent, bia: Agent) -> None:
        answer = hers.post("/rota/hand-overs/", {"role": ROLE, "giver": ana.pk, "to": bia.pk, "until": "2026-11-16T13:00"})

        assert answer.status_code == 302
        assert line(NOON) == ["Bia Prado"]

    def test_when_it_is_others_then_she_may_not(self, hers: Client, shift: Shift, bia: Agent) -> None:
        carla, davi = (an_agent(name, at=LONG_AGO) for name in ("Carla", "Davi"))
        a_shift(ROLE, carla, at=LONG_AGO)

        absence = hers.post("/rota/absences/", {"person": bia.pk})
        swap = hers.post("/rota/swaps/", {"role": ROLE, "one": carla.pk, "other": davi.pk, "until": "2026-11-16T13:00"}, headers=HTMX)

        assert absence.status_code == 422  # nobody but herself may be chosen
        assert swap.status_code == 409
        assert "um coordenador" in swap.content.decode()

    @pytest.mark.parametrize("act", ["hand-overs", "swaps", "absences"])
    def test_when_she_opens_a_form_then_it_begins_with_her_name(self, hers: Client, ana: Agent, bia: Agent, act: str) -> None:
        assert f'<option value="{ana.pk}" selected>' in hers.get(f"/rota/{act}/", headers=HTMX).content.decode()

    def test_when_it_takes_an_administrator_then_the_door_is_shut(self, hers: Client, shift: Shift) -> None:
        assert hers.get("/rota/shifts/").status_code == 403
        assert hers.post(f"/rota/shifts/{shift.number}/endings/").status_code == 403

    def test_when_she_looks_then_only_what_she_may_is_offered(self, hers: Client, shift: Shift, ana: Agent, bia: Agent) -> None:
        mine, others = (agent.note_absence(by=agent.actor, at=MONDAY_11H, since=NOON) for agent in (ana, bia))

        page = hers.get("/rota/")

        assert [offer.name for offer in page.context["offers"]] == ["rota-hand-overs", "rota-swaps", "rota-absences"]
        ends = {entry.key: bool(entry.end_url) for entry in page.context["entries"]}
        assert ends == {f"shift-{shift.number}": False, f"absence-{mine.number}": True, f"absence-{others.number}": False}


class TestWhatStands:
    def test_when_all_was_planned_then_the_page_says_it_in_words(self, desk: Client, ana: Agent, bia: Agent) -> None:
        a_shift(ROLE, ana, bia, at=LONG_AGO, hours=("mon-fri 18:00-08:00", "sat,sun 08:00-08:00"))

        [entry] = desk.get("/rota/").context["entries"]

        assert entry.says == "Ana Lima, Bia Prado"
        assert entry.notes == (
            "seg–sex 18:00–08:00; sáb, dom 08:00–08:00", "em rodízio de 1 semana", "posição 1 na fila", "America/Sao_Paulo"
        )  # fmt: skip

    def test_when_a_past_week_is_shown_then_what_is_over_is_no_longer_offered(self, desk: Client, shift: Shift, ana: Agent) -> None:
        shift.end(by=ana.actor if ana.may("rota.end_shift") else an_agent(at=LONG_AGO, rights=(Right.ADMINISTRATOR,)).actor, at=MONDAY_11H)

        page = desk.get("/rota/?week=2026-W46")

        assert page.context["entries"] == []
        assert "Ana Lima" in page.content.decode()
