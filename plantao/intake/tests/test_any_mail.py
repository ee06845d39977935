"""Whatever a mail says, intake finds a place for it: nothing that a sender writes puts their mail in quarantine."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plantao.intake.testing import taken_in
from plantao.messaging.models import Outcome
from plantao.tickets.models import Ticket
from plantao.tickets.testing import MONDAY_9H, a_desk

pytestmark = pytest.mark.django_db
CORPUS = sorted((Path(__file__).parents[2] / "mail" / "tests" / "fixtures").iterdir())
LONG = 10_000
ANA = b"From: ana@cliente.example\r\n"
REPORT = b"Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n"

ODD = {
    "nothing": b"\r\n",
    "only a body": b"\r\nhello",
    "nobody": b"Subject: x\r\n\r\nhello",
    "an address without a domain": b"From: root\r\nSubject: x\r\n\r\nhello",
    "an address without an end": b"From: " + b"a" * LONG + b"@cliente.example\r\n\r\nhello",
    "a domain without an end": b"From: a@" + b"x." * LONG + b"example\r\n\r\nhello",
    "a name without an end": b"From: " + b"a" * LONG + b" <ana@cliente.example>\r\n\r\nhello",
    "a subject without an end": ANA + b"Subject: " + b"a " * LONG + b"\r\n\r\nhello",
    "null bytes": b"From: An\0a <an\0a@cliente.example>\r\nSubject: x\0y\r\nMessage-ID: <a\0b@c>\r\nReferences: <d\0e@f>\r\n\r\nhel\0lo",
    "escaped null bytes": b"From: =?utf-8?q?A=00na?= <ana@cliente.example>\r\nSubject: =?utf-8?q?x=00y?=\r\n\r\nhello",
    "identities without an end": ANA + b"Message-ID: <" + b"a" * 900 + b"@x>\r\nReferences: <" + b"b" * 900 + b"@x>\r\n\r\nx",
    "identities without number": ANA + b"References: " + b" ".join(b"<%d@x>" % n for n in range(LONG)) + b"\r\n\r\nx",
    "recipients without number": ANA + b"Cc: " + b", ".join(b"p%d@x.example" % n for n in range(LONG)) + b"\r\n\r\nx",
    "eight bits in every header": b"From: Jo\xe3o <jo\xe3o@cliente.example>\r\nSubject: \xff\xfe\r\nMessage-ID: <\xff@x>\r\n\r\n\xff\xfe",
    "halves of surrogate pairs": b"From: =?utf-7?q?+2AA-?= <ana@cliente.example>\r\nSubject: =?utf-16-be?b?2AA=?=\r\n\r\nx",
    "dots for an address": b"From: <..@..>\r\nTo: <@>\r\nSubject: x\r\n\r\nx",
    "a bounce of nothing": b"From: <>\r\nReturn-Path: <>\r\n" + REPORT + b"--b--\r\n",
    "a file with an odd name": ANA + b'Content-Type: a/b; name="' + b"n/\\" * LONG + b'"\r\n\r\n\0\xff',
    "a type without an end": ANA + b"Content-Disposition: attachment\r\nContent-Type: a/" + b"b" * LONG + b"\r\n\r\n\0",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _desk() -> None:
    a_desk()


@pytest.mark.parametrize("file", CORPUS, ids=lambda file: file.name)
def test_a_mail_that_a_program_really_wrote_finds_its_place(file: Path) -> None:
    assert taken_in(file.read_bytes(), at=MONDAY_9H).outcome in Outcome.values


@pytest.mark.parametrize("raw", ODD.values(), ids=ODD)
def test_an_odd_mail_finds_its_place(raw: bytes) -> None:
    assert taken_in(raw, at=MONDAY_9H).outcome in Outcome.values


def test_a_mail_with_megabytes_of_headers_opens_a_ticket() -> None:
    raw = b"".join(b"X-Filler-%d: %s\r\n" % (number, b"x" * 1_000) for number in range(2_000))

    assert taken_in(raw + ANA + b"Subject: Link\r\n\r\nfora", at=MONDAY_9H).outcome == Outcome.OPENED
    assert Ticket.objects.get().subject == "Link"


def test_a_mail_with_thousands_of_parts_opens_a_ticket() -> None:
    parts = b"".join(b"--b\r\nContent-Type: application/pdf; name=%d.pdf\r\n\r\n%%PDF-1.4 %d\r\n" % (n, n) for n in range(5_000))
    raw = ANA + b"Subject: Link\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n" + parts + b"--b--\r\n"

    assert taken_in(raw, at=MONDAY_9H).outcome == Outcome.OPENED


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(subject=st.binary(max_size=60), sender=st.binary(max_size=40), identity=st.binary(max_size=30), body=st.binary(max_size=200))
def test_any_bytes_find_their_place(subject: bytes, sender: bytes, identity: bytes, body: bytes) -> None:
    raw = b"From: %s\r\nSubject: %s\r\nMessage-ID: <%s>\r\nIn-Reply-To: <%s>\r\n\r\n%s" % (sender, subject, identity, identity, body)

    assert taken_in(raw, at=MONDAY_9H).outcome in Outcome.values
