from typing import Any

import pytest

from plantao.handbook.case import WrongCase, read_case
from plantao.rules.tests.calendars import local, utc

FIRST = {"handbook": "noc.yaml", "criticality": "urgent", "opened": "2026-11-18T17:30:00-03:00", "at": "2026-11-18T21:00:00Z"}
HOLD = {"since": "2026-11-18T18:00:00-03:00", "reason": "scheduled"}
EVENT = {"event": "attended", "at": "2026-11-18T18:00:00-03:00"}


class TestCaseAsWritten:
    def test_when_only_what_is_needed_is_told_then_the_rest_is_absent(self) -> None:
        case = read_case(FIRST)

        assert (case.contract, case.department, case.country, case.holds, case.happenings) == (None, None, None, (), ())
        assert case.opened == local("2026-11-18 17:30")
        assert case.at == utc("2026-11-18 21:00")

    def test_when_absences_are_written_as_null_then_it_is_the_same_case(self) -> None:
        nothing = dict.fromkeys(("contract", "department", "country", "holds", "events"))

        assert read_case({**FIRST, **nothing}) == read_case(FIRST)

    def test_when_a_hold_has_no_end_then_it_is_open(self) -> None:
        absent, null = read_case({**FIRST, "holds": [HOLD, {**HOLD, "until": None}]}).holds

        assert absent == null
        assert absent.until is None

    def test_when_the_country_is_in_small_letters_then_it_is_meant_all_the_same(self) -> None:
        assert read_case({**FIRST, "country": "cl"}).country == "CL"


class TestCaseThatIsWrong:
    @pytest.mark.parametrize(
        ("changed", "sentence"),
        [
            ({"handbook": None}, "handbook: is missing"),
            ({"criticality": None}, "criticality: is missing"),
            ({"opened": None}, "opened: is missing"),
            ({"at": None}, "at: is missing"),
            ({"criticality": ""}, "criticality: must be a text"),
            ({"criticality": 3}, "criticality: must be a text"),
            ({"contract": ["full"]}, "contract: must be a text"),
            ({"contrat": "full"}, "`contrat` is not a key here; did you mean `contract`?"),
            ({"opened": "yesterday"}, "opened: `yesterday` is not an instant; write it as in `2026-11-18T17:30:00-03:00`"),
            ({"opened": "2026-11-18T25:00:00Z"}, "opened: `2026-11-18T25:00:00Z` is not an instant"),
            ({"opened": 1763497800}, "opened: must be a text"),
            ({"at": "2026-11-18T17:30:00"}, "at: `2026-11-18T17:30:00` has no zone"),
            ({"at": "9999-12-31T23:59:59-12:00"}, "at: `9999-12-31T23:59:59-12:00` lies outside the years 1970 to 2100"),
            ({"country": "Brazil"}, "country: `Brazil` is not a country; write its two letters, as in `BR`"),
            ({"holds": {}}, "holds: must be a list, or be left out"),
            ({"holds": ["scheduled"]}, "holds.0: this must be an object with the keys `since`, `until`, `reason`"),
            ({"holds": [{"since": HOLD["since"]}]}, "holds.0.reason: is missing"),
            ({"holds": [HOLD, {**HOLD, "until": "2026-11-18T17:59:59-03:00"}]}, "holds.1.until: the hold ends before it begins"),
            ({"events": [EVENT, {"event": "atended", "at": EVENT["at"]}]}, "events.1.event: `atended` is not an event that clocks know"),
            ({"events": [{**EVENT, "event": "opened"}]}, "events.0.event: the opening is told by the key `opened`"),
            ({"events": [{"event": "attended"}]}, "events.0.at: is missing"),
            ({"events": [{**EVENT, "on": "x"}]}, "events.0: `on` is not a key here"),
        ],
    )
    def test_when_read_then_one_sentence_says_where_and_what(self, changed: dict[str, Any], sentence: str) -> None:
        with pytest.raises(WrongCase) as error:
            read_case({**FIRST, **changed})

        assert str(error.value).startswith(sentence)

    @pytest.mark.parametrize("raw", [None, 3, "case", [FIRST]])
    def test_when_it_is_no_object_then_the_keys_are_told(self, raw: object) -> None:
        with pytest.raises(WrongCase, match="a case must be an object with the keys `handbook`, `criticality`"):
            read_case(raw)
