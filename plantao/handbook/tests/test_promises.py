"""What is promised and counted: slips in clocks, criticalities, holds and ladders."""

import pytest

from plantao.handbook.tests.handbooks import BIG, NOC, SMALL, changed, errors, the_error, warnings


class TestHolds:
    def test_none_stops_a_clock_that_waits_for_our_first_answer(self) -> None:
        problem = the_error(changed(NOC, "stops: [update, resolve], remind", "stops: [update, attend], remind"))

        assert problem.path == "holds.awaiting_customer.stops.1"
        assert "`attend` is met by `attended`" in problem.sentence

    def test_not_in_a_plan_either(self) -> None:
        problem = the_error(changed(NOC, "full:  {catalogue: all}", "full:  {holds: {observation: {stops: [attend]}}}"))

        assert problem.path == "contracts.full.holds.observation.stops.0"


class TestClocksAndCriticalities:
    def test_a_clock_can_not_be_called_like_a_key_of_every_criticality(self) -> None:
        text = changed(SMALL, "clocks: {attend", "clocks: {advice: {starts: opened, met_by: resolved}, attend")

        assert the_error(text).path == "clocks.advice"

    def test_a_clock_that_is_met_as_it_starts_counts_nothing(self) -> None:
        assert the_error(changed(SMALL, "met_by: attended", "met_by: opened")).path == "clocks.attend.met_by"

    def test_a_criticality_without_a_target_promises_nothing(self) -> None:
        text = changed(BIG, "name: Calmo, attend: {within: 8h}", "name: Calmo")

        assert warnings(text) == [("criticalities.calm", "has no target, so nothing is promised and no clock runs")]

    def test_a_clock_without_a_target_never_counts(self) -> None:
        text = changed(SMALL, "clocks: {attend", "clocks: {repair: {starts: opened, met_by: restored}, attend")

        assert [path for path, _ in warnings(text)] == ["clocks.repair"]

    def test_the_names_of_two_criticalities_differ_in_every_language(self) -> None:
        problem = the_error(
            changed(NOC, "{pt-br: Controlado, es: Controlado, en: Controlled}", "{pt-br: Controlado, es: urgente, en: Controlled}")
        )

        assert problem.path == "criticalities.controlled.name"
        assert "also the name of `urgent`" in problem.sentence

    @pytest.mark.parametrize(
        ("within", "told"),
        [
            ("24h", "24h on `office` is 2.4 working days"),
            ("1440m", "1440m on `office` is 2.4 working days"),
            ("240h", "240h on `office` is 24 working days"),
            ("20h", None),
            ("2h", None),
        ],
    )
    def test_hours_that_look_like_days_are_counted_out(self, within: str, told: str | None) -> None:
        text = (
            changed(SMALL, "{within: 2h}", f"{{within: {within}, calendar: office}}")
            + "calendars: {office: {open: {mon-fri: ['08:00-18:00']}}}"
        )

        assert [sentence for _, sentence in warnings(text)] == ([told] if told else [])

    def test_round_the_clock_a_day_is_a_day(self) -> None:
        assert warnings(changed(SMALL, "within: 2h", "within: 48h")) == []


class TestEscalation:
    ROLES = "roles: {boss: {name: B}, chief: {name: C}}\ncalendars: {office: {open: {mon-fri: ['08:00-18:00']}}}\n"

    def ladder(self, text: str, base: str = BIG) -> str:
        return f"{base}{self.ROLES}escalation: [{text}]"

    @pytest.mark.parametrize(
        ("ladder", "path", "sentence"),
        [
            ("{steps: [{after: 4h, tell: boss}, {after: 2h, tell: chief}]}", "escalation.0.steps.1.after", "write the earliest first"),
            ("{steps: [{after: 2h, tell: boss}, {after: 120m, tell: boss}]}", "escalation.0.steps.1.tell", "told twice"),
            ("{steps: [{after: 2bd, tell: boss}]}", "escalation.0.steps.0.after", "write it in `h`, `m` or `s`"),
        ],
    )
    def test_errors(self, ladder: str, path: str, sentence: str) -> None:
        ((where, told),) = errors(self.ladder(ladder))

        assert where == path
        assert sentence in told

    @pytest.mark.parametrize(
        ("ladder", "path", "sentence"),
        [
            ("{steps: [{after: 721h, tell: boss}], automatic_for: [calm]}", "escalation.0.steps.0.after", "721h comes after more than 30"),
            (
                "{calendar: office, steps: [{after: 220h, tell: boss}], automatic_for: [calm]}",
                "escalation.0.steps.0.after",
                "220h on `office` comes after more than 30 days",
            ),
            (
                "{steps: [{after: 1h, tell: boss}]}, {applies_to: {departments: [sales]}, steps: [{after: 1h, tell: boss}]}",
                "escalation.1",
                "never reached",
            ),
            (
                "{applies_to: {criticalities: [normal]}, steps: [{after: 1h, tell: boss}], automatic_for: [calm]}",
                "escalation.0.automatic_for.0",
                "not for `calm`",
            ),
        ],
    )
    def test_warnings(self, ladder: str, path: str, sentence: str) -> None:
        ((where, told),) = warnings(self.ladder(ladder))

        assert where == path
        assert sentence in told

    @pytest.mark.parametrize(
        "ladder",
        [
            "{steps: [{after: 0m, tell: boss}, {after: 0m, tell: chief}]}",
            "{steps: [{after: 720h, tell: boss}], automatic_for: [calm]}",
            "{steps: [{after: 2000h, tell: boss}]}",
            "{applies_to: {departments: [support]}, steps: [{after: 1h, tell: boss}]}, {steps: [{after: 1h, tell: boss}]}",
        ],
    )
    def test_ladders_that_are_right(self, ladder: str) -> None:
        assert errors(self.ladder(ladder)) + warnings(self.ladder(ladder)) == []

    def test_a_ladder_that_starts_when_the_answer_is_due_needs_a_clock_for_it(self) -> None:
        text = self.ladder("{starts: attend_due, steps: [{after: 1h, tell: boss}]}", changed(SMALL, "met_by: attended", "met_by: restored"))

        assert the_error(text).path == "escalation.0.starts"

    def test_and_a_target(self) -> None:
        text = self.ladder(
            "{starts: attend_due, steps: [{after: 1h, tell: boss}]}", changed(BIG, "name: Calmo, attend: {within: 8h}", "name: Calmo")
        )

        assert (
            "escalation.0.starts",
            "tickets of `calm` have no target for a clock met by `attended`, so this ladder never starts for them",
        ) in warnings(text)
