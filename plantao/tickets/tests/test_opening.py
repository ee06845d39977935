"""Opening a ticket: the protocol comes at once, whatever is missing."""

from datetime import timedelta

import pytest

from plantao.agreements.testing import a_contract
from plantao.directory.testing import a_customer, a_service
from plantao.events.actor import DESK, OPERATOR, Actor, ActorKind
from plantao.rules.late_fact import LateWithoutReason, TooLateForYou
from plantao.staff.permissions import Right
from plantao.staff.testing import an_agent
from plantao.tickets.models import Entry, EntryKind, File, Late, LinkKind, Ticket, Words
from plantao.tickets.models.belonging import NotOfThisCustomer
from plantao.tickets.models.opening import Asked
from plantao.tickets.models.row import ForStaffOnly
from plantao.tickets.models.talking import AlreadyDescribed
from plantao.tickets.models.terms import ItemOfAnotherDepartment, NotToBeGiven, UnknownKey
from plantao.tickets.testing import LONG_AGO, MONDAY_9H, MONDAY_10H, a_desk, a_requester, a_ticket, as_contact
from plantao.tickets.verbs import Verb

pytestmark = pytest.mark.django_db


def opened(
    asked: Asked | None = None, *, by: Actor = DESK, text: str = "No traffic.", is_live: bool = False, late: Late | None = None
) -> Ticket:
    a_desk()
    return Ticket.open(
        by=by,
        at=MONDAY_9H,
        public=True,
        channel="email",
        subject="Link  down\n",
        words=Words(text),
        asked=asked,
        is_live=is_live,
        late=late,
    )


class TestAMailFromAContact:
    def test_when_it_is_opened_then_it_stands_where_the_handbook_puts_what_does_not_say(self) -> None:
        customer = a_customer(at=LONG_AGO)
        a_contract(customer, "basic", at=LONG_AGO)
        requester = a_requester(customer)

        ticket = opened(Asked(customer=customer, requester=requester), by=as_contact(requester))

        assert (ticket.department, ticket.item, ticket.criticality, ticket.level) == ("support", "incident", "urgent", "n1")
        assert (ticket.status, ticket.plan, ticket.customer_calendar, ticket.subject) == ("new", "basic", "office", "Link down")
        assert [protocol.number for protocol in ticket.protocols.all()] == [ticket.protocol]

    def test_when_it_is_opened_then_the_event_holds_what_the_clocks_will_ask_for_and_no_words(self) -> None:
        ticket = opened(Asked(criticality="emergency"))

        event = ticket.timeline.events.get()
        assert (event.verb, event.is_public, event.at) == (Verb.OPENED, True, MONDAY_9H)
        assert event.facts["protocol"] == ticket.protocol
        assert event.facts["asks_for"] == ["on_site_contact", "remote_access"]
        assert "No traffic" not in str(event.facts)
        entry = event.entries.get()
        assert (entry.kind, entry.text, entry.sha256) == (EntryKind.MESSAGE, "No traffic.", event.facts["sha256"])

    def test_when_its_words_hold_what_no_database_holds_then_they_are_kept_without_it(self) -> None:
        ticket = opened(text="zero\0 and half \ud83d")

        assert Entry.objects.get(ticket=ticket).text == "zero and half ?"

    def test_when_it_brings_files_then_each_is_stored_once(self) -> None:
        a_desk()
        photo = File(name="rack\0.png", content=b"png", content_type="image/png")

        ticket = Ticket.open(by=DESK, at=MONDAY_9H, public=True, channel="email", subject="", words=Words("", files=(photo, photo)))

        names = [(file.name, file.blob.read()) for file in ticket.entries.get().attachments.all()]
        assert names == [("rack.png", b"png"), ("rack.png", b"png")]
        assert len({file.blob_id for file in ticket.entries.get().attachments.all()}) == 1

    def test_when_it_is_late_to_be_processed_then_it_counts_from_its_receipt_and_nobody_gives_a_reason(self) -> None:
        ticket = opened(by=Actor(ActorKind.STRANGER), late=Late(MONDAY_10H))

        event = ticket.timeline.events.get()
        assert (ticket.opened_at, event.at, event.recorded_at) == (MONDAY_9H, MONDAY_9H, MONDAY_10H)


class TestWhatIsAskedFor:
    def test_when_an_item_is_named_then_its_department_takes_it_at_the_nearest_criticality_it_offers(self) -> None:
        ticket = opened(Asked(item="invoice_copy", criticality="emergency"))

        assert (ticket.department, ticket.criticality) == ("finance", "planned")
        assert ticket.timeline.events.get().facts["asked"] == "emergency"

    def test_when_the_plan_does_not_cover_it_then_it_is_opened_and_marked(self) -> None:
        customer = a_customer(at=LONG_AGO)
        a_contract(customer, "basic", at=LONG_AGO)

        assert not opened(Asked(customer=customer, item="upgrade")).is_covered
        assert opened(Asked(customer=customer, item="question")).is_covered

    @pytest.mark.parametrize(
        ("asked", "refusal"),
        [
            (Asked(department="kitchen"), UnknownKey),
            (Asked(item="coffee"), UnknownKey),
            (Asked(criticality="huge"), UnknownKey),
            (Asked(department="support", item="invoice_copy"), ItemOfAnotherDepartment),
            (Asked(given={"coffee": "black"}), NotToBeGiven),
        ],
    )
    def test_when_no_form_offers_it_then_it_is_refused(self, asked: Asked, refusal: type[Exception]) -> None:
        with pytest.raises(refusal):
            opened(asked)

    def test_when_a_service_is_named_then_it_brings_its_customer(self) -> None:
        service = a_service(a_customer(at=LONG_AGO), at=LONG_AGO)

        assert opened(Asked(service=service)).customer == service.customer

    def test_when_it_is_about_another_customers_service_then_it_is_refused(self) -> None:
        service = a_service(a_customer("Provedor Boreal", at=LONG_AGO), at=LONG_AGO)

        with pytest.raises(NotOfThisCustomer):
            opened(Asked(customer=a_customer(at=LONG_AGO), service=service))


