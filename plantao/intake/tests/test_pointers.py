"""What in a mail points at a ticket."""

import pytest

from plantao.intake.pointers import pointers_of
from plantao.intake.testing import NOC, a_mail
from plantao.mail.reading import read
from plantao.messaging.reply_tokens import reply_token
from plantao.rules.message_matching import Evidence
from plantao.tickets.models import Ticket
from plantao.tickets.testing import MONDAY_9H, MONDAY_10H, STAFF, a_desk, a_requester, a_ticket

pytestmark = pytest.mark.django_db


@pytest.fixture
def ticket() -> Ticket:
    a_desk()
    ticket = a_ticket(opened_at=MONDAY_9H, requester=a_requester())
    ticket.thread.note_identity("<1@jatoba.example>", channel="email", is_ours=True)
    return ticket


def pointed_at(raw: bytes, *recipients: str) -> list[tuple[Evidence, int]]:
    return [(pointer.by, pointer.ticket.id) for pointer in pointers_of(read(raw), recipients=recipients or (NOC,))]


class TestPointers:
    def test_when_it_answers_a_mail_of_the_thread_then_that_points(self, ticket: Ticket) -> None:
        assert pointed_at(a_mail(In_Reply_To="<1@jatoba.example>")) == [(Evidence.MESSAGE_ID, ticket.pk)]
        assert pointed_at(a_mail(References="<0@x.example> <1@jatoba.example>")) == [(Evidence.MESSAGE_ID, ticket.pk)]

    def test_when_it_is_sent_to_a_signed_address_then_that_points_wherever_it_stands(self, ticket: Ticket) -> None:
        signed = f"noc+{reply_token(ticket.thread)}@jatoba.example"

        assert (
            pointed_at(a_mail(), signed) == pointed_at(a_mail(to=signed)) == pointed_at(a_mail(Cc=signed)) == [(Evidence.TOKEN, ticket.pk)]
        )

    def test_when_the_signature_is_wrong_then_nothing_points(self, ticket: Ticket) -> None:
        signed = reply_token(ticket.thread)
        forged = signed[:-1] + ("0" if signed[-1] != "0" else "1")

        assert pointed_at(a_mail(), f"noc+{forged}@jatoba.example") == []

    def test_when_the_subject_names_any_of_its_numbers_then_that_points(self, ticket: Ticket) -> None:
        ticket.add_contact(by=STAFF, at=MONDAY_10H, public=True, channel="phone")
        second = ticket.protocols.order_by("pk").last()
        assert second is not None

        assert pointed_at(a_mail(subject=f"Re: {second.number}")) == [(Evidence.SUBJECT, ticket.pk)]

    def test_when_it_was_merged_then_the_survivor_is_pointed_at_with_its_people(self, ticket: Ticket) -> None:
        survivor = a_ticket(opened_at=MONDAY_9H, customer=ticket.customer, requester=a_requester(ticket.customer))
        number = ticket.protocol
        ticket.merge(by=STAFF, at=MONDAY_10H, public=True, into=survivor)

        (pointer,) = pointers_of(read(a_mail(subject=number)), recipients=())

        assert pointer.ticket.id == survivor.pk
        assert survivor.requester_id in pointer.ticket.people

    def test_when_all_of_them_point_then_the_strongest_is_first(self, ticket: Ticket) -> None:
        raw = a_mail(subject=ticket.protocol, In_Reply_To="<1@jatoba.example>")

        assert [by for by, _ in pointed_at(raw, f"noc+{reply_token(ticket.thread)}@jatoba.example")] == list(Evidence)

    def test_when_nothing_does_then_there_are_none(self, ticket: Ticket) -> None:
        assert pointed_at(a_mail(subject="Fatura 20261116", In_Reply_To="<9@x.example>"), "noc+x@jatoba.example", "@", "") == []
