"""What becomes of a mail, branch by branch: filed, opened, booked, or kept in the tray."""

from datetime import timedelta
from typing import Any

import pytest

from plantao.directory.models import Contact, Customer
from plantao.directory.testing import a_contact, a_customer
from plantao.intake.testing import a_mail, taken_in
from plantao.messaging import registry
from plantao.messaging.installation import installation_id
from plantao.messaging.models import Inbound, Message, Outcome
from plantao.messaging.models.thread import ThreadId
from plantao.messaging.reply_tokens import reply_token
from plantao.people.models import Address, Person
from plantao.people.testing import a_person
from plantao.staff.testing import an_agent
from plantao.tickets.models import EntryKind, Ticket
from plantao.tickets.testing import LONG_AGO, MONDAY_9H, MONDAY_10H, MONDAY_11H, STAFF, a_desk, a_ticket

pytestmark = pytest.mark.django_db
RECEIVED = MONDAY_11H - timedelta(minutes=20)


@pytest.fixture(autouse=True)
def _desk() -> None:
    a_desk()


@pytest.fixture
def aurora() -> Customer:
    return a_customer(at=LONG_AGO, domains=("aurora.example",))


@pytest.fixture
def ticket(aurora: Customer) -> Ticket:
    bruno = a_contact(aurora, at=LONG_AGO, mail="bruno@aurora.example").person
    return a_ticket(opened_at=MONDAY_9H, customer=aurora, requester=bruno)


def answering(ticket: Ticket, sender: str, text: str = "Continua fora.", **headers: str) -> bytes:
    return a_mail(text, sender=sender, subject=f"Re: [{ticket.protocol}] Link down", **headers)


class TestACustomersPeople:
    def test_when_they_answer_then_it_counts_from_the_receipt(self, ticket: Ticket) -> None:
        inbound = taken_in(answering(ticket, "bruno@aurora.example"), at=MONDAY_11H, received_at=RECEIVED)

        entry = ticket.entries.last()
        assert (inbound.outcome, inbound.why, inbound.thread, inbound.customer_id) == (
            Outcome.FILED, "answers", ticket.thread, ticket.customer_id,
        )  # fmt: skip
        assert entry is not None
        assert (entry.text, entry.is_public, entry.inbound) == ("Continua fora.", True, inbound)
        assert entry.event is not None
        assert (entry.event.at, entry.event.recorded_at) == (RECEIVED, MONDAY_11H)

    def test_when_a_colleague_nobody_knew_writes_then_the_domain_makes_them_a_contact(self, aurora: Customer) -> None:
        taken_in(a_mail(sender="Gil <gil@aurora.example>"), at=MONDAY_11H)

        contact = Contact.objects.get(customer=aurora)
        assert (Ticket.objects.get().requester, contact.person.name) == (contact.person, "Gil")

    def test_when_they_copy_somebody_in_then_a_colleague_watches_and_a_stranger_does_not(self, aurora: Customer) -> None:
        colleague = a_contact(aurora, at=LONG_AGO, mail="lia@aurora.example").person
        a_person(at=LONG_AGO, mail="eva@elsewhere.example")

        taken_in(a_mail(sender="gil@aurora.example", Cc="lia@aurora.example, eva@elsewhere.example, new@aurora.example"), at=MONDAY_11H)

        assert [watcher.person for watcher in Ticket.objects.get().watchers.all()] == [colleague]

    def test_when_they_write_from_where_our_mail_came_back_then_they_are_reached_there_again(self, ticket: Ticket) -> None:
        Address.objects.filter(key="bruno@aurora.example").update(bounced_at=MONDAY_10H)

        taken_in(answering(ticket, "Bruno@Aurora.example"), at=MONDAY_11H)

        assert Address.objects.get(key="bruno@aurora.example").bounced_at is None

    def test_when_a_machine_answers_from_there_then_they_are_not(self, ticket: Ticket) -> None:
        Address.objects.filter(key="bruno@aurora.example").update(bounced_at=MONDAY_10H)

        taken_in(answering(ticket, "bruno@aurora.example", Auto_Submitted="auto-replied"), at=MONDAY_11H)

        assert Address.objects.get(key="bruno@aurora.example").bounced_at == MONDAY_10H

    def test_when_an_answer_names_only_the_mail_that_opened_the_ticket_then_it_is_filed_there(self) -> None:
        long_id = f"<{'a' * 400}@cliente.example>"
        taken_in(f"Message-ID: {long_id}\n".encode() + a_mail(), at=MONDAY_10H)

        inbound = taken_in(f"In-Reply-To: {long_id}\n".encode() + a_mail("E agora?", subject="Re: Link"), at=MONDAY_11H)

        assert (inbound.outcome, Ticket.objects.count()) == (Outcome.FILED, 1)


