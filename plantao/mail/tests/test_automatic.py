import pytest

from plantao.mail.reading import read
from plantao.mail.tests.mails import a_mail


@pytest.mark.parametrize(
    ("header", "reason"),
    [
        ("Auto-Submitted: auto-replied (vacation)", "Auto-Submitted: auto-replied"),
        ("Auto-Submitted: Auto-Generated; x=y", "Auto-Submitted: auto-generated"),
        ("Precedence: Bulk", "Precedence: bulk"),
        ("Precedence: junk", "Precedence: junk"),
        ("List-Id: <a.lista.example>", "List-Id"),
        ("List-Unsubscribe: <mailto:x@y.example>", "List-Unsubscribe"),
        ("X-Autoreply: yes", "X-Autoreply"),
        ("X-Autorespond: yes", "X-Autorespond"),
        ("X-Autoresponder: yes", "X-Autoresponder"),
        ("X-Auto-Response-Suppress: OOF", "X-Auto-Response-Suppress"),
        ("X-Loop: noc@x.example", "X-Loop"),
        ("X-FC-MachineGenerated: true", "X-Fc-Machinegenerated"),
        ("X-Plantao-Loop: other1", "X-Plantao-Loop: other1"),
        ("Return-Path: <>", "its return path is empty"),
        ("Return-Path:", "its return path is empty"),
        ("Message-ID: <plantao.abc123.9@provedor.example>", "its Message-ID is one of ours"),
        ("Subject: Automatic reply: x\nReferences: <a@b>", "its subject is that of an absence notice"),
    ],
)
def test_a_machine_is_known_by_its_header(header: str, reason: str) -> None:
    mail = read(a_mail(header), installation="abc123")

    assert mail.why_automatic == reason
    assert mail.is_automatic


@pytest.mark.parametrize(
    "header",
    [
        "Auto-Submitted: no",
        "Precedence: first-class",
        "X-Auto-Response-Suppress: None",
        "Return-Path: <ana@x.example>",
        "Message-ID: <plantao.another.9@provedor.example>",
        "Subject: Automatic reply: x",
        "Subject: Re: Automatic reply\nReferences: <a@b>",
        "X-Priority: 1",
    ],
)
def test_a_person_is_not_taken_for_a_machine(header: str) -> None:
    assert read(a_mail(header), installation="abc123").why_automatic is None


def test_what_loops_is_told() -> None:
    assert read(a_mail("X-Loop: a\nX-Plantao-Loop: b")).loop_marks == ("b", "a")
