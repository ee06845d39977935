import pytest

from plantao.mail.message import Bounce
from plantao.mail.reading import read
from plantao.mail.tests.mails import a_mail

QMAIL = "Hi. This is the qmail-send program at x.example.\n\n<foi@cliente.example>:\nSorry, no mailbox here by that name. (#5.1.1)\n"


def a_report(*groups: str, returned: str = "text/rfc822-headers") -> bytes:
    """Return a delivery status notification with these groups of fields, one a recipient."""
    status = "Reporting-MTA: dns; mx.x.example\n\n" + "\n\n".join(groups)
    return a_mail(
        'Content-Type: multipart/report; report-type="delivery-status"; boundary=b',
        f"--b\n\nAviso.\n--b\nContent-Type: message/delivery-status\n\n{status}\n"
        f"--b\nContent-Type: {returned}\n\nMessage-ID: <plantao.abc123.7@provedor.example>\nSubject: x\n\n--b--\n",
    )


@pytest.mark.parametrize(
    ("group", "expected"),
    [
        ("Final-Recipient: rfc822; a@x.example\nAction: failed\nStatus: 5.1.1", ("a@x.example", "5.1.1", True)),
        ("Final-Recipient: RFC822;<a@x.example>\nAction: Failed\nStatus: 5.0.0 (permanent)", ("a@x.example", "5.0.0", True)),
        ("Final-Recipient: rfc822; a@x.example\nAction: delayed\nStatus: 4.4.7", ("a@x.example", "4.4.7", False)),
        ("Final-Recipient: rfc822; a@x.example\nAction: failed\nStatus: 4.2.2", ("a@x.example", "4.2.2", False)),
        ("Final-Recipient: utf-8; ação@x.example\nAction: failed\nStatus: 5.1.1", ("ação@x.example", "5.1.1", True)),
        ("Original-Recipient: rfc822; a@x.example\nAction: failed", ("a@x.example", None, True)),
        ("Final-Recipient: rfc822; a@x.example\nAction: failed\nDiagnostic-Code: smtp; 452 4.2.2 full", ("a@x.example", "4.2.2", False)),
        ("Final-Recipient: rfc822; a@x.example\nAction: failed\nDiagnostic-Code: smtp; 451 later", ("a@x.example", None, False)),
        ("Action: failed\nStatus: 5.7.1", (None, "5.7.1", True)),
    ],
)
def test_a_report_of_failure_is_read(group: str, expected: tuple[str | None, str | None, bool]) -> None:
    recipient, status, permanent = expected
    bounce = read(a_report(group)).bounce

    assert bounce == Bounce(recipient=recipient, status=status, permanent=permanent, message_id="<plantao.abc123.7@provedor.example>")


@pytest.mark.parametrize("action", ["delivered", "relayed", "expanded"])
def test_a_report_of_success_is_no_bounce_but_automatic(action: str) -> None:
    mail = read(a_report(f"Final-Recipient: rfc822; a@x.example\nAction: {action}\nStatus: 2.0.0"))

    assert (mail.bounce, mail.is_automatic) == (None, True)


def test_of_several_recipients_the_first_that_failed_is_told() -> None:
    good = "Final-Recipient: rfc822; a@x.example\nAction: delivered\nStatus: 2.0.0"
    bad = "Final-Recipient: rfc822; b@x.example\nAction: failed\nStatus: 5.1.1"

    bounce = read(a_report(good, bad)).bounce

    assert bounce is not None
    assert bounce.recipient == "b@x.example"


@pytest.mark.parametrize(
    "sender", ["From: MAILER-DAEMON@x.example", "From: =?x?q?=E9\nReturn-Path: <>", "From: \xe9 Mailer\nReturn-Path: <>", "Return-Path: <>"]
)
def test_a_bounce_of_no_standard_is_recognised_quietly(sender: str, capfd: pytest.CaptureFixture[str]) -> None:
    bounce = read(f"{sender}\nSubject: falhou\xe9\n\n{QMAIL}".encode("latin-1")).bounce

    assert bounce == Bounce(recipient="foi@cliente.example", status="5.1.1", permanent=True, message_id=None)
    assert capfd.readouterr() == ("", "")


def test_a_person_who_quotes_a_bounce_has_not_bounced() -> None:
    assert read(a_mail(body=f"Recebi isto, por quê?\n\n{QMAIL}")).bounce is None
