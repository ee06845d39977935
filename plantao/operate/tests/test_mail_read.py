"""`plantao mail read` as it is typed."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from plantao.operate.cli import main

FIXTURES = Path(__file__).parents[2] / "mail" / "tests" / "fixtures"
FIELDS = [
    *("file", "from", "to", "cc", "reply_to", "subject", "message_id", "in_reply_to", "references", "date", "text", "quoted"),
    *("attachments", "automatic", "bounce", "problems"),
]


def typed(*arguments: str | bytes, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "plantao.operate.cli", "mail", "read", *arguments], input=stdin, capture_output=True, check=False, timeout=60
    )


class TestWithJson:
    def test_when_files_are_named_then_each_gives_one_object_in_order(self) -> None:
        names = [str(FIXTURES / name) for name in ("postfix_bounce.eml", "outlook_reply_pt.eml", "mbox_one.box")]

        done = typed("--json", *names)

        objects = [json.loads(line) for line in done.stdout.splitlines()]
        assert (done.returncode, done.stderr) == (0, b"")
        assert [mail["file"] for mail in objects] == names
        assert all(list(mail) == FIELDS for mail in objects)

    def test_when_a_mail_is_read_then_its_values_stand_as_promised(self) -> None:
        mail = json.loads(typed("--json", str(FIXTURES / "outlook_reply_pt.eml")).stdout)

        assert mail["from"] == {"address": "ana.souza@empresa.example", "name": "Souza, Ana"}
        assert mail["cc"] == [{"address": "redes@empresa.example", "name": "Redes"}]
        assert mail["date"] == "2026-11-18T13:45:10+00:00"
        assert mail["message_id"] == "<BR1P215MB0001@BR1P215MB0001.prod.example>"
        assert mail["references"] == ["<plantao.abc123.43@provedor.example>"]
        assert (mail["automatic"], mail["bounce"], mail["reply_to"], mail["attachments"]) == (False, None, [], [])

    def test_when_a_mail_came_back_then_it_says_to_whom_and_which(self) -> None:
        mail = json.loads(typed("--json", str(FIXTURES / "postfix_bounce.eml")).stdout)

        assert mail["automatic"] is True
        assert mail["bounce"] == {
            "recipient": "ninguem@cliente.example",
            "status": "5.1.1",
            "permanent": True,
            "message_id": "<plantao.abc123.50@provedor.example>",
        }

    def test_when_a_file_cannot_be_read_then_its_object_says_so_and_the_others_follow(self, tmp_path: Path) -> None:
        names = [str(tmp_path / "missing.eml"), str(tmp_path), str(FIXTURES / "big5.eml")]

        done = typed("--json", *names)

        missing, folder, read = (json.loads(line) for line in done.stdout.splitlines())
        assert done.returncode == 0
        assert (missing["from"], missing["problems"]) == (None, ["The file cannot be read: No such file or directory."])
        assert folder["problems"] == ["The file cannot be read: Is a directory."]
        assert read["text"] == "電路已中斷，請協助。"

    def test_when_names_and_bytes_are_no_unicode_then_the_json_is(self, tmp_path: Path) -> None:
        name = bytes(tmp_path) + b"/\xff.eml"
        Path(name.decode("utf-8", "surrogateescape")).write_bytes(
            b"Subject: \xff\xed\xa0\x80\nFrom: a@b\n\n\xed\xa0\x80\x00\x85\xe2\x80\xa8"
        )

        done = typed("--json", name)

        mail = json.loads(done.stdout)
        assert done.stdout.isascii()
        assert (len(done.stdout.splitlines()), mail["file"][-4:]) == (1, ".eml")
        json.dumps(mail, ensure_ascii=False).encode("utf-8")

    def test_when_the_file_is_a_dash_then_standard_input_is_read(self) -> None:
        mail = json.loads(typed("--json", "-", stdin=b"From: a@x.example\nSubject: oi\n\nola").stdout)

        assert (mail["file"], mail["subject"], mail["text"]) == ("-", "oi", "ola")


class TestWithoutJson:
    def test_when_a_mail_is_read_then_a_person_can_read_it(self) -> None:
        page = typed(str(FIXTURES / "postfix_bounce.eml")).stdout.decode()

        assert "  From        Mail Delivery System <MAILER-DAEMON@mx.provedor.example>\n" in page
        assert "  Came back   for good, to ninguem@cliente.example (5.1.1): <plantao.abc123.50@provedor.example>\n" in page


def test_when_a_mail_is_read_then_neither_django_nor_the_database_is_asked() -> None:
    program = (
        "import sys; from plantao.operate.cli import main; "
        f"main(['mail', 'read', '--json', {str(FIXTURES / 'gmail_reply_pt.eml')!r}]); "
        "sys.exit('django' in sys.modules or 'psycopg' in sys.modules)"
    )

    assert subprocess.run([sys.executable, "-c", program], capture_output=True, check=False, timeout=60).returncode == 0


def test_when_no_action_is_named_then_it_is_typed_wrong() -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["mail"])

    assert stopped.value.code == 2
