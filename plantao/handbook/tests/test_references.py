"""Every name that names nothing is found, at its place, with the nearest that would."""

import pytest

from plantao.handbook.references import _REFERENCES
from plantao.handbook.tests.handbooks import CARRIER, NOC, SMALL, changed, errors, reading

# what is written -> what is written instead, the place of the wrong name, and the name that was meant
WRONG_IN_NOC = [
    ("customer_calendars: {default: office}", "customer_calendars: {default: ofice}", "customer_calendars.default", "office"),
    ("finance:     {calendar: office", "finance:     {calendar: ofice", "departments.finance.calendar", "office"),
    (
        "admin:       {calendar: office, criticalities: [planned]",
        "admin:       {calendar: office, criticalities: [planed]",
        "departments.admin.criticalities.0",
        "planned",
    ),
    ("unclassified: {department: support", "unclassified: {department: suport", "unclassified.department", "support"),
    ("item: incident, criticality: urgent", "item: incidnt, criticality: urgent", "unclassified.item", "incident"),
    ("item: incident, criticality: urgent", "item: incident, criticality: urgnt", "unclassified.criticality", "urgent"),
    (
        "attend: {within: 24h, calendar: office}",
        "attend: {within: 24h, calendar: ofice}",
        "criticalities.controlled.attend.calendar",
        "office",
    ),
    ("    update: {within: 20h", "    updat: {within: 20h", "criticalities.controlled.updat", "update"),
    ("    advice: {pt-br: Reg", "    advise: {pt-br: Reg", "criticalities.emergency.advise", "advice"),
    ("stops: [update, resolve], remind", "stops: [update, resove], remind", "holds.awaiting_customer.stops.1", "resolve"),
    ("applies_to: {departments: [support]}", "applies_to: {departments: [suport]}", "escalation.0.applies_to.departments.0", "support"),
    ("applies_to: {departments: all}", "applies_to: {criticalities: [planed]}", "escalation.1.applies_to.criticalities.0", "planned"),
    ("    calendar: office\n    starts: attend_due", "    calendar: ofice\n    starts: attend_due", "escalation.1.calendar", "office"),
    ("tell: noc_coordinator", "tell: noc_cordinator", "escalation.0.steps.0.tell", "noc_coordinator"),
    ("automatic_for: [emergency", "automatic_for: [emergncy", "escalation.0.automatic_for.0", "emergency"),
    ("  finance:\n", "  finances:\n", "catalogue.finances", "finance"),
    ("catalogue: [incident", "catalogue: [incidents", "contracts.basic.catalogue.0", "incident"),
    ("criticalities: {urgent: {attend", "criticalities: {urgnt: {attend", "contracts.basic.criticalities.urgnt", "urgent"),
    ("{urgent: {attend: {within: 4h", "{urgent: {atend: {within: 4h", "contracts.basic.criticalities.urgent.atend", "attend"),
    (
        "attend: {within: 4h, calendar: always}, update",
        "attend: {within: 4h, calendar: alwys}, update",
        "contracts.basic.criticalities.urgent.attend.calendar",
        "always",
    ),
    ("full:  {catalogue: all}", "full:  {holds: {observaton: {}}}", "contracts.full.holds.observaton", "observation"),
    ("full:  {catalogue: all}", "full:  {holds: {observation: {stops: [resove]}}}", "contracts.full.holds.observation.stops.0", "resolve"),
]
WRONG_IN_CARRIER = [
    ("per_product: [data,", "per_product: [dta,", "roles.sales_engineer.per_product.0", "data"),
    ("for_products: [managed_services", "for_products: [managed_service", "roles.service_manager.for_products.0", "managed_services"),
    ("for_segments: [wholesale]", "for_segments: [wholesail]", "roles.customer_service_manager.for_segments.0", "wholesale"),
    ("items: {department: change}", "items: {department: chnge}", "changes.standard.items.department", "change"),
    ("items: {department: change}", "items: [vlan_chang]", "changes.standard.items.0", "vlan_change"),
    ("targets: {analyse:", "targets: {analyze:", "changes.standard.targets.analyze", "analyse"),
    (
        "{analyse: {within: 72h, calendar: customer}}",
        "{analyse: {within: 72h, calendar: custmer}}",
        "changes.standard.targets.analyse.calendar",
        "customer",
    ),
    ("executed_in: customer", "executed_in: custmer", "changes.standard.executed_in", "customer"),
    ("otherwise_tell: [service_manager", "otherwise_tell: [service_manger", "changes.standard.otherwise_tell.0", "service_manager"),
    ("tell: change_manager", "tell: chang_manager", "changes.maintenance.tell", "change_manager"),
    ("owner: customer_care_manager", "owner: custmer_care_manager", "orders.owner", "customer_care_manager"),
    (
        "before: {delivery_date_set: 2cd}",
        "before: {delivery_dat_set: 2cd}",
        "orders.touchpoints.3.before.delivery_dat_set",
        "delivery_date_set",
    ),
    ("disputes: {owner: billing_care", "disputes: {owner: biling_care", "billing.disputes.owner", "billing_care"),
    ("covers: [data, voice, cdn]}", "covers: [dta, voice, cdn]}", "directory.1.covers.0", "data"),
]


