"""Which criticality, what it asks for, and what a contract covers."""

from itertools import product

import pytest

from plantao.rules.criticality import (
    Change,
    CriticalityNotOffered,
    LoweringNeedsConsent,
    at_opening,
    check_change,
    check_choice,
    compare,
    is_covered,
    is_told_to_register,
    missing,
    named_in_subject,
    offered,
    still_asked,
)

ORDER = ("emergency", "urgent", "controlled", "planned")
NAMES = {
    "emergency": ("Emergencial", "Emergencia", "Emergency"),
    "urgent": ("Urgente", "Urgente", "Urgent"),
    "controlled": ("Controlado", "Controlado", "Controlled"),
    "planned": ("Planejado", "Planificado", "Planned"),
}


class TestADepartment:
    def test_when_it_names_some_then_only_those_are_offered_most_severe_first(self) -> None:
        assert offered(ORDER, ["planned", "urgent"]) == ("urgent", "planned")
        assert offered(ORDER, None) == ORDER

    def test_when_another_is_chosen_then_it_says_what_it_offers(self) -> None:
        with pytest.raises(CriticalityNotOffered) as refused:
            check_choice("emergency", department="finance", order=ORDER, picked=["planned"])
        assert refused.value.facts == {"criticality": "emergency", "department": "finance", "offered": ["planned"]}

        check_choice("planned", department="finance", order=ORDER, picked=["planned"])


class TestASubjectThatNamesACriticality:
    @pytest.mark.parametrize(
        ("subject", "criticality"),
        [
            ("[Urgente] Link caiu", "urgent"),
            ("[URGENT] link down", "urgent"),
            ("Fwd: [emergência] tudo parado", "emergency"),
            ("RES: [Externo] [ Planificado ] consulta", "planned"),
            ("[Externo] Link caiu", None),
            ("Link caiu [Urgente]", None),
            ("Urgente: link caiu", None),
            ("[urgentíssimo] link", None),
            ("", None),
        ],
    )
    def test_when_it_stands_in_front_in_brackets_then_it_is_heard(self, subject: str, criticality: str | None) -> None:
        assert named_in_subject(subject, NAMES) == criticality

    def test_when_two_criticalities_share_a_name_then_the_more_severe_is_meant(self) -> None:
        assert named_in_subject("[Alta] link", {"outage": ["Alta"], "degraded": ["alta"]}) == "outage"


class TestANewTicket:
    @pytest.mark.parametrize(
        ("asked", "picked", "criticality"),
        [("emergency", None, "emergency"), (None, None, "urgent"), ("emergency", ["urgent"], "urgent"), ("dropped", None, "urgent")],
    )
    def test_when_it_is_opened_then_the_sender_is_heard_if_the_department_offers_it(
        self, asked: str | None, picked: list[str] | None, criticality: str
    ) -> None:
        assert at_opening(asked, unclassified="urgent", order=ORDER, picked=picked) == criticality

    @pytest.mark.parametrize(
        ("register_by", "channel", "told"),
        [("phone", "email", True), ("phone", "phone", False), (None, "email", False), ("phone", "monitoring", False)],
    )
    def test_when_it_came_by_another_channel_than_asked_for_then_the_person_is_told(
        self, register_by: str | None, channel: str, told: bool
    ) -> None:
        assert is_told_to_register(register_by=register_by, channel=channel) is told


class TestAChangeOfCriticality:
    @pytest.mark.parametrize(("before", "after"), list(product(ORDER, ORDER)))
    def test_when_any_two_are_compared_then_the_order_decides(self, before: str, after: str) -> None:
        difference = ORDER.index(after) - ORDER.index(before)

        change = compare(before, after, order=ORDER)

        assert change is (Change.RAISED if difference < 0 else Change.LOWERED if difference > 0 else Change.SAME)

    @pytest.mark.parametrize(("consent", "approved"), [(True, False), (False, True), (True, True)])
    def test_when_it_is_lowered_with_consent_or_approval_then_it_may_be(self, consent: bool, approved: bool) -> None:
        assert check_change("urgent", "planned", order=ORDER, has_consent=consent, is_approved=approved) is Change.LOWERED

    def test_when_it_is_lowered_with_neither_then_it_is_refused(self) -> None:
        with pytest.raises(LoweringNeedsConsent) as refused:
            check_change("urgent", "planned", order=ORDER)
        assert refused.value.facts == {"before": "urgent", "after": "planned"}

    def test_when_it_is_raised_then_nobody_need_agree(self) -> None:
        assert check_change("urgent", "emergency", order=ORDER) is Change.RAISED


class TestWhatIsAskedFor:
    def test_when_required_fields_are_left_out_or_blank_then_they_are_missing(self) -> None:
        given = {"service_id": "  ", "contact": "Ana", "window": []}

        assert missing(["service_id", "contact", "symptom", "window", "symptom"], given) == ("service_id", "symptom", "window")
        assert missing(["service_id"], {"service_id": 0}) == ()

    def test_when_everything_is_asked_then_what_is_required_comes_first_and_each_once(self) -> None:
        asked = still_asked(
            requires=["service_id"],
            item_asks=["symptom", "since"],
            criticality_asks=["on_site_contact", "since"],
            given={"symptom": "down"},
        )

        assert asked == ("service_id", "on_site_contact", "since")


class TestAContract:
    @pytest.mark.parametrize(
        ("item", "catalogue", "covered"),
        [
            ("topology", None, True),
            ("incident", ["incident"], True),
            ("topology", ["incident"], False),
            (None, ["incident"], True),
            ("x", [], False),
        ],
    )
    def test_when_an_item_is_asked_for_then_the_plan_says_whether_it_covers_it(
        self, item: str | None, catalogue: list[str] | None, covered: bool
    ) -> None:
        assert is_covered(item, catalogue) is covered
