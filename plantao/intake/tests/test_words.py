"""What a file is: what its bytes show, whatever its sender called it."""

import pytest

from plantao.intake.words import UNKNOWN, sniffed, words_of
from plantao.mail.reading import read
from plantao.messaging.models import Inbound

PNG = b"\x89PNG\r\n\x1a\n" + bytes(16)


@pytest.mark.parametrize(
    ("content", "claimed", "shown"),
    [
        (PNG, "image/png", "image/png"),
        (PNG, "text/html", "image/png"),
        (b"%PDF-1.7\n%\xe2\xe3", "application/octet-stream", "application/pdf"),
        (b"name;value\n1;2\n", "text/csv", "text/csv"),
        (b"BEGIN:VCALENDAR", "text/calendar", "text/calendar"),
        (b"interface ge-0/0/0", "application/x-anything", "text/plain"),
        (b"alert(1)", "text/html", "text/plain"),
        (b"<script>alert(1)</script>", "text/plain", "text/html"),
        (b"\n  <!DOCTYPE html><p>x", "text/csv", "text/html"),
        ("conexão".encode(), "text/plain", "text/plain"),
        ("conexão".encode("latin-1") + b" perdida", "text/plain", UNKNOWN),
        (b"a" * 65_535 + "ç".encode(), "text/plain", "text/plain"),
        (b"\x00\x01\x02", "text/plain", UNKNOWN),
        (b"", "application/pdf", "text/plain"),
    ],
)
def test_a_type_is_what_the_bytes_show(content: bytes, claimed: str, shown: str) -> None:
    assert sniffed(content, claimed=claimed) == shown


def test_what_a_browser_would_run_is_never_called_plain_by_its_sender() -> None:
    assert sniffed(b'<svg xmlns="http://www.w3.org/2000/svg" onload="x"/>', claimed="image/png") in {"text/html", "image/svg+xml"}


def test_words_carry_the_files_with_both_types() -> None:
    raw = b"From: a@x.example\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nVeja.\r\n"
    raw += (
        b"--b\r\nContent-Type: text/html; name=foto.png\r\nContent-Disposition: attachment; filename=foto.png\r\n\r\n"
        + PNG
        + b"\r\n--b--\r\n"
    )

    words = words_of(read(raw), Inbound())

    (file,) = words.files
    assert words.text == "Veja."
    assert (file.name, file.content_type, file.claimed_type, file.is_inline) == ("foto.png", "image/png", "text/html", False)
