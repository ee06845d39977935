"""What may stand where, and how the document answers."""

import pytest
from pydantic import ValidationError

from plantao.handbook.document import Handbook
from plantao.handbook.tests.handbooks import CARRIER, NOC, SMALL, changed, errors, handbook, reading
from plantao.rules.duration import Duration


class TestTheNocHandbook:
    def test_says_how_urgent_tickets_are_served(self) -> None:
        noc = handbook(NOC)

        assert list(noc.criticalities) == ["emergency", "urgent", "controlled", "planned"]
        assert noc.criticalities["urgent"].targets["attend"].within == Duration.parse("2h")
        assert noc.clocks["attend"].starts == "opened"
        assert noc.criticalities["emergency"].register_by == "phone"

    def test_has_a_mark_of_our_own_before_the_promise(self) -> None:
        target = handbook(NOC).criticalities["planned"].targets["attend"]

        assert (target.earliest, target.latest) == (Duration.parse("48h"), Duration.parse("96h"))

    def test_a_plan_replaces_a_target_whole_and_leaves_the_others(self) -> None:
        targets = handbook(NOC).targets(criticality="urgent", contract="basic")

        assert {clock: str(target.latest) for clock, target in targets.items()} == {"attend": "4h", "update": "4h", "resolve": "8h"}

    def test_without_a_plan_the_criticalities_count_as_written(self) -> None:
        assert str(handbook(NOC).targets(criticality="urgent", contract=None)["attend"].latest) == "2h"

    def test_the_first_ladder_that_fits_is_the_ladder(self) -> None:
        noc = handbook(NOC)

        assert noc.ladder_for(department="support", criticality="planned") == noc.escalation[0]
        assert noc.ladder_for(department="finance", criticality="planned") == noc.escalation[1]

    def test_texts_fall_back_to_the_default_language(self) -> None:
        name = handbook(NOC).departments["support"].name

        assert name.in_language("es", default="pt-br") == "Soporte Técnico"
        assert name.in_language("fr", default="pt-br") == "Suporte Técnico"

    def test_can_not_be_changed(self) -> None:
        with pytest.raises(ValidationError, match="frozen"):
            handbook(NOC).protocol = "x"

    def test_is_the_same_after_being_written_out_and_read_again(self) -> None:
        for text in (NOC, CARRIER):
            written = handbook(text).model_dump_json(exclude_unset=True)

            assert Handbook.model_validate_json(written) == handbook(text)


class TestAHandbookThatSaysLittle:
    def test_has_the_defaults(self) -> None:
        small = handbook(SMALL)

        assert small.protocol == "{opened:%Y%m%d}{sequence:06d}"
        assert list(small.contracts) == ["full"]
        assert small.contracts["full"].catalogue == "all"
        assert small.departments["support"].criticalities == "all"
        assert small.criticalities["normal"].targets["attend"].calendar == "always"
        assert [str(small.resolution.disagree_within), str(small.resolution.repeat_within), str(small.resolution.close_after)] == [
            "30cd",
            "72h",
            "3bd",
        ]

    def test_a_ladder_has_the_defaults(self) -> None:
        ladder = handbook(SMALL + "roles: {boss: {name: B}}\nescalation: [{steps: [{after: 2h, tell: boss}]}]").escalation[0]

        assert (ladder.calendar, ladder.starts, ladder.automatic_for, ladder.tries) == ("always", "opened", (), 3)
        assert (str(ladder.ring_every), str(ladder.acknowledgement_lasts), ladder.steps[0].how) == ("5m", "60m", "message")
        assert ladder.applies_to.fits(department="support", criticality="normal")

    @pytest.mark.parametrize("key", ["handbook", "provider", "departments", "unclassified", "criticalities"])
    def test_what_has_no_default_is_missed(self, key: str) -> None:
        without = "".join(line for line in SMALL.splitlines(keepends=True) if not line.startswith(f"{key}:"))

        assert (key, "this key is missing") in errors(without)

    def test_the_calendar_customer_is_the_first_that_is_not_always_open(self) -> None:
        calendars = "calendars: {day: {open: always}, shop: {open: {sat: ['08:00-12:00']}}, late: {open: {sun: ['08:00-12:00']}}}\n"

        assert handbook(SMALL + calendars).calendar_for_customer("AR") == "shop"
        assert handbook(SMALL + calendars + "customer_calendars: {AR: late}").calendar_for_customer("AR") == "late"
        assert handbook(SMALL + calendars + "customer_calendars: {AR: late}").calendar_for_customer(None) == "shop"
        assert handbook(SMALL).calendar_for_customer("AR") == "always"


