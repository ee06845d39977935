"""Whatever the bytes, reading answers, in time, with values that may be stored and shown anywhere."""

import json
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plantao.mail.bodies import MAX_TEXT
from plantao.mail.identity import identity
from plantao.mail.message import Mail
from plantao.mail.parts import MAX_PARTS
from plantao.mail.reading import read

FIXTURES = [path.read_bytes() for path in sorted((Path(__file__).parent / "fixtures").iterdir())]
HEADERS = ["From", "To", "Cc", "Reply-To", "Subject", "Message-ID", "In-Reply-To", "References", "Date", "Content-Type", "Return-Path"]
HEADERS += ["Content-Transfer-Encoding", "Content-Disposition", "Authentication-Results", "Auto-Submitted", "X", "From nobody"]
PIECES = [
    "=?utf-8?Q?",
    "?=",
    "=?",
    '"',
    "(",
    ")",
    "<",
    ">",
    "@",
    ",",
    ";",
    ":",
    "\\",
    "multipart/mixed; boundary=b",
    "name*0*=",
    "'",
    "%E9",
]
PIECES += [
    "base64",
    "quoted-printable",
    "charset=utf-7",
    "charset=gb2312",
    "charset=punycode",
    "message/rfc822",
    "\r",
    "\n ",
    "\t",
    "é",
    "\0",
    " ",
]


def must_be_storable(mail: Mail) -> None:
    written = json.dumps(asdict(mail), ensure_ascii=False, default=repr)
    written.encode("utf-8")  # no half of a surrogate pair
    assert "\\u0000" not in written
    assert not any(character < " " for text in (mail.subject, *(file.name or "" for file in mail.attachments)) for character in text)
    assert len(mail.text) + len(mail.quoted) <= MAX_TEXT + 1


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes(raw: bytes) -> None:
    must_be_storable(read(raw, installation="abc123", authserv_id="mx.x.example"))
    assert identity(raw).isascii()


@settings(max_examples=250, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(HEADERS), st.lists(st.sampled_from(PIECES) | st.text(max_size=6), max_size=12))),
    st.binary(max_size=80),
)
def test_any_header(fields: list[tuple[str, list[str]]], body: bytes) -> None:
    header = "".join(f"{name}: {''.join(pieces)}\n" for name, pieces in fields).encode("utf-8", "surrogatepass")

    must_be_storable(read(header + b"\n--b\n" + body, installation="abc123", authserv_id="x"))


@settings(max_examples=250, deadline=None)
@given(st.sampled_from(FIXTURES), st.data())
def test_any_mail_with_something_broken(raw: bytes, data: st.DataObject) -> None:
    for _ in range(data.draw(st.integers(1, 4))):
        since = data.draw(st.integers(0, len(raw)))
        until = data.draw(st.integers(since, min(len(raw), since + 200)))
        raw = raw[:since] + data.draw(st.binary(max_size=12) | st.just(raw[since:until] * 2)) + raw[until:]

    must_be_storable(read(raw, installation="abc123", authserv_id="mx.provedor.example"))


HEAD = b"From: a@x.example\nTo: noc@x.example\nSubject: s\nDate: Wed, 18 Nov 2026 10:03:00 -0300\n"
MIXED = HEAD + b"Content-Type: multipart/mixed; boundary=b\n\n"


def nested(depth: int) -> bytes:
    return (
        HEAD + b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (level, level) for level in range(depth)) + b"\nfim\n"
    )


def html(source: bytes) -> bytes:
    return HEAD + b"Content-Type: text/html\n\n" + source


