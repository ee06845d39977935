import re

import pytest

from plantao.mail.identity import identity
from plantao.mail.tests.mails import a_mail

MAIL = a_mail("Message-ID: <a@x.example>\nSubject: =?utf-8?q?S=C3=A3o?=\n Paulo", "Oi.\n\nFrom aqui.\n")

ON_THE_WAY = {
    "got by SMTP": b"Return-Path: <ana@x.example>\r\nReceived: by mx\r\n\tid 1\r\n" + MAIL.replace(b"\n", b"\r\n"),
    "delivered locally": b"X-Original-To: noc@x\nDelivered-To: noc@x\nEnvelope-To: noc@x\nX-UID: 7\nStatus: RO\n" + MAIL,
    "checked": b"Authentication-Results: mx; dmarc=pass\nARC-Seal: i=1\nDKIM-Signature: v=1\nX-Spam-Status: No\nReceived-SPF: pass\n"
    + MAIL,
    "from a mailbox file": b"From ana@x.example Wed Nov 18 10:03:00 2026\n" + MAIL.replace(b"\nFrom aqui", b"\n>From aqui"),
    "without its last newline": MAIL.rstrip(b"\n"),
    "with more of them": MAIL + b"\n\n",
    "folded anew": MAIL.replace(b"\n Paulo", b"\r\n\tPaulo"),
    "unfolded": MAIL.replace(b"\n Paulo", b" Paulo"),
}
OTHERS = {
    "another body": MAIL.replace(b"Oi.", b"Ai."),
    "another subject": MAIL.replace(b"Paulo", b"Pedro"),
    "another sender": MAIL.replace(b"ana@", b"ane@"),
    "another date": MAIL.replace(b"10:03", b"10:04"),
    "another Message-ID": MAIL.replace(b"<a@", b"<b@"),
    "another type": b"Content-Type: text/html\n" + MAIL,
    "a line more in the middle": MAIL.replace(b"Oi.\n", b"Oi.\n\n"),
}


@pytest.mark.parametrize("way", ON_THE_WAY)
def test_the_same_mail_is_the_same_by_any_way(way: str) -> None:
    assert identity(ON_THE_WAY[way]) == identity(MAIL)


@pytest.mark.parametrize("other", OTHERS)
def test_two_mails_differ_whatever_their_message_id(other: str) -> None:
    assert identity(OTHERS[other]) != identity(MAIL)


def test_it_is_the_message_id_and_a_hash() -> None:
    assert re.fullmatch(r"<a@x\.example>#[0-9a-f]{64}", identity(MAIL))


@pytest.mark.parametrize("raw", [a_mail(), b"", b"\0" * 100])
def test_without_a_message_id_it_is_the_hash_alone(raw: bytes) -> None:
    assert re.fullmatch(r"[0-9a-f]{64}", identity(raw))


def test_it_is_short_and_printable_whatever_the_message_id() -> None:
    found = identity(a_mail(f"Message-ID: <{'é' * 400}@x.example>"))

    assert re.fullmatch(r"[!-~]{1,300}", found)
