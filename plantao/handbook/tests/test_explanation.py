from typing import Any

import pytest

from plantao.handbook.case import WrongCase
from plantao.handbook.explanation import explain
from plantao.handbook.tests.handbooks import CARRIER, NOC, changed, handbook

HANDBOOKS = {"noc.yaml": handbook(NOC), "carrier.yaml": handbook(CARRIER)}
A_YEAR_LATER = "2027-11-18T00:00:00Z"


def noc(criticality: str = "urgent", *, opened: str = "2026-11-18T12:00:00Z", at: str, **more: Any) -> dict[str, Any]:
    return asked({"handbook": "noc.yaml", "criticality": criticality, "opened": opened, "at": at, **more})


def carrier(criticality: str, *, opened: str = "2026-11-18T12:00:00Z", at: str, **more: Any) -> dict[str, Any]:
    return asked({"handbook": "carrier.yaml", "criticality": criticality, "opened": opened, "at": at, **more})


def asked(case: dict[str, Any]) -> dict[str, Any]:
    return explain(case, HANDBOOKS[case["handbook"]])


def event(name: str, at: str) -> dict[str, str]:
    return {"event": name, "at": at}


def hold(reason: str, since: str, until: str | None = None) -> dict[str, str | None]:
    return {"since": since, "until": until, "reason": reason}


def segment(since: str, until: str, kind: str, **reason: str) -> dict[str, str]:
    return {"since": since, "until": until, "kind": kind, **reason}


class TestTheExampleOfTheFormat:
    ANSWER = asked(
        {
            "handbook": "noc.yaml",
            "criticality": "controlled",
            "contract": "full",
            "department": "support",
            "opened": "2026-11-18T17:30:00-03:00",
            "holds": [hold("awaiting_customer", "2026-11-19T09:00:00-03:00", "2026-11-19T11:00:00-03:00")],
            "events": [event("attended", "2026-11-19T08:30:00-03:00")],
            "at": "2026-11-24T10:00:00-03:00",
            "country": None,
        }
    )

    def test_when_asked_then_attend_is_met_with_its_strip_up_to_there(self) -> None:
        assert self.ANSWER["clocks"]["attend"] == {
            "calendar": "office",
            "earliest": None,
            "due_at": "2026-11-24T14:30:00Z",
            "elapsed": 3600,
            "remaining": 82800,
            "state": "met",
            "segments": [
                segment("2026-11-18T20:30:00Z", "2026-11-18T21:00:00Z", "counted"),
                segment("2026-11-18T21:00:00Z", "2026-11-19T11:00:00Z", "closed"),
                segment("2026-11-19T11:00:00Z", "2026-11-19T11:30:00Z", "counted"),
            ],
        }

    def test_when_asked_then_resolve_runs_with_the_hold_and_the_holiday_left_out(self) -> None:
        resolve = self.ANSWER["clocks"]["resolve"]

        assert {key: value for key, value in resolve.items() if key != "segments"} == {
            "calendar": "office",
            "earliest": None,
            "due_at": "2026-11-26T12:30:00Z",
            "elapsed": 73800,
            "remaining": 70200,
            "state": "running",
        }
        assert resolve["segments"][3:7] == [
            segment("2026-11-19T12:00:00Z", "2026-11-19T14:00:00Z", "held", reason="awaiting_customer"),
            segment("2026-11-19T14:00:00Z", "2026-11-19T21:00:00Z", "counted"),
            segment("2026-11-19T21:00:00Z", "2026-11-20T11:00:00Z", "closed"),
            segment("2026-11-20T11:00:00Z", "2026-11-20T21:00:00Z", "holiday"),
        ]

    def test_when_asked_then_every_clock_and_every_step_is_told_in_order(self) -> None:
        assert list(self.ANSWER["clocks"]) == ["attend", "update", "resolve"]
        assert self.ANSWER["escalation"] == [
            {"tell": "noc_coordinator", "due_at": "2026-11-18T22:30:00Z", "automatic": False},
            {"tell": "noc_manager", "due_at": "2026-11-19T00:30:00Z", "automatic": False},
            {"tell": "director", "due_at": "2026-11-19T20:30:00Z", "automatic": False},
        ]


