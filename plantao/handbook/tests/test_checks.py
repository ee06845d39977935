"""What is well-formed and still can't be, or can't be meant."""

import pytest

from plantao.handbook.problems import Sentence, instead
from plantao.handbook.tests.handbooks import BIG, CARRIER, NOC, SMALL, changed, errors, the_error, warnings


class TestCalendars:
    @pytest.mark.parametrize(
        ("calendar", "path", "sentence"),
        [
            ("{open: {}}", "calendars.a.open", "never opens"),
            ("{open: {mon-fri: []}}", "calendars.a.open", "never opens"),
            ("{open: {mon: ['08:00-12:00', '11:59-13:00']}}", "calendars.a.open.mon.1", "11:59-13:00 overlaps 08:00-12:00"),
            ("{open: {mon: ['08:00-20:00', '20:00-21:00', '19:00-20:00']}}", "calendars.a.open.mon.2", "19:00-20:00 overlaps 08:00-20:00"),
            (
                "{open: {mon-fri: ['08:00-12:00'], 'wed,sat': ['11:00-13:00']}}",
                "calendars.a.open.wed,sat.0",
                "overlaps 08:00-12:00 of `mon-fri`",
            ),
            ("{open: always, hours_on: {'2026-12-24': ['08:00-12:00', '08:00-09:00']}}", "calendars.a.hours_on.2026-12-24.0", "overlaps"),
            (
                "{open: always, holidays: {country: BR, categories: [publik]}}",
                "calendars.a.holidays.categories.0",
                "did you mean `public`?",
            ),
            (
                "{open: always, holidays: {country: BR, categories: [bank]}}",
                "calendars.a.holidays.categories.0",
                "BR has no category `bank`",
            ),
        ],
    )
    def test_errors(self, calendar: str, path: str, sentence: str) -> None:
        ((where, told),) = errors(f"{SMALL}calendars: {{a: {calendar}}}")

        assert where == path
        assert sentence in told

    @pytest.mark.parametrize(
        ("calendar", "path", "sentence"),
        [
            ("{open: always, holidays: {country: BR, subdivision: XX}}", "calendars.a.holidays.subdivision", "BR has no subdivision `XX`"),
            (
                "{open: {mon: ['08:00-12:00']}, open_on: ['2026-12-25']}",
                "calendars.a.open_on.0",
                "is a `fri`, which has no hours of its own",
            ),
            ("{open: always, closed_on: ['2026-12-25'], open_on: ['2026-12-25']}", "calendars.a.closed_on.0", "also stands in `open_on`"),
            (
                "{open: always, closed_on: ['2026-12-25'], hours_on: {'2026-12-25': []}}",
                "calendars.a.closed_on.0",
                "also stands in `hours_on`",
            ),
            ("{open: always, closed_on: ['2026-12-25', '2026-12-25']}", "calendars.a.closed_on.1", "stands twice"),
        ],
    )
    def test_warnings(self, calendar: str, path: str, sentence: str) -> None:
        text = f"{SMALL}calendars: {{a: {calendar}}}"

        assert errors(text) == []
        ((where, told),) = warnings(text)
        assert where == path
        assert sentence in told

    @pytest.mark.parametrize(
        "calendar",
        [
            "{open: {mon-fri: ['08:00-12:00', '12:00-18:00']}}",
            "{open: {mon-fri: ['22:00-24:00', '00:00-06:00']}}",
            "{open: {mon-fri: ['08:00-12:00'], mon: ['13:00-18:00']}}",
            "{open: {'mon-wed, fri': ['8:00-12:00']}, holidays: {country: BR, subdivision: São Paulo Capital}}",
            "{open: always, holidays: {country: NO}, closed_on: [2026-12-24]}",
        ],
    )
    def test_hours_that_only_touch_are_right(self, calendar: str) -> None:
        assert errors(f"{SMALL}calendars: {{a: {calendar}}}") == []

    def test_two_names_are_taken(self) -> None:
        assert "customer's country" in the_error(SMALL + "calendars: {customer: {open: always}}").sentence
        assert "open always" in the_error(SMALL + "calendars: {always: {open: {mon: ['08:00-12:00']}}}").sentence


