"""What is said on a ticket, and the first act of a person that reaches the requester."""

from datetime import datetime, timedelta

import pytest

from plantao.events.actor import DESK, OPERATOR, Actor, ActorKind
from plantao.events.recording import record
from plantao.messaging.models import Notice
from plantao.people.models import Person
from plantao.people.testing import a_person
from plantao.rules.ticket_lifecycle import NotInThisStatus
from plantao.tickets.models import EntryKind, Hold, Late, Ticket, Words
from plantao.tickets.models.row import ForStaffOnly
from plantao.tickets.models.talking import AlreadyAttended, NothingSaid, PromiseNotAhead
from plantao.tickets.testing import LONG_AGO, MONDAY_9H, MONDAY_10H, MONDAY_11H, MONDAY_12H, MONDAY_15H, a_requester, a_ticket, as_contact
from plantao.tickets.verbs import Verb

pytestmark = pytest.mark.django_db
STAFF = OPERATOR


def deliver(ticket: Ticket, verb: Verb, *, at: datetime, to: Person | None = None) -> None:
    """The network took the message that tells `to` (the requester) of the latest such event."""
    said = ticket.timeline.events.filter(verb=verb).order_by("-id")[0]
    notice = Notice.objects.create(
        event=said, occasion="test", state="withheld", channel="email", address="x@aurora.example", person=to or ticket.requester,
        is_public=True, language="en", content={}, created_at=at,
    )  # fmt: skip
    record(ticket, "message.delivered", by=DESK, at=at, public=False, message=7, notices=[notice.pk])


class TestANewTicket:
    def test_when_staffs_public_reply_is_handed_to_the_network_then_it_is_attended_by_them_at_that_instant(self) -> None:
        ticket = a_ticket(requester=a_requester())
        ticket.reply(by=STAFF, at=MONDAY_10H, public=True, words=Words("We are looking into it."))
        assert ticket.status == "new"

        deliver(ticket, Verb.REPLIED, at=MONDAY_11H)

        event = ticket.timeline.events.get(verb=Verb.ATTENDED)
        assert (ticket.status, ticket.attended_at, event.by) == ("attended", MONDAY_11H, STAFF)
        assert event.facts["how"] == "message"

    def test_when_only_a_watcher_is_reached_then_it_is_not_attended(self) -> None:
        ticket = a_ticket(requester=a_requester())
        ticket.reply(by=STAFF, at=MONDAY_10H, public=True, words=Words("We are looking into it."))

        deliver(ticket, Verb.REPLIED, at=MONDAY_11H, to=a_person("Gil", at=LONG_AGO))

        assert ticket.attended_at is None

    def test_when_a_confirmation_or_the_desks_own_words_are_delivered_then_it_is_not_attended(self) -> None:
        ticket = a_ticket(requester=a_requester())
        ticket.reply(by=DESK, at=MONDAY_10H, public=True, words=Words("All our agents are busy."))

        deliver(ticket, Verb.OPENED, at=MONDAY_10H)
        deliver(ticket, Verb.REPLIED, at=MONDAY_10H)

        assert ticket.attended_at is None

    def test_when_it_is_assigned_noted_and_classified_then_it_is_not_attended(self) -> None:
        ticket = a_ticket(requester=a_requester())

        ticket.note(by=STAFF, at=MONDAY_10H, words=Words("Known fault of this model."))
        ticket.classify(by=STAFF, at=MONDAY_10H, public=True, criticality="emergency", reason="Everything is down.")

        assert (ticket.status, ticket.attended_at) == ("new", None)

    def test_when_it_is_resolved_at_once_then_the_message_that_says_so_attends_and_it_stays_resolved(self) -> None:
        ticket = a_ticket(requester=a_requester())
        ticket.resolve(
            by=STAFF, at=MONDAY_10H, public=True, cause="other", responsible="us", done="Here is the copy.", restored_at=MONDAY_10H
        )

        deliver(ticket, Verb.RESOLVED, at=MONDAY_11H)

        assert (ticket.status, ticket.attended_at) == ("resolved", MONDAY_11H)

    def test_when_a_call_is_connected_then_it_is_attended_once(self) -> None:
        ticket = a_ticket()
        ticket.attend(by=STAFF, at=MONDAY_10H, public=True)

        with pytest.raises(AlreadyAttended) as refused:
            ticket.attend(by=STAFF, at=MONDAY_11H, public=True)

        assert refused.value.facts == {"attended_at": "2026-11-16T13:00:00+00:00"}
        assert ticket.attended_at == MONDAY_10H


class TestAHoldThatAsks:
    def test_when_the_question_is_delivered_then_it_counts_from_there_and_the_ticket_is_attended(self) -> None:
        ticket = a_ticket(requester=a_requester())
        hold = ticket.hold(by=STAFF, at=MONDAY_10H, public=True, reason="awaiting_customer", question="Is it powered?")
        assert not ticket.is_on_hold

        deliver(ticket, Verb.HELD, at=MONDAY_11H)

        assert Hold.objects.get(pk=hold.pk).since == MONDAY_11H
        assert (ticket.is_on_hold, ticket.attended_at) == (True, MONDAY_11H)
        assert ticket.timeline.events.get(verb=Verb.HOLD_BEGAN).facts["message"] == 7

    def test_when_it_is_delivered_again_or_too_late_then_nothing_changes(self) -> None:
        ticket = a_ticket(requester=a_requester())
        hold = ticket.hold(by=STAFF, at=MONDAY_10H, public=True, reason="awaiting_customer", question="Is it powered?")
        ticket.resume(by=STAFF, at=MONDAY_10H, public=True, reason="awaiting_customer")

        deliver(ticket, Verb.HELD, at=MONDAY_11H)

        assert Hold.objects.get(pk=hold.pk).since is None


