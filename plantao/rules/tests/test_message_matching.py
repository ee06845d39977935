"""Which ticket a message answers: one class for each kind of sender, and the order in which pointers are tried."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plantao.rules.message_matching import (
    Evidence,
    Files,
    Opens,
    OpensLinked,
    Pointer,
    Sender,
    StaysUnfiled,
    Ticket,
    Verdict,
    Why,
    identities_answered,
    match,
)
from plantao.rules.ticket_lifecycle import Status

ISP, OTHER_ISP = 1, 2
ANA, BRUNO, CARLA, VERA = 11, 12, 13, 14
MESSAGE_ID, TOKEN, SUBJECT = Evidence.MESSAGE_ID, Evidence.TOKEN, Evidence.SUBJECT

REQUESTER = Sender(person=ANA, customers=frozenset({ISP}))
COLLEAGUE = Sender(person=BRUNO, customers=frozenset({ISP}))
SOMEBODY_ELSES_CONTACT = Sender(person=CARLA, customers=frozenset({OTHER_ISP}))
STRANGER = Sender()
IMPOSTOR = Sender(person=ANA, customers=frozenset({ISP}), is_believed=False)
STAFF = Sender(person=20, is_staff=True)
VENDOR = Sender(person=VERA)


def a_ticket(
    *, id: int = 4711, status: Status = Status.ATTENDED, customer: int | None = ISP, people: frozenset[int] = frozenset({ANA})
) -> Ticket:
    return Ticket(id=id, status=status, customer=customer, people=people, vendors=frozenset({VERA}))


def answer(sender: Sender, by: Evidence, ticket: Ticket, *, is_automatic: bool = False, is_alarm: bool = False) -> Verdict:
    return match([Pointer(by, ticket)], sender=sender, is_automatic=is_automatic, is_alarm=is_alarm)


class TestAMessageFromTheTicketsCustomer:
    @pytest.mark.parametrize(("sender", "by"), list(product([REQUESTER, COLLEAGUE], Evidence)))
    def test_when_it_points_at_the_ticket_in_any_way_then_it_is_filed_there(self, sender: Sender, by: Evidence) -> None:
        assert answer(sender, by, a_ticket()) == Files(4711, False, by, Why.ANSWERS)

    @pytest.mark.parametrize("status", [Status.NEW, Status.ATTENDED, Status.RESOLVED])
    def test_when_the_ticket_is_not_over_then_it_is_filed(self, status: Status) -> None:
        assert answer(REQUESTER, MESSAGE_ID, a_ticket(status=status)) == Files(4711, False, MESSAGE_ID, Why.ANSWERS)

    @pytest.mark.parametrize("status", [Status.CLOSED, Status.CANCELLED])
    def test_when_the_ticket_is_over_then_a_new_one_is_linked_to_it(self, status: Status) -> None:
        assert answer(REQUESTER, MESSAGE_ID, a_ticket(status=status)) == OpensLinked(4711, MESSAGE_ID, Why.AFTER_THE_END)

    def test_when_nothing_points_anywhere_then_it_opens_a_ticket(self) -> None:
        assert match([], sender=REQUESTER) == Opens(None, Why.NOTHING_POINTS)


class TestATicketWhoseCustomerIsNotKnownYet:
    def test_when_its_requester_writes_then_it_is_filed(self) -> None:
        assert answer(Sender(person=ANA), MESSAGE_ID, a_ticket(customer=None)) == Files(4711, False, MESSAGE_ID, Why.ANSWERS)

    def test_when_anybody_else_writes_then_it_is_not(self) -> None:
        assert answer(COLLEAGUE, SUBJECT, a_ticket(customer=None)) == Opens(4711, Why.OTHER_CUSTOMER)


class TestAMessageFromNobodyOfTheTicket:
    @pytest.mark.parametrize("sender", [STRANGER, SOMEBODY_ELSES_CONTACT, IMPOSTOR])
    def test_when_it_has_a_good_token_then_it_is_filed_inside(self, sender: Sender) -> None:
        assert answer(sender, TOKEN, a_ticket()) == Files(4711, True, TOKEN, Why.TOKEN_ONLY)

    @pytest.mark.parametrize("by", [MESSAGE_ID, SUBJECT])
    @pytest.mark.parametrize(
        ("sender", "why"), [(STRANGER, Why.STRANGER), (SOMEBODY_ELSES_CONTACT, Why.OTHER_CUSTOMER), (IMPOSTOR, Why.NOT_BELIEVED)]
    )
    def test_when_it_only_names_the_ticket_then_it_opens_its_own_and_staff_see_the_claim(
        self, sender: Sender, why: Why, by: Evidence
    ) -> None:
        assert answer(sender, by, a_ticket()) == Opens(4711, why)

    def test_when_the_ticket_is_over_and_the_token_good_then_it_is_still_filed_inside(self) -> None:
        assert answer(STRANGER, TOKEN, a_ticket(status=Status.CLOSED)) == Files(4711, True, TOKEN, Why.TOKEN_ONLY)


class TestAMessageFromStaffOrVendor:
    @pytest.mark.parametrize("status", list(Status))
    @pytest.mark.parametrize(("sender", "why"), [(STAFF, Why.STAFF), (VENDOR, Why.VENDOR)])
    def test_when_it_points_at_a_ticket_then_it_is_filed_inside_whatever_the_status(self, sender: Sender, why: Why, status: Status) -> None:
        assert answer(sender, MESSAGE_ID, a_ticket(status=status)) == Files(4711, True, MESSAGE_ID, why)

    def test_when_a_person_of_staff_asked_for_it_themselves_then_they_answer_as_requester(self) -> None:
        ticket = a_ticket(people=frozenset({20}))

        assert answer(STAFF, MESSAGE_ID, ticket) == Files(4711, False, MESSAGE_ID, Why.ANSWERS)


class TestAutomaticMail:
    def test_when_it_answers_an_open_ticket_then_it_is_filed(self) -> None:
        assert answer(REQUESTER, MESSAGE_ID, a_ticket(), is_automatic=True) == Files(4711, False, MESSAGE_ID, Why.ANSWERS)

    def test_when_the_ticket_is_over_then_it_is_filed_inside_and_opens_nothing(self) -> None:
        closed = a_ticket(status=Status.CLOSED)

        assert answer(REQUESTER, MESSAGE_ID, closed, is_automatic=True) == Files(4711, True, MESSAGE_ID, Why.ANSWERS)

    def test_when_it_answers_no_ticket_then_it_stays_unfiled(self) -> None:
        assert match([], sender=REQUESTER, is_automatic=True) == StaysUnfiled(None, Why.NOTHING_POINTS)
        assert answer(STRANGER, SUBJECT, a_ticket(), is_automatic=True) == StaysUnfiled(4711, Why.STRANGER)

    def test_when_it_is_an_alarm_then_it_opens_a_ticket(self) -> None:
        closed = a_ticket(status=Status.CLOSED)

        assert match([], sender=STRANGER, is_automatic=True, is_alarm=True) == Opens(None, Why.NOTHING_POINTS)
        assert answer(REQUESTER, SUBJECT, closed, is_automatic=True, is_alarm=True) == OpensLinked(4711, SUBJECT, Why.AFTER_THE_END)


class TestSeveralPointers:
    A, B, C = a_ticket(id=1), a_ticket(id=2), a_ticket(id=3)
    FOREIGN = a_ticket(id=9, customer=OTHER_ISP, people=frozenset({CARLA}))

    @pytest.mark.parametrize(
        ("pointers", "ticket"),
        [
            ([Pointer(SUBJECT, C), Pointer(TOKEN, B), Pointer(MESSAGE_ID, A)], 1),
            ([Pointer(SUBJECT, C), Pointer(TOKEN, B)], 2),
            ([Pointer(MESSAGE_ID, B), Pointer(MESSAGE_ID, A)], 2),
            ([Pointer(SUBJECT, FOREIGN), Pointer(SUBJECT, C)], 3),
            ([Pointer(MESSAGE_ID, FOREIGN), Pointer(TOKEN, B)], 2),
            ([Pointer(TOKEN, FOREIGN), Pointer(SUBJECT, C)], 3),
        ],
    )
    def test_when_the_sender_belongs_to_some_then_the_strongest_of_those_wins(self, pointers: list[Pointer], ticket: int) -> None:
        verdict = match(pointers, sender=REQUESTER)

        assert isinstance(verdict, Files)
        assert (verdict.ticket, verdict.inside) == (ticket, False)

    def test_when_the_sender_belongs_to_none_then_the_token_wins_over_what_can_be_forged(self) -> None:
        assert match([Pointer(MESSAGE_ID, self.A), Pointer(TOKEN, self.B)], sender=STRANGER) == Files(2, True, TOKEN, Why.TOKEN_ONLY)

    @settings(max_examples=200)
    @given(
        st.lists(
            st.builds(
                Pointer,
                st.sampled_from(Evidence),
                st.builds(Ticket, id=st.integers(1, 5), status=st.sampled_from(Status), customer=st.sampled_from([ISP, OTHER_ISP, None])),
            ),
            max_size=4,
        ),
        st.sampled_from([STRANGER, IMPOSTOR, REQUESTER, SOMEBODY_ELSES_CONTACT]),
        st.booleans(),
        st.booleans(),
    )
    def test_when_anything_points_anywhere_then_nobody_writes_on_a_ticket_of_others(
        self, pointers: list[Pointer], sender: Sender, is_automatic: bool, is_alarm: bool
    ) -> None:
        verdict = match(pointers, sender=sender, is_automatic=is_automatic, is_alarm=is_alarm)

        theirs = {pointer.ticket.id for pointer in pointers if sender.is_believed and pointer.ticket.customer in sender.customers}
        if isinstance(verdict, OpensLinked) or (isinstance(verdict, Files) and not verdict.inside):
            assert verdict.ticket in theirs
        if isinstance(verdict, StaysUnfiled):
            assert is_automatic
            assert not is_alarm


class TestTheIdentitiesThatAMailAnswers:
    def test_when_there_are_references_then_the_newest_comes_first_and_in_reply_to_last(self) -> None:
        assert identities_answered(["<1@x.example>", "<2@x.example>", "<1@x.example>"], ["<2@x.example>", "<3@x.example>"]) == (
            "<1@x.example>",
            "<2@x.example>",
            "<3@x.example>",
        )

    def test_when_there_is_nothing_then_there_is_nothing_to_try(self) -> None:
        assert identities_answered([], []) == ()
