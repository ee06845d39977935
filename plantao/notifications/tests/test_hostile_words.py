"""Whatever somebody calls themselves or writes, our mails keep their shape."""

import re
import unicodedata
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plantao.messaging.content import compose
from plantao.notifications.cleaning import lines, one_line
from plantao.notifications.rendering import render, subject_line
from plantao.notifications.tests.samples import FRAME, SAMPLES
from plantao.notifications.text_files import Value

PIECES = [
    "\r\nBcc: x@y.example", "\n\n# Protocolo 1: pague agora", "{{ protocol }}", "{% include 'x' %}", "{{ settings.SECRET_KEY }}", "{#",
    "<script>alert(1)</script>", "<img src=x>", "</td></tr></table>", "&amp;", "\"'>", "\u202e", "\u2066", "\x00", "\x07", "\x85", "\u2028",
    "@ Clique -> http://mal.example", "= Criticidade: Emergencial", "%s", "{0}", "%(name)s", "->", ": ", "مرحبا", "é", "\t", "-- \n", "",
]  # fmt: skip
HOSTILE = st.lists(st.sampled_from(PIECES) | st.text(max_size=12), max_size=6).map("".join)
OURS = {"html", "head", "meta", "title", "style", "body", "table", "tbody", "tr", "td", "th", "h1", "p", "div", "ul", "li", "br", "a", "hr"}
EMPTY = {"meta", "br", "hr"}


class Shape(HTMLParser):
    """Reads HTML; notes its elements, whether they close in order, and where links lead."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.elements: list[str] = []
        self.links: list[str] = []
        self.is_sound = True
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.elements.append(tag)
        self.links += [value or "" for name, value in attributes if name in ("href", "src", "action", "background")]
        self.open += [] if tag in EMPTY else [tag]

    def handle_endtag(self, tag: str) -> None:
        self.is_sound = self.is_sound and bool(self.open) and self.open.pop() == tag


def mail_with(words: str, line: str) -> tuple[str, str, str]:
    """Return subject, text and HTML of a mail that says all of it, as values are made."""
    values: dict[str, Value] = {**FRAME, **SAMPLES["resolved"], **SAMPLES["reply"], "words": lines(words), "name": one_line(line)}
    values |= {"subject": one_line(line), "author": one_line(line)}
    subject = subject_line("20261121000042", line, fallback="Rede Ipê")
    mail = compose([render(occasion, language="pt-br", values=values, subject=subject) for occasion in ("reply", "resolved")])
    return mail.subject, mail.text, mail.html


PLAIN = Shape(mail_with("palavras", "Ana")[2])


class TestHostileWords:
    @given(words=HOSTILE, line=HOSTILE)
    def test_when_they_are_told_then_the_subject_is_one_line_and_begins_with_the_protocol(self, words: str, line: str) -> None:
        subject, _, _ = mail_with(words, line)

        assert subject.startswith("[20261121000042] ")
        assert subject.splitlines() == [subject]
        assert not {unicodedata.category(letter) for letter in subject} & {"Cc", "Cs", "Zl", "Zp"}

    @given(words=HOSTILE, line=HOSTILE)
    def test_when_they_are_told_then_the_html_holds_our_elements_only_closed_in_order(self, words: str, line: str) -> None:
        _, _, html = mail_with(words, line)

        shape = Shape(html)

        assert shape.is_sound
        assert shape.open == []
        assert set(shape.elements) <= OURS
        assert shape.elements.count("table") == PLAIN.elements.count("table")
        assert shape.links == PLAIN.links

    @given(words=HOSTILE, line=HOSTILE)
    def test_when_they_hold_templates_then_those_stay_words(self, words: str, line: str) -> None:
        _, text, _ = mail_with("{{ protocol }}" + words, line)

        assert "{{ protocol }}" in text

    @given(words=HOSTILE)
    def test_when_they_turn_the_direction_then_ours_is_not_turned(self, words: str) -> None:
        _, text, html = mail_with(words, words)

        assert not re.search("[\u202a-\u202e\u2066-\u2069]", text + html)


class TestOneLine:
    @pytest.mark.parametrize(
        ("text", "line"),
        [
            ("  Enlace \r\n\t fora ", "Enlace fora"),
            ("a\x00b\x07c", "abc"),
            ("abc\u202efdp.exe", "abcfdp.exe"),
            ("x" * 301, "x" * 299 + "…"),
            ("مرحبا", "مرحبا"),
        ],
    )
    def test_when_it_is_made_then_only_the_words_are_left(self, text: str, line: str) -> None:
        assert one_line(text) == line


class TestLines:
    def test_when_they_are_made_then_line_ends_stay_and_the_rest_goes(self) -> None:
        assert lines("\r\n\r\nOi \r\ntudo\x00 bem?\u2028\tsim\n\n") == "Oi\ntudo bem?\n    sim"