class TestANameThatNamesNothing:
    @pytest.mark.parametrize(
        ("text", "old", "new", "path", "meant"), [(NOC, *row) for row in WRONG_IN_NOC] + [(CARRIER, *row) for row in WRONG_IN_CARRIER]
    )
    def test_is_told_once_with_the_nearest(self, text: str, old: str, new: str, path: str, meant: str) -> None:
        told = [sentence for where, sentence in errors(changed(text, old, new)) if where == path]

        assert len(told) == 1
        assert told[0].endswith(f"; did you mean `{meant}`?")

    @pytest.mark.parametrize(
        ("old", "new", "path"),
        [
            ("register_by: portal", "register_by: telegram", "changes.standard.register_by"),
            ("contact: [portal, phone]", "contact: [portal, whatsapp]", "billing.contact.1"),
            ("clocks:\n", "criticalities_: {}\nclocks:\n", "criticalities_"),
        ],
    )
    def test_a_channel_that_is_not_named_does_not_exist(self, old: str, new: str, path: str) -> None:
        assert path in [where for where, _ in errors(changed(CARRIER, old, new))]

    def test_the_tables_above_cover_every_reference(self) -> None:
        paths = [row[2].split(".") for row in WRONG_IN_NOC + WRONG_IN_CARRIER]
        covered = {pattern for pattern, _ in _REFERENCES for path in paths if _fits(pattern.split("."), path)}

        assert {pattern for pattern, what in _REFERENCES if what != "channel"} <= covered

    def test_the_place_is_the_name_itself(self) -> None:
        (problem,) = reading(changed(NOC, "tell: noc_manager,     how: ring", "tell: noc_manger,     how: ring")).errors

        assert problem.in_file("noc.yaml") == (
            "noc.yaml:115:28: escalation.0.steps.1.tell: there is no role `noc_manger`; did you mean `noc_manager`?"
        )

    def test_customer_is_no_calendar_of_its_own(self) -> None:
        assert errors(SMALL + "customer_calendars: {BR: customer}") != []

    def test_always_needs_no_definition(self) -> None:
        assert errors(SMALL + "customer_calendars: {BR: always}") == []


class TestANameThatIsDefinedTwice:
    @pytest.mark.parametrize(
        ("section", "path"),
        [
            ("levels: [{key: n1, name: a}, {key: n1, name: b}]", "levels.1.key"),
            ("products: [data, voice, data]", "products.2"),
            ("segments: [a, a]", "segments.1"),
            ("catalogue: {support: [{key: a, name: a}, {key: a, name: b}]}", "catalogue.support.1.key"),
            ("resolution: {causes: [a, b, a]}", "resolution.causes.2"),
            ("roles: {a: {name: a}}\norders: {owner: a, touchpoints: [{key: a, name: a}, {key: a, name: a}]}", "orders.touchpoints.1.key"),
        ],
    )
    def test_is_told(self, section: str, path: str) -> None:
        ((where, sentence),) = errors(SMALL + section)

        assert where == path
        assert "is already the name at" in sentence

    def test_two_departments_can_not_have_items_of_the_same_key(self) -> None:
        told = errors(changed(NOC, "key: record_update,", "key: incident, "))

        assert ("catalogue.admin.0.key", "`incident` is already the name at `catalogue.support.0.key`") in told


def _fits(pattern: list[str], path: list[str]) -> bool:
    return len(pattern) == len(path) and all(step in ("*", "#", "~", name) for step, name in zip(pattern, path, strict=True))