class TestAPlanThatChangesAHold:
    def test_only_what_it_names_is_otherwise(self) -> None:
        plan = changed(NOC, "full:  {catalogue: all}", "full:  {holds: {awaiting_vendor: {stops: [resolve]}}}")

        hold = handbook(plan).holds_under("full")["awaiting_vendor"]

        assert hold.stops == ("resolve",)
        assert hold.name == handbook(NOC).holds["awaiting_vendor"].name
        assert handbook(plan).holds_under("basic")["awaiting_vendor"].stops == ()


def with_value(path: str, value: str) -> str:
    """Return the small handbook with one more section line."""
    return f"{SMALL}{path}: {value}\n"


class TestValuesThatCanNotStand:
    @pytest.mark.parametrize(
        ("section", "value", "path", "sentence"),
        [
            ("protocl", "x", "protocl", "unknown key; did you mean `protocol`?"),
            ("products", "data", "products", "must be a list: `[data]`"),
            ("products", "[1]", "products.0", 'is a number or a boolean to YAML; write it in quotes: "1"'),
            ("products", "[a b]", "products.0", "`a b` can't be a name here"),
            ("roles", "{a: {name: {pt: x}}}", "roles.a.name.pt", "`pt` is not a language of the desk"),
            ("roles", "{a: {name: ' '}}", "roles.a.name", "is empty"),
            ("roles", "{a: {name: x, per_order: yes}}", "roles.a.per_order", "must be `true` or `false`; `yes` is a word"),
            ("roles", "{a: }", "roles.a", "has no value"),
            ("roles", "[a]", "roles", "must be a map"),
            ("calendars", "{a: {open: never}}", "calendars.a.open", "write `always`, or a map from days"),
            ("calendars", "{a: {open: 5}}", "calendars.a.open", "write `always`, or a map from days"),
            ("calendars", "{a: {open: [x]}}", "calendars.a.open", "must be a text or a map"),
            ("calendars", "{a: {open: {mo: []}}}", "calendars.a.open.mo", "`mo` does not name days"),
            ("calendars", "{a: {open: {fri-mon: []}}}", "calendars.a.open.fri-mon", "write `fri-sun,mon`"),
            ("calendars", "{a: {open: {mon: [[]]}}}", "calendars.a.open.mon.0", "not an interval of the day"),
            ("calendars", "{a: {open: {mon: ['8-18']}}}", "calendars.a.open.mon.0", "not an interval of the day"),
            ("calendars", "{a: {open: {mon: ['08:00-24:01']}}}", "calendars.a.open.mon.0", "a time that no clock shows"),
            ("calendars", "{a: {open: {mon: ['08:60-10:00']}}}", "calendars.a.open.mon.0", "a time that no clock shows"),
            ("calendars", "{a: {open: {mon: ['22:00-02:00']}}}", "calendars.a.open.mon.0", "written as two intervals"),
            ("calendars", "{a: {open: always, closed_on: ['24/12/2026']}}", "calendars.a.closed_on.0", "write it as `2026-12-24`"),
            (
                "calendars",
                "{a: {open: always, hours_on: {2026-02-30: []}}}",
                "calendars.a.hours_on.2026-02-30",
                "not a day of the calendar",
            ),
            ("calendars", "{a: {open: always, time_zone: America/Sao_Palo}}", "calendars.a.time_zone", "did you mean `America/Sao_Paulo`?"),
            ("calendars", "{a: {open: always, time_zone: ../etc/passwd}}", "calendars.a.time_zone", "not a time zone"),
            ("calendars", "{a: {open: always, time_zone: America}}", "calendars.a.time_zone", "not a time zone"),
            ("calendars", "{a: {open: always, holidays: {country: br}}}", "calendars.a.holidays.country", "did you mean `BR`?"),
            ("customer_calendars", "{brasil: always}", "customer_calendars.brasil", "not a country"),
            (
                "channels",
                "{phone: {numbers: [{number: '0800 555', kind: local}]}}",
                "channels.phone.numbers.0.number",
                "not a phone number",
            ),
            ("channels", "{whatsapp: {number: +551155502288}}", "channels.whatsapp.number", 'in quotes: "+551155502288"'),
            ("channels", "{whatsapp: {number: '+55115550'}}", "channels.whatsapp.number", "too short or too long for the country +55"),
            ("channels", "{whatsapp: {number: '+9991234567'}}", "channels.whatsapp.number", "does not start with the code of a country"),
            ("channels", "{email: {address: noc.example}}", "channels.email.address", "not an e-mail address"),
            ("channels", "{telegram: {bot: '@RedeBot'}}", "channels.telegram.bot", "without `@`"),
            ("channels", "{portal: {url: 'javascript:alert(1)'}}", "channels.portal.url", "not a web address"),
            ("channels", "{sms: {}}", "channels.sms", "unknown key; there are `phone`, `email`, `whatsapp`, `telegram` and `portal`"),
            ("holds", "{a: {name: x, remind_after: 2bd}}", "holds.a.remind_after", "write it in `h`, `m` or `s`"),
            ("holds", "{a: {name: x, remind_after: 24}}", "holds.a.remind_after", "`24` is not a duration"),
            ("resolution", "{close_after: 3 bd}", "resolution.close_after", "`3 bd` is not a duration"),
            ("resolution", "{asks_for: [reason]}", "resolution.asks_for.0", "`reason` can't stand here"),
            ("escalation", "[{steps: []}]", "escalation.0.steps", "is empty"),
            (
                "escalation",
                "[{applies_to: {departments: some}, steps: [{after: 1h, tell: x}]}]",
                "escalation.0.applies_to.departments",
                "write `all`, or a list",
            ),
            ("billing", "{cut_off_day: 29}", "billing.cut_off_day", "must be at most 28"),
            ("billing", "{cut_off_day: '15'}", "billing.cut_off_day", "must be a whole number"),
            ("directory", "[{area: support, local: '+551155502288'}]", "directory.0", "needs either `country` or `countries`"),
            ("directory", "[{country: BR, area: support}]", "directory.0", "has no number"),
            ("changes", "{maintenance: {standard: {notice: 10d}}}", "changes.maintenance.standard.notice", "not a duration"),
        ],
    )
    def test_are_told_with_their_path(self, section: str, value: str, path: str, sentence: str) -> None:
        told = errors(with_value(section, value))

        assert path in [where for where, _ in told], told
        assert any(where == path and sentence in what for where, what in told), told

    @pytest.mark.parametrize(
        ("target", "sentence"),
        [
            ("{within: 2bd}", "write it in `h`, `m` or `s`"),
            ("{within: 3cd}", "write it in `h`, `m` or `s`"),
            ("{within: 0h}", "no time at all"),
            ("{between: [96h, 48h]}", "the earliest, 96h, is after the latest, 48h"),
            ("{between: [48h]}", "needs two entries"),
            ("{within: 2h, between: [1h, 2h]}", "needs either `within` or `between`"),
            ("{calendar: always}", "needs either `within` or `between`"),
            ("2h", "must be a map"),
        ],
    )
    def test_a_target_is_one_promise_counted_to_the_second(self, target: str, sentence: str) -> None:
        told = errors(changed(SMALL, "{within: 2h}", target))

        assert len(told) == 1
        assert told[0][0].startswith("criticalities.normal.attend")
        assert sentence in told[0][1]

    def test_another_version_of_the_format_is_refused(self) -> None:
        assert "it reads version 1" in errors(changed(SMALL, "handbook: 1", "handbook: 2"))[0][1]
        assert "write `handbook: 1`" in errors(changed(SMALL, "handbook: 1", "handbook: '1'"))[0][1]

    def test_a_country_is_its_two_letters_even_norway(self) -> None:
        assert reading(changed(SMALL, "country: BR", "country: NO")).errors == ()
