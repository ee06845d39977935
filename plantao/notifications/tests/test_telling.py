"""Of what the requester of a ticket is told, and in which words."""

from datetime import timedelta

import pytest

from plantao.agreements.testing import a_contract
from plantao.directory.testing import a_contact, a_customer
from plantao.escalation.verbs import Verb as Escalation
from plantao.events.actor import DESK, Actor, ActorKind
from plantao.messaging.models import Message, Notice
from plantao.notifications import enclosing
from plantao.notifications.occasions import TOLD, UNTOLD
from plantao.notifications.tests.ledger import a_told_requester, part, told, withheld
from plantao.people.models import Person
from plantao.people.testing import a_person
from plantao.sla.verbs import Verb as Promised
from plantao.staff.testing import an_agent
from plantao.tickets.models import LinkKind, Ticket, Words
from plantao.tickets.models.entry import File
from plantao.tickets.testing import LONG_AGO, MONDAY_9H, MONDAY_10H, MONDAY_11H, STAFF, a_requester, a_ticket, as_contact, resolve
from plantao.tickets.verbs import Verb

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("telling")]

MINUTE = timedelta(minutes=1)
SIZES = {"a.txt": 1_000_000, "b.txt": 2_600_000, "c.txt": 1_500_000}


class TestTheTableOfWhoIsTold:
    def test_when_something_can_happen_to_a_ticket_then_it_is_either_told_or_there_is_a_reason(self) -> None:
        of_escalation = set(Escalation) - {Escalation.RUNG, Escalation.GAP_FOUND}
        assert TOLD.keys() | UNTOLD.keys() == {*Verb, *of_escalation, *Promised}
        assert not TOLD.keys() & UNTOLD.keys()


class TestAMailFromAContact:
    def test_when_it_is_opened_then_its_sender_is_told_at_once_with_the_protocol_in_the_subject(self) -> None:
        ticket = a_ticket(requester=a_told_requester(), subject="Link down")

        (notice,) = Notice.objects.all()
        assert (notice.occasion, notice.address, notice.channel, notice.state) == ("registered", "ana@provedor.example", "email", "waiting")
        assert notice.send_after is None
        assert notice.content["subject"] == f"[{ticket.protocol}] Link down"
        assert not notice.content["is_by_a_person"]

    def test_when_it_is_an_emergency_then_they_are_asked_to_call_before_anything_else_and_what_helps_is_asked_for(self) -> None:
        ticket = a_ticket(requester=a_told_requester(), criticality="emergency")

        assert told(ticket) == ["call_us", "registered", "incomplete"]
        assert Notice.objects.values("message").distinct().count() == 1
        assert "Ligue agora" in part(ticket, "call_us")
        assert "quem está no local" in part(ticket, "incomplete")

    def test_when_it_is_an_emergency_then_nothing_told_of_it_waits(self) -> None:
        requester = a_told_requester()
        grave, other = (a_ticket(requester=requester, criticality=key) for key in ("emergency", "urgent"))
        Message.objects.update(attempts=1)

        for ticket in (grave, other):
            ticket.reply(by=STAFF, at=MONDAY_9H + MINUTE / 2, public=True, words=Words("We see it."))

        waits = {notice.thread: notice.send_after for notice in Notice.objects.filter(occasion="reply")}
        assert waits == {grave.thread: None, other.thread: MONDAY_9H + MINUTE}

    def test_when_an_emergency_is_opened_by_phone_then_nobody_is_asked_to_call(self) -> None:
        ticket = a_ticket(requester=a_told_requester(), criticality="emergency", channel="phone")

        assert "call_us" not in told(ticket)

    @pytest.mark.parametrize(
        ("channel", "criticality", "asked"), [("email", "emergency", 1), ("phone", "emergency", 0), ("email", "urgent", 0)]
    )
    def test_when_it_becomes_an_emergency_later_then_they_are_asked_to_call_once(self, channel: str, criticality: str, asked: int) -> None:
        ticket = a_ticket(requester=a_told_requester(), criticality="controlled", channel=channel)

        ticket.classify(by=STAFF, at=MONDAY_10H, public=True, criticality=criticality, reason="Everything is down.")
        ticket.classify(by=STAFF, at=MONDAY_11H, public=True, criticality="urgent" if asked else "planned", reason="-", has_consent=True)

        assert told(ticket).count("call_us") == asked
        if asked:
            assert "Ligue agora" in part(ticket, "call_us")

    def test_when_the_plan_leaves_it_out_then_they_are_told_in_the_same_message(self) -> None:
        customer = a_customer(at=LONG_AGO)
        a_contract(customer, "basic", at=LONG_AGO)

        ticket = a_ticket(customer=customer, requester=a_requester(customer, mail="ana@provedor.example"), item="topology")

        assert told(ticket) == ["registered", "not_covered"]

    def test_when_the_person_speaks_spanish_in_another_zone_then_both_are_theirs(self) -> None:
        person = a_person("Lucía", at=LONG_AGO, mail="lucia@red.example", language="es", time_zone="America/Santiago")

        ticket = a_ticket(requester=person, opened_at=MONDAY_9H)

        assert "16 de noviembre de 2026 a las 09:00 (hora de Santiago, UTC-3)" in part(ticket, "registered")

    def test_when_the_person_chose_nothing_then_the_customers_language_and_zone_hold(self) -> None:
        customer = a_customer(at=LONG_AGO, language="en", zone="America/New_York")
        person = a_contact(customer, at=LONG_AGO, mail="bob@isp.example").person
        Person.objects.filter(pk=person.pk).update(language="")
        person.refresh_from_db()

        ticket = a_ticket(requester=person, customer=customer, opened_at=MONDAY_9H)

        assert "16 November 2026 at 07:00 (New York time, UTC-5)" in part(ticket, "registered")


