"""`plantao duty`, as an administrator types it: who is on duty, and what changes that."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from plantao import clock
from plantao.agreements.testing import a_handbook_in_force
from plantao.operate.cli import main
from plantao.staff.testing import an_agent

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 11, 16, 12, tzinfo=UTC)  # 09:00 in São Paulo
DAY = timedelta(days=1)
ROLE = "noc_coordinator"
Say = Callable[..., list[str]]


@pytest.fixture
def say(capsys: pytest.CaptureFixture[str]) -> Say:
    """Run `plantao duty ...` on Monday, or on another day with `at=`, and return the lines that it prints."""
    a_handbook_in_force(at=MONDAY - 7 * DAY)
    for name in ("Ana", "Bia", "Davi"):
        an_agent(name, at=MONDAY - 7 * DAY, mail=f"{name.lower()}@noc.example")

    def run(*words: str, at: datetime = MONDAY, status: int = 0) -> list[str]:
        with clock.frozen(at):
            assert main(["duty", *words]) == status
        told = capsys.readouterr()
        return (told.err if status else told.out).splitlines()

    return run


def objects(lines: list[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in lines]


def who(say: Say, at: str) -> list[str]:
    [answer] = objects(say("who", ROLE, "--at", at, "--json"))
    return [each["name"] for each in answer["line"]]


class TestNobodyOnTheRota:
    def test_who_says_nobody(self, say: Say) -> None:
        assert say("who", ROLE) == ["nobody holds noc_coordinator at 2026-11-16T09:00:00-03:00"]
        assert objects(say("who", ROLE, "--json")) == [{"role": ROLE, "at": "2026-11-16T12:00:00Z", "line": [], "line_now_known": []}]

    def test_gaps_name_every_role_that_a_ladder_tells(self, say: Say) -> None:
        assert objects(say("gaps", "--weeks", "1", "--json")) == [
            {"role": role, "since": "2026-11-16T12:00:00Z", "until": "2026-11-23T12:00:00Z"} for role in (ROLE, "noc_manager", "director")
        ]

    def test_nothing_is_listed_and_nothing_can_be_handed_over(self, say: Say) -> None:
        assert say("list") == []
        assert "nobody holds noc_coordinator" in say("hand-over", ROLE, "--to", "ana@noc.example", status=1)[0]


class TestAShift:
    def test_when_added_then_the_week_is_told_in_the_providers_zone(self, say: Say) -> None:
        [added] = say("shift", "add", ROLE, "ana@noc.example", "--hours", "mon-fri 08:00-18:00")
        say("shift", "add", ROLE, "bia@noc.example", "--hours", "mon-fri 18:00-08:00", "--hours", "sat,sun 08:00-08:00")

        assert added.split("\t")[1:] == [
            ROLE, "mon-fri 08:00-18:00 in America/Sao_Paulo, place 1", "ana@noc.example", "2026-11-16T09:00:00-03:00", "-",
        ]  # fmt: skip
        assert say("week", ROLE)[:3] == [
            f"{ROLE}\t2026-11-16T09:00:00-03:00\t2026-11-16T18:00:00-03:00\tAna",
            f"{ROLE}\t2026-11-16T18:00:00-03:00\t2026-11-17T08:00:00-03:00\tBia",
            f"{ROLE}\t2026-11-17T08:00:00-03:00\t2026-11-17T18:00:00-03:00\tAna",
        ]
        assert len(say("week")) == len(say("week", ROLE)) + 2  # the two roles that nobody holds

    def test_when_two_take_turns_then_they_change_on_monday_and_the_second_place_stands_behind(self, say: Say) -> None:
        say("shift", "add", ROLE, "ana@noc.example", "bia@noc.example", at=MONDAY - 5 * DAY)
        say("shift", "add", ROLE, "davi@noc.example", "--place", "2", at=MONDAY - 5 * DAY)

        assert who(say, "2026-11-15T23:59") == ["Ana", "Davi"]
        assert who(say, "2026-11-16T00:00") == ["Bia", "Davi"]
        assert say("who", ROLE) == ["1\tBia\tbia@noc.example", "2\tDavi\tdavi@noc.example"]

    def test_when_turns_are_days_then_they_count_from_the_day_it_begins_or_the_one_given(self, say: Say) -> None:
        say("shift", "add", ROLE, "ana@noc.example", "bia@noc.example", "--hours", "mon-sun 07:00-19:00", "--every", "1d")
        assert [who(say, f"2026-11-{day}T12:00") for day in (16, 17, 18)] == [["Ana"], ["Bia"], ["Ana"]]

        say("shift", "add", "director", "ana@noc.example", "bia@noc.example", "--every", "1d", "--counted-from", "2026-11-17")
        assert "Bia" in say("who", "director")[0]

    def test_when_its_zone_is_anothers_then_hours_are_read_there(self, say: Say) -> None:
        say("shift", "add", ROLE, "ana@noc.example", "--hours", "mon-fri 08:00-18:00", "--zone", "America/Bogota")

        assert who(say, "2026-11-17T09:59-03:00") == []
        assert who(say, "2026-11-17T10:00-03:00") == ["Ana"]

    def test_when_ended_then_it_is_listed_with_its_end_until_it_is_over(self, say: Say) -> None:
        [added] = objects(say("shift", "add", ROLE, "ana@noc.example", "--json"))
        [ended] = objects(say("shift", "end", str(added["number"]), "--at", "2026-11-20T00:00", "--json"))

        assert ended == added | {"until": "2026-11-20T03:00:00Z"}
        assert objects(say("list", ROLE, "--json")) == [ended]
        assert say("list", at=MONDAY + 7 * DAY) == []
        gaps = objects(say("gaps", "--weeks", "1", "--json"))
        assert [gap["since"] for gap in gaps if gap["role"] == ROLE] == ["2026-11-20T03:00:00Z"]

    def test_when_ended_before_it_begins_then_it_never_does(self, say: Say) -> None:
        [added] = objects(say("shift", "add", ROLE, "ana@noc.example", "--since", "2026-12-01", "--json"))

        assert say("shift", "end", str(added["number"])) == [f"shift {added['number']} never begins"]


class TestStandingIn:
    @pytest.fixture(autouse=True)
    def _shifts(self, say: Say) -> None:
        say("shift", "add", ROLE, "ana@noc.example", "--hours", "mon-sun 08:00-20:00", at=MONDAY - 5 * DAY)
        say("shift", "add", ROLE, "bia@noc.example", "--hours", "mon-sun 20:00-08:00", at=MONDAY - 5 * DAY)

    def test_a_hand_over_goes_from_whoever_is_first_until_their_duty_ends(self, say: Say) -> None:
        [made] = objects(say("hand-over", ROLE, "--to", "davi@noc.example", "--at", "2026-11-16T15:30", "--json"))

        assert (made["what"], made["since"], made["until"]) == ("handed_over", "2026-11-16T18:30:00Z", "2026-11-16T23:00:00Z")
        assert [each["name"] for each in made["people"]] == ["Davi", "Ana"]
        assert [who(say, f"2026-11-16T{hour}") for hour in ("15:29", "15:30", "20:00")] == [["Ana"], ["Davi"], ["Bia"]]

    def test_a_hand_over_of_who_is_not_on_duty_is_refused_in_words(self, say: Say) -> None:
        [told] = say("hand-over", ROLE, "--from", "bia@noc.example", "--to", "davi@noc.example", status=1)

        assert (
            told == "plantao: Nobody of them is on duty for “noc_coordinator” then (2026-11-16 12:00:00 UTC), so there is nothing to give."
        )

    def test_a_swap_changes_both(self, say: Say) -> None:
        [told] = say("swap", ROLE, "ana@noc.example", "bia@noc.example", "--since", "2026-11-17T08:00", "--until", "2026-11-18T08:00")

        assert "\tswapped\tana@noc.example, bia@noc.example\t" in told
        assert [who(say, f"2026-11-{when}") for when in ("17T12:00", "17T22:00", "18T12:00")] == [["Bia"], ["Ana"], ["Ana"]]

    def test_an_assignment_goes_first_and_is_cancelled_by_its_number(self, say: Say) -> None:
        [made] = objects(say("assign", ROLE, "davi@noc.example", "--until", "2026-11-16T18:00", "--json"))
        assert who(say, "2026-11-16T10:00") == ["Davi", "Ana"]

        say("cancel", "arrangement", str(made["number"]), "--at", "2026-11-16T12:00")

        assert [who(say, f"2026-11-16T{hour}") for hour in ("11:59", "12:00")] == [["Davi", "Ana"], ["Ana"]]

    def test_an_absence_leaves_a_gap_until_it_is_cancelled(self, say: Say) -> None:
        [noted] = objects(say("absence", "ana@noc.example", "--since", "2026-11-17", "--json"))
        assert [line for line in say("gaps") if ROLE in line][0] == (
            f"{ROLE}\t2026-11-17T08:00:00-03:00\t2026-11-17T20:00:00-03:00\tnobody"
        )

        say("cancel", "absence", str(noted["number"]), at=MONDAY + 2 * DAY)

        [answer] = objects(say("who", ROLE, "--json", at=MONDAY + 2 * DAY))
        assert [each["name"] for each in answer["line"]] == ["Ana"]

    def test_what_was_told_afterwards_leaves_both_readings(self, say: Say) -> None:
        say("absence", "ana@noc.example", "--since", "2026-11-15")

        asked = ("who", ROLE, "--at", "2026-11-15T12:00")
        assert say(*asked) == ["1\tAna\tana@noc.example", "so it was known then; by what was recorded since: nobody"]
        [answer] = objects(say(*asked, "--json"))
        assert ([each["name"] for each in answer["line"]], answer["line_now_known"]) == (["Ana"], [])


class TestWhatIsTypedWrong:
    @pytest.mark.parametrize(
        ("words", "told"),
        [
            (["who", "noc_cordinator"], "the handbook in force has no role `noc_cordinator`; did you mean `noc_coordinator`?"),
            (["who", ROLE, "--at", "tonight"], "--at: 'tonight' is no instant; write it as in 2026-11-18T17:30:00-03:00"),
            (["who", ROLE, "--at", "9999-12-31"], "--at: '9999-12-31' is too far away for a rota"),
            (["absence", "eva@noc.example"], "nobody with the address eva@noc.example is staff; `plantao staff list` names them"),
            (["shift", "add", ROLE, "ana@noc.example", "--zone", "America/Santigo"],
             "--zone: there is no time zone `America/Santigo`; did you mean `America/Santiago`?"),
            (["shift", "add", ROLE, "ana@noc.example", "--every", "month"],
             "--every: 'month' is no turn; write days or weeks, as in 1d, 1w or 2w"),
            (["shift", "add", ROLE, "ana@noc.example", "--counted-from", "monday"],
             "--counted-from: 'monday' is no day; write it as in 2026-11-16"),
            (["shift", "add", ROLE, "ana@noc.example", "--until", "2026-11-01"],
             "An entry of the rota can't end (2026-11-01 03:00:00 UTC) before it begins (2026-11-16 12:00:00 UTC)."),
            (["shift", "end", "7"], "there is no shift 7; `plantao duty list` names them"),
            (["cancel", "absence", "99999999999999999999"], "there is no absence 99999999999999999999; `plantao duty list` names them"),
        ],
    )  # fmt: skip
    def test_it_is_one_sentence_and_changes_nothing(self, say: Say, words: list[str], told: str) -> None:
        assert say(*words, status=1) == [f"plantao: {told}"]
        assert say("list") == []

    def test_hours_are_refused_with_an_example(self, say: Say) -> None:
        [told] = say("shift", "add", ROLE, "ana@noc.example", "--hours", "seg-sex 8-18", status=1)

        assert told.startswith("plantao: seg-sex 8-18 says no hours of duty; write them as in mon-fri 08:00-18:00")

    @pytest.mark.parametrize("words", ["gaps --weeks 0", "shift add director ana@noc.example --place x", "swap director", ""])
    def test_what_the_shape_of_the_command_forbids_is_status_two(self, words: str) -> None:
        with pytest.raises(SystemExit) as left:
            main(["duty", *words.split()])

        assert left.value.code == 2


class TestWithoutAHandbook:
    def test_a_sentence_says_what_to_do(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["duty", "who", ROLE]) == 1
        assert "No handbook is in force yet" in capsys.readouterr().err
