"""What came with a ticket, handed over: the original of a mail and its files, to whoever may see the ticket and to nobody else."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings

from plantao.directory.testing import a_customer
from plantao.messaging import inbox
from plantao.staff.models import Agent
from plantao.staff.testing import an_agent
from plantao.tickets.models import Attachment, Entry, File, Ticket, Words
from plantao.tickets.testing import LONG_AGO, MONDAY_9H, MONDAY_10H, a_requester, a_ticket, as_contact
from tests.pages import SignIn

pytestmark = pytest.mark.django_db
RAW = b"From: Rui <rui@norte.example>\r\nSubject: Fora\r\nContent-Type: text/html\r\n\r\n<script>alert(1)</script>\r\n"
PAGE = b"<html><script>alert(1)</script></html>"


@pytest.fixture
def entry(ticket: Ticket) -> Entry:
    """A reply that came by mail, with a file that a browser would run."""
    inbound = inbox.receive(channel="email", outside_id="1", original=RAW, envelope={}, at=MONDAY_9H)
    file = File(name="factura \r\nX: 1.html", content=PAGE, content_type="text/html")
    words = Words("Fora do ar", inbound=inbound, files=(file,))
    assert ticket.requester is not None
    return ticket.reply(by=as_contact(ticket.requester), at=MONDAY_10H, public=True, words=words)


def original_of(entry: Entry, ticket: Ticket | None = None) -> str:
    return f"/tickets/{(ticket or entry.ticket).protocol}/originals/{entry.pk}/"


class TestTheOriginalOfAMail:
    def test_when_it_is_asked_for_then_it_is_byte_for_byte_and_no_browser_shows_or_runs_it(self, desk: Client, entry: Entry) -> None:
        answer = desk.get(original_of(entry))

        assert answer.content == RAW
        assert answer["Content-Type"] == "message/rfc822"
        assert answer["Content-Disposition"] == f'attachment; filename="{entry.ticket.protocol}-{entry.pk}.eml"'
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert "no-store" in answer["Cache-Control"]

    def test_when_it_is_asked_for_at_another_ticket_then_it_is_not_there(self, desk: Client, entry: Entry) -> None:
        other = a_ticket(customer=a_customer("Serra Azul", at=LONG_AGO))

        assert desk.get(original_of(entry, other)).status_code == 404

    def test_when_the_ticket_is_another_departments_then_it_is_not_there(self, signed_in: SignIn, entry: Entry) -> None:
        ana = an_agent("Ana", at=LONG_AGO)
        Agent.objects.filter(pk=ana.pk).update(departments=["finance"])

        assert signed_in(ana).get(original_of(entry)).status_code == 404

    def test_when_a_contact_asks_of_this_customer_or_of_another_then_it_is_not_theirs(self, signed_in: SignIn, entry: Entry) -> None:
        assert entry.ticket.requester is not None
        elsewhere = a_requester(a_customer("Serra Azul", at=LONG_AGO))

        for person in (entry.ticket.requester, elsewhere):
            assert signed_in(person).get(original_of(entry)).status_code == 403

    def test_when_the_words_did_not_come_by_mail_or_were_erased_then_there_is_none(self, desk: Client, entry: Entry, carla: Agent) -> None:
        note = entry.ticket.note(by=carla.actor, at=MONDAY_10H, words=Words("Nada"))
        assert desk.get(original_of(note)).status_code == 404

        Entry.objects.filter(pk=entry.pk).update(erased_at=MONDAY_10H)
        assert desk.get(original_of(entry)).status_code == 404


class TestAFile:
    def test_when_a_browser_would_run_it_then_it_is_kept_instead_and_its_name_adds_no_header(self, desk: Client, entry: Entry) -> None:
        file = Attachment.objects.get(entry=entry)

        answer = desk.get(f"/tickets/{entry.ticket.protocol}/files/{file.pk}/")

        assert answer.content == PAGE
        assert answer["Content-Type"] == "application/octet-stream"
        assert answer["Content-Disposition"].startswith("attachment")
        assert "X" not in answer.headers
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in answer["Content-Security-Policy"]


class TestFilesOnTheirWayOut:
    def test_when_together_they_are_larger_than_a_mail_may_be_then_it_is_said_how_large(
        self, desk: Client, ticket: Ticket, settings: Settings
    ) -> None:
        settings.MAIL_SIZE_LIMIT = 20_480
        half = b"x" * 10_241
        files = [SimpleUploadedFile("one.bin", half), SimpleUploadedFile("other.bin", half)]

        answer = desk.post(f"/tickets/{ticket.protocol}/notes/", {"text": "Both", "attachments": files})

        assert answer.status_code == 422
        assert "20,0\xa0KB" in answer.content.decode()
        assert not Attachment.objects.exists()
