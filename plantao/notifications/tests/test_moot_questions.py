"""A question that nobody began to send is asked no more once its hold is over, and a hold nobody heard of is not put right to them."""

import pytest

from plantao.events.testing import reacting_with
from plantao.messaging.models import Message, Notice, NoticeState
from plantao.messaging.testing import PigeonPost, only_channel
from plantao.notifications.reactions import tell
from plantao.notifications.tests.ledger import a_told_requester, part, withheld
from plantao.tickets.models import Hold, Ticket
from plantao.tickets.testing import MONDAY_10H, MONDAY_11H, STAFF, a_ticket, resolve
from plantao.tickets.verbs import Verb

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("telling")]


def asked(ticket: Ticket) -> Hold:
    return ticket.hold(by=STAFF, at=MONDAY_10H, public=True, reason="awaiting_customer", question="Is it powered?")


def cancel(ticket: Ticket, hold: Hold) -> None:
    hold.refresh_from_db()
    ticket.cancel_hold(by=STAFF, at=MONDAY_11H, public=True, hold_id=hold.pk, reason="It was ours.")


class TestAQuestionThatNobodyBeganToSend:
    def test_when_its_hold_is_cancelled_then_neither_is_told(self) -> None:
        ticket = a_ticket(requester=a_told_requester())
        hold = asked(ticket)
        message = Notice.objects.get(occasion="held").message

        cancel(ticket, hold)

        assert withheld(ticket) == [("held", "hold_over")]
        assert not Notice.objects.filter(occasion="corrected").exists()
        assert message is not None
        message.refresh_from_db()
        assert (message.sent_at, message.done_at) == ((None, None) if message.notices.exists() else (None, MONDAY_11H))

    def test_when_the_ticket_is_resolved_then_only_that_is_told(self) -> None:
        ticket = a_ticket(requester=a_told_requester())
        asked(ticket)

        resolve(ticket, at=MONDAY_11H)

        assert withheld(ticket) == [("held", "hold_over")]
        assert Notice.objects.get(occasion="resolved").state == NoticeState.WAITING

    def test_when_we_go_on_without_the_answer_then_it_is_not_sent(self) -> None:
        ticket = a_ticket(requester=a_told_requester())
        asked(ticket)

        with reacting_with({Verb.RESUMED: (tell,)}), only_channel(PigeonPost(name="email")):
            ticket.resume(by=STAFF, at=MONDAY_11H, public=True, reason="awaiting_customer")

        assert withheld(ticket) == [("held", "hold_over")]


class TestAQuestionThatWasHeard:
    def test_when_a_worker_has_it_in_hand_then_it_goes_and_the_correction_says_that_it_was_asked(self) -> None:
        ticket = a_ticket(requester=a_told_requester())
        hold = asked(ticket)
        Notice.objects.filter(occasion="held").update(state=NoticeState.BOUND)
        Message.objects.filter(notices__occasion="held").update(attempts=1)

        cancel(ticket, hold)

        assert withheld(ticket) == []
        assert "pergunta a caminho, ainda sem contar" in part(ticket, "corrected")

    def test_when_it_was_delivered_then_the_correction_says_since_when(self) -> None:
        ticket = a_ticket(requester=a_told_requester())
        hold = asked(ticket)
        Notice.objects.filter(occasion="held").update(state=NoticeState.BOUND)
        ticket.hold_began(hold_id=hold.pk, at=MONDAY_10H, message=1)

        cancel(ticket, hold)

        assert withheld(ticket) == []
        assert "não informado" not in part(ticket, "corrected")