class TestOneReply:
    def test_when_staff_write_it_then_it_goes_out_as_a_persons_words(self) -> None:
        agent = an_agent("Carla Reis", at=LONG_AGO)
        ticket = a_ticket(requester=a_told_requester())

        ticket.reply(by=agent.actor, at=MONDAY_10H, public=True, words=Words("We found it.\n\nWait for us."))

        notice = Notice.objects.get(occasion="reply")
        assert notice.content["is_by_a_person"]
        assert "We found it.\n\nWait for us.\n\nCarla Reis, " in notice.content["text"]
        assert "Olá" not in notice.content["top"]

    def test_when_files_come_with_it_then_those_that_fit_go_along_and_the_others_are_named(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(enclosing, "MOST_BYTES", 2_500_000)
        ticket = a_ticket(requester=a_told_requester())
        files = [File(name=name, content=name[:1].encode() * size, content_type="text/plain") for name, size in SIZES.items()]

        ticket.reply(by=STAFF, at=MONDAY_10H, public=True, words=Words("See these.", files=tuple(files)))

        content = Notice.objects.get(occasion="reply").content
        assert [(file["name"], file["size"]) for file in content["files"]] == [("a.txt", 1_000_000), ("c.txt", 1_500_000)]
        assert "- b.txt (2.6 MB)\n" in content["text"] + "\n"

    def test_when_a_contacts_files_are_told_to_those_who_watch_then_they_stay_on_the_ticket(self) -> None:
        customer = a_customer(at=LONG_AGO)
        requester = a_requester(customer, mail="ana@provedor.example")
        ticket = a_ticket(customer=customer, requester=requester)
        ticket.watch(by=DESK, at=MONDAY_9H, public=True, person=a_contact(customer, at=LONG_AGO, mail="lia@provedor.example").person)
        file = File(name="a.exe", content=b"MZ", content_type="application/octet-stream")

        ticket.reply(by=as_contact(requester), at=MONDAY_10H, public=True, words=Words("See this.", files=(file,)))

        content = Notice.objects.get(occasion="reply").content
        assert content["files"] == []
        assert "- a.exe (1 kB)" in content["text"]

    def test_when_the_requester_writes_it_then_those_who_watch_are_told_and_the_requester_is_not(self) -> None:
        customer = a_customer(at=LONG_AGO)
        requester = a_requester(customer, mail="ana@provedor.example")
        colleague = a_requester(customer, mail="beto@provedor.example")
        ticket = a_ticket(customer=customer, requester=requester)
        ticket.watch(by=STAFF, at=MONDAY_9H, public=True, person=colleague)

        ticket.reply(by=as_contact(requester), at=MONDAY_10H, public=True, words=Words("Still down."))

        assert told(ticket) == ["registered"]
        assert told(ticket, colleague) == ["introduced", "reply"]

    def test_when_a_machine_wrote_it_then_nobody_is_told(self) -> None:
        requester = a_told_requester()
        ticket = a_ticket(requester=requester)
        ticket.watch(by=STAFF, at=MONDAY_9H, public=True, person=a_person("Beto", at=LONG_AGO, mail="beto@provedor.example"))

        ticket.reply(by=as_contact(requester), at=MONDAY_10H, public=True, words=Words("I am away.", is_automatic=True))

        assert not Notice.objects.filter(occasion="reply").exists()

    def test_when_a_stranger_wrote_it_then_no_customer_hears_of_it(self) -> None:
        ticket = a_ticket(requester=a_told_requester())

        ticket.reply(by=Actor(ActorKind.STRANGER), at=MONDAY_10H, public=False, words=Words("I have your mail."))

        assert told(ticket) == ["registered"]

    def test_when_it_comes_on_a_resolved_ticket_then_they_are_told_how_to_disagree(self) -> None:
        requester = a_told_requester()
        ticket = a_ticket(requester=requester)
        resolve(ticket, at=MONDAY_10H)

        ticket.reply(by=as_contact(requester), at=MONDAY_11H, public=True, words=Words("Still down!"))

        assert told(ticket) == ["registered", "resolved", "answered_when_resolved"]
        assert "/disagreement/" in part(ticket, "answered_when_resolved")


class TestAWholeLife:
    """Every verb that is told, by its own method: the facts that the texts need are the facts that the verbs record."""

    def test_when_it_is_lived_then_the_requester_is_told_of_each_public_act(self) -> None:
        ticket = a_ticket(requester=a_told_requester())

        self.live(ticket, public=True)

        assert told(ticket) == [
            "registered", "contacted_again", "attended", "reply", "criticality_changed", "handed_over", "promised", "held", "corrected",
            "held", "passed_to_vendor", "restored", "resolved", "corrected",
        ]  # fmt: skip
        assert withheld(ticket) == []

    def test_when_what_may_be_internal_is_internal_then_the_requester_hears_nothing_of_it(self) -> None:
        ticket = a_ticket(requester=a_told_requester())

        self.live(ticket, public=False)

        assert told(ticket) == ["registered"]

    def test_when_it_ends_in_another_way_then_that_is_told(self) -> None:
        requester = a_told_requester()
        ticket, other, third = (a_ticket(requester=requester) for _ in range(3))

        ticket.cancel(by=STAFF, at=MONDAY_10H, public=True, reason="Asked for twice.")
        other.merge(by=STAFF, at=MONDAY_10H, public=True, into=third)

        assert told(ticket) == ["registered", "cancelled"]
        assert "> Asked for twice." in part(ticket, "cancelled")
        assert told(other) == ["registered", "merged"]
        assert third.protocol in part(other, "merged")
        assert told(third) == ["registered"]

    def test_when_the_requester_disagrees_then_the_new_ticket_says_of_which_it_is(self) -> None:
        requester = a_told_requester()
        ticket = a_ticket(requester=requester)
        resolve(ticket, at=MONDAY_10H)

        new = ticket.disagree(by=as_contact(requester), at=MONDAY_11H, public=True, channel="portal", words=Words("It is not."))

        assert told(new) == ["registered", "disagreement_registered"]
        assert ticket.protocol in part(new, "disagreement_registered")

    def live(self, ticket: Ticket, *, public: bool) -> None:
        """Do everything that can be done to one ticket, a minute after the other."""
        at = iter(MONDAY_10H + minutes * MINUTE for minutes in range(30))
        if public:
            ticket.add_contact(by=STAFF, at=next(at), public=True, channel="phone")
            ticket.attend(by=STAFF, at=next(at), public=True)
            ticket.reply(by=STAFF, at=next(at), public=True, words=Words("We are at it."))
        ticket.classify(by=DESK, at=next(at), public=public, criticality="controlled", reason="One branch only.")
        ticket.hand_over(by=STAFF, at=next(at), public=public, level="engineering", reason="Needs design.")
        ticket.promise(by=STAFF, at=next(at), public=public, due_at=MONDAY_10H + timedelta(hours=3))
        hold = ticket.hold(by=STAFF, at=next(at), public=public, reason="observation", ends_at=MONDAY_10H + timedelta(hours=5))
        ticket.cancel_hold(by=DESK, at=next(at), public=public, hold_id=hold.pk, reason="Nobody observed anything.")
        if public:
            asked = ticket.hold(by=STAFF, at=next(at), public=True, reason="awaiting_customer", question="Is it powered?")
            ticket.hold_began(hold_id=asked.pk, at=next(at), message=1)
        ticket.pass_to_vendor(by=STAFF, at=next(at), public=public, vendor="Vendor", words=Words("Secret talk."))
        ticket.note(by=STAFF, at=next(at), words=Words("Between us."))
        ticket.restore(by=STAFF, at=next(at), public=public)
        restored_at = ticket.restored_at
        assert restored_at is not None
        ticket.resolve(by=STAFF, at=next(at), public=public, cause="power", responsible="customer", done="Switched on.")
        ticket.correct(by=DESK, at=next(at), public=public, fact="restored_at", after=restored_at - MINUTE, reason="By the log.")


class TestALinkToAnotherTicket:
    def test_when_it_is_no_disagreement_then_nobody_is_told(self) -> None:
        requester = a_told_requester()
        ticket, other = (a_ticket(requester=requester) for _ in range(2))

        ticket.link(by=STAFF, at=MONDAY_10H, public=True, other=other, kind=LinkKind.RELATED)

        assert told(ticket) == ["registered"]