class TestAStranger:
    def test_when_they_write_then_they_become_a_person_with_a_ticket(self) -> None:
        inbound = taken_in(a_mail(), at=MONDAY_11H, received_at=RECEIVED)

        ticket = Ticket.objects.get()
        assert (inbound.outcome, inbound.why) == (Outcome.OPENED, "nothing_points")
        assert (ticket.customer, ticket.opened_at, ticket.language) == (None, RECEIVED, "pt-br")
        assert (ticket.requester, Person.objects.get().name) == (Person.objects.get(), "Ana Souza")

    def test_when_they_name_a_protocol_that_is_not_theirs_then_they_get_their_own(self, ticket: Ticket) -> None:
        inbound = taken_in(answering(ticket, "eva@elsewhere.example"), at=MONDAY_11H)

        assert (inbound.outcome, inbound.why) == (Outcome.OPENED, "stranger")
        assert ticket.entries.count() == 1

    def test_when_they_have_the_token_then_it_is_filed_inside_and_they_are_nobody_of_it(self, ticket: Ticket) -> None:
        to = f"noc+{reply_token(ticket.thread)}@jatoba.example"

        inbound = taken_in(a_mail(sender="eva@elsewhere.example", subject="Encaminhado"), at=MONDAY_11H, rcpt_to=to)

        entry = ticket.entries.last()
        assert (inbound.outcome, inbound.why) == (Outcome.FILED, "token_only")
        assert entry is not None
        assert not entry.is_public
        assert not Person.objects.filter(addresses__key="eva@elsewhere.example").exists()

    def test_when_their_clock_or_ours_was_wrong_then_nothing_counts_from_the_future(self) -> None:
        taken_in(a_mail(), at=MONDAY_10H, received_at=MONDAY_11H)

        assert Ticket.objects.get().opened_at == MONDAY_10H


class TestStaff:
    def test_when_they_answer_by_mail_then_it_is_a_note(self, ticket: Ticket) -> None:
        carla = an_agent(at=LONG_AGO, mail="carla@noc.example")

        inbound = taken_in(answering(ticket, "carla@noc.example", "Troquei a fonte."), at=MONDAY_11H)

        entry = ticket.entries.last()
        assert (inbound.outcome, inbound.why) == (Outcome.FILED, "staff")
        assert entry is not None
        assert (entry.kind, entry.is_public, entry.text) == (EntryKind.NOTE, False, "Troquei a fonte.")
        assert entry.event is not None
        assert entry.event.by == carla.actor


class TestAVendor:
    @pytest.fixture(autouse=True)
    def _passed(self, ticket: Ticket) -> None:
        ticket.pass_to_vendor(
            by=STAFF, at=MONDAY_10H, public=True, vendor="Fabricante", reference="SR-77", mail="Support@vendor.example"
        )  # fmt: skip

    @pytest.mark.parametrize("subject", ["About SR-77: part shipped", "Your request"])
    def test_when_they_write_for_the_first_time_then_it_files_itself_inside(self, ticket: Ticket, subject: str) -> None:
        inbound = taken_in(a_mail("Shipped.", sender="Support <support@vendor.example>", subject=subject), at=MONDAY_11H)

        entry = ticket.entries.last()
        assert (inbound.outcome, inbound.why, Ticket.objects.count()) == (Outcome.FILED, "vendor", 1)
        assert entry is not None
        assert (entry.kind, entry.is_public) == (EntryKind.VENDOR, False)

    def test_when_two_matters_are_with_them_then_the_reference_decides(self, ticket: Ticket) -> None:
        other = a_ticket(opened_at=MONDAY_9H)
        other.pass_to_vendor(by=STAFF, at=MONDAY_10H, public=True, vendor="Fabricante", reference="SR-78", mail="support@vendor.example")

        taken_in(a_mail("Shipped.", sender="support@vendor.example", subject="sr-78"), at=MONDAY_11H)

        assert (ticket.entries.filter(kind=EntryKind.VENDOR).count(), other.entries.filter(kind=EntryKind.VENDOR).count()) == (0, 1)


