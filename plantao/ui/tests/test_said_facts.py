"""No sentence shows people the codes of ours; keys of a handbook stand in it between quotes."""

import re
from typing import Any

import pytest
from django.utils import translation

from plantao.rules.criticality import LoweringNeedsConsent
from plantao.rules.protocol import Period, ProtocolsRepeat
from plantao.rules.refused import Refused
from plantao.rules.ticket_lifecycle import Act, ImpossibleMove, NotInThisStatus, Status
from plantao.staff.models.agent import NotOfStaff, NotYours
from plantao.staff.permissions import ADMINISTRATOR
from plantao.tickets.models.belonging import NotOfThisCustomer
from plantao.tickets.models.correcting import FACTS, IN_ORDER, CorrectionNotApproved, NotAFact, NothingToCorrect, OutOfOrder
from plantao.tickets.models.ending import ResolutionIncomplete
from plantao.tickets.models.joining import AlreadyLinked, NotLinked
from plantao.tickets.models.link import LinkKind
from plantao.tickets.models.row import ForStaffOnly
from plantao.tickets.models.talking import NothingSaid
from plantao.tickets.models.terms import UnknownKey
from plantao.tickets.models.treating import MayNotApprove, NothingChanges, ReasonMissing
from plantao.tickets.models.waiting import NotOnHold
from plantao.ui.refusals import sentence_of

SET_BY_HAND = ("set_customer", "set_requester", "set_service", "rerate")
WHAT = ("department", "criticality", "item", "level", "plan", "hold", "cause", "responsible")
SAME_WORD = {"item", "plan", "responsible"}
"""Codes that are also a word of Portuguese or Spanish."""


def every_one(kind: type[Refused], name: str, codes: Any, **others: Any) -> list[tuple[Refused, str]]:
    return [(kind(**{name: str(code)}, **others), str(code)) for code in codes]


WITH_CODES = [
    *every_one(NotInThisStatus, "act", Act, status="new", possible_in=[]),
    *every_one(NotInThisStatus, "status", Status, act="reply", possible_in=list(Status)),
    *every_one(ImpossibleMove, "before", Status, after="closed"),
    *every_one(ImpossibleMove, "after", Status, before="closed"),
    *every_one(NothingChanges, "act", [*Act, *SET_BY_HAND]),
    *(pair for kind in (ForStaffOnly, NothingSaid, ReasonMissing) for pair in every_one(kind, "act", Act)),
    *(pair for kind in (CorrectionNotApproved, NothingToCorrect) for pair in every_one(kind, "fact", FACTS)),
    *(pair for kind in (NotYours, MayNotApprove) for pair in every_one(kind, "permission", ADMINISTRATOR)),
    *(pair for kind in (AlreadyLinked, NotLinked) for pair in every_one(kind, "kind", LinkKind, other="202611160001")),
    *every_one(NotOfThisCustomer, "what", ("service", "person"), customer=1),
    *every_one(UnknownKey, "what", WHAT, key="x", known=[]),
    *every_one(ProtocolsRepeat, "period", set(Period) - {Period.EVER}, template="{sequence}", missing=["%Y"]),
    *((ResolutionIncomplete(missing=[field]), field) for field in ("cause", "responsible", "done", "restored_at")),
    *(
        (OutOfOrder(earlier=earlier, later=later, earlier_at="-", later_at="-"), code)
        for earlier, later in (*IN_ORDER, ("since", "until"))
        for code in (earlier, later)
    ),
]


class TestARefusalWithCodesOfOurs:
    @pytest.mark.parametrize("language", ["pt-br", "es"])
    def test_when_it_is_said_in_another_language_then_no_code_stands_in_it(self, language: str) -> None:
        with translation.override(language):
            told = [(sentence_of(refused), code) for refused, code in WITH_CODES]

        shown = [(said, code) for said, code in told if code not in SAME_WORD and re.search(rf"\b{re.escape(code)}\b", said)]
        assert shown == []

    @pytest.mark.parametrize(
        ("language", "sentence"),
        [
            ("en", "This (reply) can't be done while the ticket is cancelled; it can while it is new, attended."),
            ("pt-br", "Isto (responder) não é possível com o chamado cancelado; é possível com ele novo, em atendimento."),
            ("es", "Esto (responder) no es posible con el ticket cancelado; es posible cuando está nuevo, en atención."),
        ],
    )
    def test_when_an_act_comes_too_late_then_act_and_status_are_called_as_people_call_them(self, language: str, sentence: str) -> None:
        with translation.override(language):
            assert sentence_of(NotInThisStatus(act="reply", status="cancelled", possible_in=["new", "attended"])) == sentence

    @pytest.mark.parametrize(
        ("permission", "who"),
        [("ticket.reply", "alguém da equipe"), ("ticket.correct", "um coordenador"), ("rota.assign", "um administrador")],
    )
    def test_when_a_right_is_missing_then_it_says_who_has_it(self, permission: str, who: str) -> None:
        with translation.override("pt-br"):
            assert sentence_of(NotYours(permission=permission)).endswith(f"cabe a {who}.")


class TestARefusalWithKeysOfAHandbook:
    def test_when_it_names_them_then_they_stand_between_quotes(self) -> None:
        with translation.override("pt-br"):
            lowering = sentence_of(LoweringNeedsConsent(before="urgent", after="planned"))
            unknown = sentence_of(UnknownKey(what="department", key="noc2", known=["noc", "sales"]))
            no_fact = sentence_of(NotAFact(fact="colour", known=["opened_at", "cause"]))

        assert "de “urgent” para “planned”" in lowering
        assert unknown == "O manual não tem setor com o nome “noc2”; tem “noc”, “sales”."
        assert no_fact == "“colour” não é algo que se possa corrigir; existem “opened_at”, “cause”."

    def test_when_it_waits_for_nothing_then_that_is_said_in_a_word(self) -> None:
        with translation.override("pt-br"):
            assert sentence_of(NotOnHold(reason="scheduled", open=[])) == "O chamado não aguarda por “scheduled”; aguarda por: nada."


@pytest.mark.parametrize("typed", ["9999-12-31T23:59:59-12:00", "2026-11-20T10:00:00+99:00", "2026-13-01T00:00:00Z"])
def test_what_looks_like_an_instant_and_is_none_is_said_as_it_was_typed(typed: str) -> None:
    assert typed in sentence_of(NotOfStaff(mail=typed))