class TestTargets:
    @pytest.mark.parametrize(
        ("contract", "due"), [(None, "2026-11-18T14:00:00Z"), ("full", "2026-11-18T14:00:00Z"), ("basic", "2026-11-18T16:00:00Z")]
    )
    def test_when_a_plan_has_its_own_then_it_counts_in_the_place_of_the_inherited(self, contract: str | None, due: str) -> None:
        assert noc(at="2026-11-18T12:00:00Z", contract=contract)["clocks"]["attend"]["due_at"] == due

    def test_when_a_plan_has_none_for_a_clock_then_that_is_inherited(self) -> None:
        assert noc(at="2026-11-18T12:00:00Z", contract="basic")["clocks"]["resolve"]["due_at"] == "2026-11-18T20:00:00Z"

    def test_when_a_plan_replaces_a_target_then_its_earlier_mark_goes_too(self) -> None:
        written = changed(NOC, "criticalities: {urgent:", "criticalities: {planned: {attend: {within: 30h, calendar: office}}, urgent:")
        case = {
            "handbook": "x",
            "criticality": "planned",
            "opened": "2026-11-16T11:00:00Z",
            "at": "2026-11-16T11:00:00Z",
            "contract": "basic",
        }

        attend = explain(case, handbook(written))["clocks"]["attend"]

        assert (attend["earliest"], attend["due_at"]) == (None, "2026-11-18T21:00:00Z")

    def test_when_it_is_between_two_then_the_first_is_our_mark_and_the_second_the_promise(self) -> None:
        answer = noc("planned", opened="2026-11-30T11:00:00Z", at="2026-11-30T11:00:00Z")

        assert list(answer["clocks"]) == ["attend"]  # no target, no clock
        # 8 December is closed: 30 Nov to 3 Dec are 40 h, 4 Dec 8 h; 4, 7, 9, 10 and 11 Dec make 90 h, 14 Dec 6 h
        assert answer["clocks"]["attend"]["earliest"] == "2026-12-04T19:00:00Z"
        assert answer["clocks"]["attend"]["due_at"] == "2026-12-14T17:00:00Z"


class TestCalendarOfTheCustomer:
    @pytest.mark.parametrize(
        ("country", "calendar", "due"),
        [
            (None, "br", "2026-11-18T20:00:00Z"),  # 09:00 in São Paulo
            ("BR", "br", "2026-11-18T20:00:00Z"),
            ("CO", "co", "2026-11-18T21:00:00Z"),  # 07:00 in Bogotá, an hour before the opening
            ("UY", "br", "2026-11-18T20:00:00Z"),  # not named, hence the default
        ],
    )
    def test_when_the_country_is_known_then_its_calendar_counts(self, country: str | None, calendar: str, due: str) -> None:
        attend = carrier("request", at="2026-11-18T12:00:00Z", country=country)["clocks"]["attend"]

        assert (attend["calendar"], attend["due_at"]) == (calendar, due)

    def test_when_the_clocks_change_over_the_weekend_then_local_hours_count(self) -> None:
        answer = carrier("request", opened="2026-09-04T21:00:00Z", at="2026-09-04T21:00:00Z", country="CL")  # Friday 17:00 in Santiago

        assert answer["clocks"]["attend"]["due_at"] == "2026-09-07T20:00:00Z"  # 1 h, then Monday 09:00-13:00, 14:00-17:00 at UTC-3