class TestAnItemThatRequiresSomething:
    REQUIRING = b"""
handbook: 1
provider: {name: Test, country: BR, time_zone: America/Sao_Paulo, languages: [en]}
departments: {support: {name: Support, calendar: always}}
criticalities: {urgent: {name: Urgent, asks_for: [window]}}
unclassified: {department: support, item: repair, criticality: urgent}
catalogue: {support: [{key: repair, name: Repair, requires: [service_id, symptom, site_access], asks_for: [since]}]}
"""

    def test_when_something_is_missing_then_the_ticket_has_a_protocol_and_is_marked(self) -> None:
        a_desk(source=self.REQUIRING)
        ticket = opened()

        assert ticket.protocol
        assert ticket.missing == ["service_id", "site_access"]
        assert ticket.timeline.events.get().facts["asks_for"] == ["service_id", "site_access", "window", "since"]

    def test_when_it_is_told_later_then_the_mark_goes(self) -> None:
        a_desk(source=self.REQUIRING)
        service = a_service(a_customer(at=LONG_AGO), at=LONG_AGO)
        ticket = opened()

        ticket.set_service(by=OPERATOR, at=MONDAY_10H, public=True, service=service)
        missing = ticket.complete(by=OPERATOR, at=MONDAY_10H, public=True, given={"site_access": "Ask for the key at the gate."})

        assert missing == ticket.missing == []
        assert ticket.answers.get().text == "Ask for the key at the gate."


class TestStaffWhoOpen:
    def test_when_they_do_in_a_live_call_then_it_is_attended_at_once(self) -> None:
        ticket = opened(by=an_agent(at=LONG_AGO).actor, is_live=True)

        assert (ticket.status, ticket.attended_at) == ("attended", MONDAY_9H)
        assert [event.verb for event in ticket.timeline.events.all()] == [Verb.OPENED, Verb.ATTENDED]
        assert ticket.timeline.events.get(verb=Verb.ATTENDED).facts == {"how": "opening"}

    def test_when_the_caller_says_only_then_what_it_is_then_it_is_written_down_and_named_once(self) -> None:
        analyst = an_agent(at=LONG_AGO).actor
        ticket = opened(by=analyst, is_live=True, text="")

        event = ticket.describe(by=analyst, at=MONDAY_10H, public=True, words=Words("No light since nine."), subject=" No  light ")

        assert ticket.subject == "No light"
        assert (event.verb, event.facts["named"]) == (Verb.DESCRIBED, True)
        assert (ticket.given()["symptom"], event.entries.get().kind) == (True, "message")
        ticket.describe(by=analyst, at=MONDAY_10H, public=True, words=Words("And the alarm is on."))
        with pytest.raises(AlreadyDescribed):
            ticket.describe(by=analyst, at=MONDAY_10H, public=True, words=Words("Something else."), subject="Another")

    def test_when_nobody_on_our_side_is_in_the_call_then_it_is_no_live_call(self) -> None:
        with pytest.raises(ForStaffOnly):
            opened(is_live=True)

    def test_when_they_set_it_back_then_it_takes_a_reason_and_far_back_a_coordinator(self) -> None:
        analyst = an_agent("Davi", at=LONG_AGO).actor
        coordinator = an_agent("Elis", at=LONG_AGO, rights=(Right.COORDINATOR,)).actor
        a_little, far = (MONDAY_9H + timedelta(minutes=minutes) for minutes in (15, 16))

        with pytest.raises(LateWithoutReason):
            opened(by=analyst, late=Late(a_little))
        with pytest.raises(TooLateForYou):
            opened(by=analyst, late=Late(far, "The desk was down."))
        opened(by=analyst, late=Late(a_little, "The desk was down."))
        ticket = opened(by=coordinator, late=Late(far, "The desk was down."))

        why = ticket.entries.get(kind=EntryKind.LATE)
        assert (why.text, why.is_public, why.event.facts["late"]) == ("The desk was down.", False, True)


class TestATicketThatFollowsAnother:
    def test_when_it_is_opened_then_it_points_at_it(self) -> None:
        old = a_ticket(resolved_at=MONDAY_10H, closed_at=MONDAY_10H)

        new = Ticket.open(
            by=DESK, at=MONDAY_10H, public=True, channel="email", subject="Again", words=Words("Again."), linked_to=(old, LinkKind.RELATED)
        )

        link = new.links.get()
        assert (link.other, link.kind) == (old, "related")
        assert new.protocol != old.protocol

    def test_when_the_old_one_is_somebody_elses_then_it_is_opened_all_the_same_and_neither_sees_the_other(self) -> None:
        old = a_ticket(customer=a_customer(at=LONG_AGO))

        new = Ticket.open(
            by=Actor(ActorKind.STRANGER), at=MONDAY_10H, public=True, channel="email", subject="Re", words=Words("Me too."),
            linked_to=(old, LinkKind.RELATED),
        )  # fmt: skip

        assert new.links.get().other == old
        assert not new.timeline.events.get(verb=Verb.LINKED).is_public
        assert not old.timeline.events.get(verb=Verb.LINKED).is_public