class TestTheDesk:
    def test_what_a_message_gets_is_an_item_of_its_department(self) -> None:
        problem = the_error(changed(NOC, "item: incident, criticality: urgent", "item: invoice_copy, criticality: urgent"))

        assert problem.path == "unclassified.item"
        assert "`invoice_copy` is an item of `finance`, not of `support`" in problem.sentence

    def test_and_a_criticality_that_may_be_picked_there(self) -> None:
        problem = the_error(changed(BIG, "department: support, criticality: normal", "department: sales, criticality: normal"))

        assert problem.path == "unclassified.criticality"
        assert "`normal` can't be picked in `sales`" in problem.sentence

    @pytest.mark.parametrize(
        ("template", "sentence"),
        [
            ("{opened:%Y%m%d}", "stands 0 times"),
            ("{opened:%Y%m%d}{sequence:06d}{sequence}", "stands 2 times"),
            ("{opened:%Y%m%d}{seqence:06d}", "did you mean `sequence`?"),
            ("{opened:%H}{sequence:06d}", "has no part `%H`"),
            ("#{opened:%Y}{sequence:06d}", "`#` can't be in a protocol"),
            ("tt{opened:%Y}{sequence:06d}", "`t` can't be in a protocol"),
            ("{sequence:03d}", "a protocol has 6 to 32"),
            ("{opened:%Y%m%d}{sequence:030d}", "a protocol has 6 to 32"),
            ("{opened:%d}{sequence:06d}", "numbers would come again"),
            ("{sequence:06x}", "filled with zeros"),
            ("{opened:%Y", "no partner"),
        ],
    )
    def test_a_template_of_protocols_can_write_protocols(self, template: str, sentence: str) -> None:
        problem = the_error(f'{SMALL}protocol: "{template}"')

        assert (problem.path, problem.line, problem.column) == ("protocol", 7, 11)
        assert sentence in problem.sentence

    def test_what_is_asked_for_can_be_picked(self) -> None:
        assert warnings(SMALL + "resolution: {asks_for: [done, cause]}") == [
            ("resolution.asks_for.1", "`cause` is asked for, but `causes` has nothing to pick from")
        ]


class TestACarrier:
    @pytest.mark.parametrize(
        ("old", "new", "path", "sentence"),
        [
            ("remind: [5cd, 2cd]", "remind: [11cd, 2cd]", "changes.maintenance.standard.approval.remind.0", "before the question itself"),
            ('window: ["00:00-06:00"]', 'window: ["00:00-06:00", "05:00-07:00"]', "changes.maintenance.standard.window.1", "overlaps"),
            ('window: ["00:00-06:00"]', "window: []", "changes.maintenance.standard.window", "never opens"),
            (
                "before: {delivery_date_set: 2cd}",
                "before: {installation_reminder: 2cd}",
                "orders.touchpoints.3.before.installation_reminder",
                "before itself",
            ),
        ],
    )
    def test_errors(self, old: str, new: str, path: str, sentence: str) -> None:
        problem = the_error(changed(CARRIER, old, new))

        assert problem.path == path
        assert sentence in problem.sentence

    def test_standard_changes_come_from_a_department_that_has_items(self) -> None:
        text = SMALL + "channels: {portal: {url: 'https://a.example'}}\nchanges: {standard: {items: {department: support}}}"

        assert the_error(text).path == "changes.standard.items.department"


class TestTexts:
    def test_one_that_is_missing_in_a_language_is_told(self) -> None:
        text = changed(NOC, "{pt-br: Diretor, es: Director, en: Director}", "{pt-br: Diretor}")

        assert ("roles.director.name", "has no text in `es` and `en`") in warnings(text)

    def test_a_plain_text_is_the_same_in_every_language(self) -> None:
        text = changed(NOC, "{pt-br: Diretor, es: Director, en: Director}", "Director")

        assert "roles.director.name" not in [path for path, _ in warnings(text)]


class TestASentenceInAnotherLanguage:
    def test_when_parts_of_it_are_sentences_then_they_are_translated_too_and_facts_stay(self) -> None:
        words = {"no %(name)s%(near)s": "sem %(name)s%(near)s", "; did you mean %(near)s?": "; seria %(near)s?"}
        sentence = Sentence("no %(name)s%(near)s", name="100%", near=instead("ofice", ["office"]))

        assert sentence == "no 100%; did you mean `office`?"
        assert sentence.said(lambda pattern: words[pattern]) == "sem 100%; seria `office`?"

    def test_when_it_has_no_facts_then_a_percent_sign_is_one(self) -> None:
        assert Sentence("remove the %YAML line").said(str.upper) == "REMOVE THE %YAML LINE"