BOMBS: dict[str, Callable[[], bytes]] = {
    "a header of a megabyte": lambda: b"X-A: " + b"a" * 2**20 + b"\n" + HEAD + b"\nfim\n",
    "a million headers": lambda: b"X: a\n" * 10**6 + b"\nfim\n",
    "a million folds": lambda: HEAD + b"X: a\n" + b" b\n" * 10**6 + b"\nfim\n",
    "a million addresses": lambda: b"Cc: " + b"a@b," * 10**6 + b"\n" + HEAD + b"\nfim\n",
    "quotes that do not close": lambda: b'Cc: \\"' * 30_000 + b"\n" + HEAD + b"\n",
    "comments that do not close": lambda: b"Cc: " + b"(" * 60_000 + b"\n" + HEAD + b"\n",
    "encoded words that do not end": lambda: b"Subject: " + b"=?a?q?x" * 10_000 + b"\n" + HEAD + b"\n",
    "a million parts": lambda: MIXED + b"--b\n\nx\n" * 10**6,
    "lines almost like boundaries": lambda: MIXED + b"--bx\n" * 10**6,
    "parts twenty thousand deep": lambda: nested(20_000),
    "one boundary at every depth": lambda: HEAD + b"Content-Type: multipart/mixed; boundary=b\n\n--b\n" * 20_000,
    "a million lines of quotes": lambda: HEAD + b"\n" + b"> a\n" * 10**6,
    "many attributions": lambda: HEAD + b"\n" + b"On 1 a@b\n" * 10**5,
    "many separators": lambda: HEAD + b"\n" + b"_____\n\n\n" * 10**5,
    "broken base64": lambda: HEAD + b"Content-Type: a/b\nContent-Transfer-Encoding: base64\n\n" + b"=\n " * 10**6 + b"!",
    "broken uuencode": lambda: HEAD + b"Content-Transfer-Encoding: x-uuencode\n\n" + b"~\n" * 10**6,
    "soft breaks": lambda: HEAD + b"Content-Type: text/plain; format=flowed\n\n" + b"a \n" * 10**6,
    "tags nested": lambda: html(b"<div>" * 10**6),
    "styles that do not close": lambda: html(b"".join(b"<b c=%d><p>" % n for n in range(10**5))),
    "styles and paragraphs": lambda: html(b"<font a=1><font a=2><font a=3><b><i><u>" + b"<p>x</p>" * 10**5),
    "tables and styles": lambda: html(b"<table>" + b"<b>x" * 10**5),
    "ampersands": lambda: html(b"&" * 10**6),
    "hard spaces": lambda: html(b"&nbsp;" * 10**6),
    "quotes in tags that do not close": lambda: html(b'<a "' * 10**6 + b">"),
    "comments in HTML that do not close": lambda: html(b"<!--" * 10**6),
    "a number of a million digits": lambda: html(b"&#" + b"9" * 10**6 + b";"),
    "links that do not close": lambda: html(b"<a href=http://x>" * 10**5),
    "lists in lists": lambda: html(b"<ul><li>" * 10**5),
    "empty lines": lambda: html(b"<pre>" + b"\n" * 10**6),
    "a picture inside": lambda: html(b"<img src='data:image/png;base64," + b"A" * 5 * 10**6 + b"'>fim"),
    "reports without end": lambda: HEAD + b"Content-Type: message/delivery-status\n\n" + b"Action: failed\n\n" * 10**6,
    "a bounce without end": lambda: b"From: MAILER-DAEMON@x\n\n" + b"The following address failed:\n <a@b.example>\n" * 10**5,
}


@pytest.mark.parametrize("bomb", BOMBS)
def test_no_mail_takes_long(bomb: str) -> None:
    raw = BOMBS[bomb]()

    mail = read(raw, installation="abc123", authserv_id="x")
    identity(raw)

    must_be_storable(mail)


class TestWhatIsCut:
    def test_a_long_header_leaves_the_others_readable(self) -> None:
        mail = read(BOMBS["a header of a megabyte"]())

        assert (mail.subject, mail.text) == ("s", "fim")
        assert mail.problems == ("The field x-a is too long; only its first 65536 bytes were read.",)

    def test_parts_beyond_the_limit_are_told(self) -> None:
        assert f"There are more than {MAX_PARTS} parts; the rest was not read." in read(BOMBS["a million parts"]()).problems

    def test_depth_beyond_the_limit_is_told(self) -> None:
        assert "Parts are nested more than 20 deep; the innermost were not opened." in read(nested(100)).problems

    def test_an_empty_mail_is_told(self) -> None:
        assert read(b"").problems[0] == "The mail is empty."

    def test_a_picture_inside_the_html_does_not_hide_the_text(self) -> None:
        assert read(BOMBS["a picture inside"]()).text == "fim"
