"""A mail of ours comes back: nobody counts on what never arrived, and who writes again is told again."""

import pytest
from django.db import transaction

from plantao.messaging.models import Message, Notice
from plantao.messaging.models.inbound import Outcome
from plantao.staff.testing import an_agent
from plantao.tickets.models import Hold, Ticket
from plantao.tickets.models.entry import Words
from plantao.tickets.verbs import Verb
from tests.journeys.conftest import MONDAY_9H, House, a_mail

ANA = "ana@cliente.example"


def a_report(message: Message, *, action: str, status: str) -> bytes:
    """Write what a mail server says of a mail that it could not hand over (RFC 3464)."""
    return f"""From: MAILER-DAEMON@mx.cliente.example
To: noc@jatoba.example
Subject: Undelivered Mail Returned to Sender
Message-ID: <{action}-{message.pk}@mx.cliente.example>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="="

--=
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.cliente.example

Final-Recipient: rfc822; {message.address}
Action: {action}
Status: {status}

--=
Content-Type: text/rfc822-headers

Message-ID: {message.outside_id}

--=--
""".encode()


@pytest.fixture
def question(house: House) -> Message:
    """What asked Ana, two minutes after she had opened a ticket, and reached the network."""
    house.mail(a_mail())
    house.later(minutes=2)
    ticket = Ticket.objects.get()
    with transaction.atomic():
        ticket.hold(by=an_agent(at=MONDAY_9H).actor, at=house.at, public=True, reason="awaiting_customer", question="Qual a luz do modem?")
    house.run()
    assert ticket.is_on_hold
    return Message.objects.get(notices__occasion="held")


class TestAQuestion:
    def test_when_it_comes_back_for_good_then_the_ticket_never_waited(self, house: House, question: Message) -> None:
        house.later(minutes=1)

        came_back = house.mail(a_report(question, action="failed", status="5.1.1"), mail_from="")

        ticket, hold = Ticket.objects.get(), Hold.objects.get()
        assert came_back.outcome == Outcome.BOUNCE
        assert (ticket.is_on_hold, hold.cancelled_at, hold.ended_by) == (False, house.at, Verb.QUESTION_CAME_BACK)
        assert Notice.objects.get(occasion="held").state == "bounced"

    def test_when_it_is_late_then_the_ticket_waits_on(self, house: House, question: Message) -> None:
        house.mail(a_report(question, action="delayed", status="4.4.1"), mail_from="")

        assert Ticket.objects.get().is_on_hold
        assert Notice.objects.get(occasion="held").why == "delayed: 4.4.1"


class TestSomebodyWhoseMailCameBack:
    @pytest.fixture(autouse=True)
    def _came_back(self, house: House, question: Message) -> None:
        house.mail(a_report(question, action="failed", status="5.2.2"), mail_from="")

    def test_when_they_write_again_then_they_are_told_again(self, house: House) -> None:
        house.mail(a_mail(subject="Outro assunto", message_id="<2@cliente.example>"))

        assert [notice.state for notice in Notice.objects.filter(occasion="registered", address=ANA)] == ["sent", "sent"]

    def test_when_only_their_machine_writes_then_they_are_not(self, house: House) -> None:
        house.mail(a_mail(subject="Férias", message_id="<2@cliente.example>", Auto_Submitted="auto-replied"))
        with transaction.atomic():
            Ticket.objects.get().reply(by=an_agent(at=MONDAY_9H, name="Rui").actor, at=house.at, public=True, words=Words("Vimos."))

        assert Notice.objects.get(occasion="reply").why == "bounced"