class TestUpdateClock:
    def test_when_nobody_has_attended_then_it_waits_and_says_nothing_more(self) -> None:
        assert noc(at="2026-11-18T13:00:00Z")["clocks"]["update"] == {"state": "waiting", "due_at": None}

    def test_when_updated_then_the_current_round_is_shown(self) -> None:
        events = [event("attended", "2026-11-18T12:30:00Z"), event("public_update", "2026-11-18T14:00:00Z")]

        update = noc(at="2026-11-18T15:00:00Z", events=events)["clocks"]["update"]

        assert (update["state"], update["elapsed"], update["due_at"]) == ("running", 3600, "2026-11-18T16:00:00Z")

    @pytest.mark.parametrize("ending", ["restored", "resolved", "cancelled"])
    def test_when_restored_or_resolved_or_cancelled_then_it_is_stopped(self, ending: str) -> None:
        events = [event(ending, "2026-11-18T13:30:00Z"), event("attended", "2026-11-18T12:30:00Z")]

        update = noc(at=A_YEAR_LATER, events=events)["clocks"]["update"]

        assert (update["state"], update["elapsed"]) == ("stopped", 3600)


class TestHolds:
    def test_when_one_is_open_then_what_it_stops_is_held_and_the_rest_runs(self) -> None:
        answer = noc(at="2026-11-18T13:30:00Z", holds=[hold("observation", "2026-11-18T13:00:00Z", "2026-11-18T15:00:00Z")])

        assert (answer["clocks"]["resolve"]["state"], answer["clocks"]["resolve"]["due_at"]) == ("held", None)
        assert answer["clocks"]["attend"]["state"] == "running"
        assert [step["due_at"] for step in answer["escalation"]] == [None, None, None]  # it pauses escalation too

    def test_when_the_promise_is_our_first_answer_then_no_hold_stops_it(self) -> None:
        answer = noc(at="2026-11-18T14:00:00Z", holds=[hold("awaiting_customer", "2026-11-18T12:00:00Z")])

        assert answer["clocks"]["attend"]["state"] == "breached"


class TestLadders:
    def test_when_the_service_is_back_then_steps_due_then_or_later_are_left_out(self) -> None:
        answer = noc(at=A_YEAR_LATER, events=[event("restored", "2026-11-18T16:00:00Z")])

        assert answer["escalation"] == [{"tell": "noc_coordinator", "due_at": "2026-11-18T14:00:00Z", "automatic": True}]

    def test_when_it_starts_at_a_missed_promise_then_it_waits_for_that(self) -> None:
        before = noc("planned", department="finance", at="2026-11-20T12:00:00Z")
        after = noc("planned", department="finance", at="2026-12-31T12:00:00Z")

        assert before["escalation"] == [{"tell": "noc_manager", "due_at": None, "automatic": False}]
        assert after["clocks"]["attend"]["due_at"] == "2026-12-02T18:00:00Z"
        assert after["escalation"] == [{"tell": "noc_manager", "due_at": "2026-12-03T16:00:00Z", "automatic": False}]  # 3 h, then 5 h

    def test_when_none_fits_the_department_then_there_is_no_step(self) -> None:
        assert carrier("outage", department="billing", at="2026-11-18T13:00:00Z")["escalation"] == []


class TestDepartment:
    def test_when_it_is_absent_then_that_of_the_unclassified_counts(self) -> None:
        assert noc(at=A_YEAR_LATER) == noc(at=A_YEAR_LATER, department="support")


class TestNamesThatTheHandbookDoesNotHave:
    @pytest.mark.parametrize(
        ("changed", "sentence"),
        [
            ({"criticality": "urgnt"}, "criticality: the handbook has no criticality `urgnt`; did you mean `urgent`?"),
            ({"contract": "gold"}, "contract: the handbook has no contract `gold`; there are `full` and `basic`"),
            ({"department": "suport"}, "department: the handbook has no department `suport`; did you mean `support`?"),
            ({"holds": [hold("lunch", A_YEAR_LATER)]}, "holds.0.reason: the handbook has no reason `lunch`; there are "),
        ],
    )
    def test_when_asked_then_one_sentence_names_the_nearest(self, changed: dict[str, Any], sentence: str) -> None:
        with pytest.raises(WrongCase) as error:
            asked({"handbook": "noc.yaml", "criticality": "urgent", "opened": A_YEAR_LATER, "at": A_YEAR_LATER, **changed})

        assert str(error.value).startswith(sentence)