class TestWhoeverIsAsked:
    def test_when_they_answer_then_nobody_waits_for_them(self) -> None:
        requester = a_requester()
        ticket = a_ticket(requester=requester, held={"awaiting_customer": MONDAY_10H, "awaiting_vendor": MONDAY_10H})

        ticket.reply(by=as_contact(requester), at=MONDAY_12H, public=True, words=Words("It is."), late=Late(MONDAY_15H))

        hold = ticket.holds.get(reason="awaiting_customer")
        answer = ticket.timeline.events.get(verb=Verb.REPLIED)
        assert (hold.until, hold.ended_by) == (MONDAY_12H, Verb.RESUMED)
        resumed = ticket.timeline.events.get(verb=Verb.RESUMED)
        assert (resumed.facts["answered_by"], resumed.at, resumed.recorded_at) == (answer.pk, MONDAY_12H, MONDAY_15H)
        assert ticket.holds.get(reason="awaiting_vendor").is_open

    @pytest.mark.parametrize(
        ("at", "public", "automatic"),
        [
            (MONDAY_12H, True, True),
            (MONDAY_12H, False, False),
            (MONDAY_10H - timedelta(seconds=1), True, False),
        ],
        ids=["an automatic mail", "somebody unknown", "a mail that crossed the question"],
    )
    def test_when_it_is_no_answer_of_theirs_then_the_hold_stays(self, at: datetime, public: bool, automatic: bool) -> None:
        requester = a_requester()
        ticket = a_ticket(requester=requester, held={"awaiting_customer": MONDAY_10H})

        ticket.reply(by=as_contact(requester), at=at, public=public, words=Words("Hm.", is_automatic=automatic))

        assert ticket.holds.get().is_open


class TestWords:
    def test_when_staff_reply_or_note_then_what_is_internal_is_marked_so(self) -> None:
        ticket = a_ticket()

        said = ticket.reply(by=STAFF, at=MONDAY_10H, public=True, words=Words("Hello."))
        noted = ticket.note(by=STAFF, at=MONDAY_10H, words=Words("Between us."))

        assert [(said.kind, said.is_public), (noted.kind, noted.is_public)] == [(EntryKind.REPLY, True), (EntryKind.NOTE, False)]
        assert not noted.event.is_public

    def test_when_somebody_unknown_answers_with_a_good_address_then_it_is_filed_inside(self) -> None:
        ticket = a_ticket()

        entry = ticket.reply(by=Actor(ActorKind.STRANGER), at=MONDAY_10H, public=False, words=Words("Me too."))

        assert (entry.kind, entry.is_public, entry.event.is_public) == (EntryKind.MESSAGE, False, False)

    def test_when_staff_say_nothing_then_it_is_refused_and_what_comes_from_outside_is_kept(self) -> None:
        ticket = a_ticket()

        with pytest.raises(NothingSaid):
            ticket.reply(by=STAFF, at=MONDAY_10H, public=True, words=Words(" \n"))
        assert ticket.reply(by=Actor(ActorKind.STRANGER), at=MONDAY_10H, public=True, words=Words("")).text == ""

    def test_when_the_ticket_is_over_then_nothing_is_filed_but_notes(self) -> None:
        ticket = a_ticket(resolved_at=MONDAY_10H, closed_at=MONDAY_11H)

        ticket.note(by=STAFF, at=MONDAY_12H, words=Words("They called again."))
        with pytest.raises(NotInThisStatus):
            ticket.reply(by=Actor(ActorKind.STRANGER), at=MONDAY_12H, public=True, words=Words("Hello?"))

    def test_when_a_customer_notes_then_it_is_refused(self) -> None:
        with pytest.raises(ForStaffOnly):
            a_ticket().note(by=Actor(ActorKind.CONTACT), at=MONDAY_10H, words=Words("Hm."))

    def test_when_staff_would_reply_in_secret_then_it_is_a_bug(self) -> None:
        with pytest.raises(ValueError, match="note"):
            a_ticket().reply(by=STAFF, at=MONDAY_10H, public=False, words=Words("Psst."))


class TestAPromise:
    def test_when_another_is_made_then_it_takes_its_place(self) -> None:
        ticket = a_ticket()
        ticket.promise(by=STAFF, at=MONDAY_9H, public=True, due_at=MONDAY_10H)
        ticket.promise(by=STAFF, at=MONDAY_9H, public=True, due_at=MONDAY_11H)

        assert ticket.promises.get(ended_at=None).due_at == MONDAY_11H
        assert ticket.timeline.events.order_by("-id")[0].facts["replaces"] == "2026-11-16T13:00:00+00:00"

    def test_when_staff_reply_then_it_is_kept_and_when_the_customer_does_it_is_not(self) -> None:
        ticket = a_ticket()
        ticket.promise(by=STAFF, at=MONDAY_9H, public=True, due_at=MONDAY_12H)

        ticket.reply(by=Actor(ActorKind.STRANGER), at=MONDAY_10H, public=True, words=Words("And?"))
        assert ticket.promises.filter(ended_at=None).exists()
        ticket.reply(by=STAFF, at=MONDAY_11H, public=True, words=Words("Nearly."))
        assert ticket.promises.get().ended_at == MONDAY_11H

    def test_when_it_is_not_ahead_then_it_is_refused(self) -> None:
        with pytest.raises(PromiseNotAhead):
            a_ticket().promise(by=STAFF, at=MONDAY_10H, public=True, due_at=MONDAY_10H)