class TestAuthenticationIsAskedFor:
    @pytest.fixture(autouse=True)
    def _asked(self, settings: Any) -> None:
        settings.MAIL_AUTHSERV_ID = "mx.jatoba.example"

    def test_when_it_did_not_pass_then_it_opens_a_ticket_of_nobodys_customer(self, ticket: Ticket) -> None:
        inbound = taken_in(answering(ticket, "bruno@aurora.example"), at=MONDAY_11H)

        assert (inbound.outcome, inbound.why) == (Outcome.OPENED, "not_believed")
        opened = Ticket.objects.exclude(pk=ticket.pk).get()
        assert (opened.customer, opened.thread) == (None, inbound.thread)

    def test_when_it_passed_then_it_is_filed(self, ticket: Ticket) -> None:
        passed = "Authentication-Results: mx.jatoba.example; dmarc=pass header.from=aurora.example\r\n"

        inbound = taken_in(passed.encode() + answering(ticket, "bruno@aurora.example"), at=MONDAY_11H)

        assert inbound.outcome == Outcome.FILED


class TestMachines:
    @pytest.mark.parametrize("headers", [{"Auto_Submitted": "auto-generated"}, {"X_Plantao_Loop": "ours"}])
    def test_when_automatic_mail_answers_nothing_then_it_is_kept_and_nobody_is_made(self, headers: dict[str, str]) -> None:
        marks = {name: value.replace("ours", installation_id()) for name, value in headers.items()}

        inbound = taken_in(a_mail(**marks), at=MONDAY_11H)

        assert inbound.outcome == Outcome.TRAY
        assert inbound.why
        assert not Ticket.objects.exists()
        assert not Person.objects.exists()

    def test_when_a_mail_of_ours_came_back_then_its_address_is_dead(self, ticket: Ticket) -> None:
        registry.fill((), locks={"ticket": Ticket.objects.locked})
        message = Message.objects.create(
            channel="email", outside_id="<plantao.x.1@jatoba.example>", address="bruno@aurora.example", thread=ticket.thread,
            subject_kind="ticket", subject_id=ticket.pk, is_public=True, created_at=MONDAY_10H, sent_at=MONDAY_10H, done_at=MONDAY_10H,
        )  # fmt: skip

        inbound = taken_in(a_bounce_of(message.outside_id), at=MONDAY_11H)

        assert inbound.outcome == Outcome.BOUNCE
        assert Address.objects.get(key="bruno@aurora.example").bounced_at == MONDAY_11H

    def test_when_somebody_elses_mail_came_back_then_it_is_kept(self) -> None:
        inbound = taken_in(a_bounce_of("<never@jatoba.example>"), at=MONDAY_11H)

        assert (inbound.outcome, inbound.why) == (Outcome.TRAY, "bounce")


class TestWhatIsWrittenDown:
    def test_when_a_mail_is_read_then_its_sender_and_subject_can_be_counted(self) -> None:
        one = taken_in(a_mail(sender="Ana@Cliente.example", subject="Re: Link"), at=MONDAY_10H)
        two = taken_in(a_mail("Outra vez", sender="ana@cliente.example", subject="Link"), at=MONDAY_11H)

        assert one.sender == two.sender == "ana@cliente.example"
        assert one.sameness == two.sameness

    def test_when_it_is_filed_then_its_identity_is_known_in_the_thread(self) -> None:
        inbound = taken_in(a_mail(Message_ID="<1@cliente.example>"), at=MONDAY_10H)

        assert ThreadId.objects.get(outside_id="<1@cliente.example>").thread == Inbound.objects.get(pk=inbound.pk).thread


def a_bounce_of(message_id: str) -> bytes:
    return (
        "From: MAILER-DAEMON@aurora.example\r\nReturn-Path: <>\r\nTo: noc@jatoba.example\r\nSubject: Undelivered\r\n"
        "Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n"
        "--b\r\nContent-Type: text/plain\r\n\r\nNobody here.\r\n"
        "--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; aurora.example\r\n\r\n"
        "Final-Recipient: rfc822; bruno@aurora.example\r\nAction: failed\r\nStatus: 5.1.1\r\n"
        f"\r\n--b\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: {message_id}\r\nSubject: x\r\n\r\n--b--\r\n"
    ).encode()
