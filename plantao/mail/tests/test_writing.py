import email
import email.policy
import re
from dataclasses import replace
from datetime import UTC, datetime
from unicodedata import category

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from plantao.mail.header_writing import NotAnAddress
from plantao.mail.message import Address, Attachment
from plantao.mail.reading import read
from plantao.mail.writing import MAX_REFERENCES, Letter, compose

LETTER = Letter(
    identity="42.7",
    installation="abc123",
    at=datetime(2026, 11, 18, 13, 3, tzinfo=UTC),
    from_=Address("noc@provedor.example", "NOC Provedor"),
    to=(Address("joao@cliente.example", "João, da Silva"),),
    subject="[202611180001] Chamado registrado: São Paulo",
    text="Olá,\n\nFrom here.\n.\n" + "palavra é " * 40 + "fim\n",
    html="<p>Olá</p>",
    reply_to=Address("noc+abc@provedor.example", "NOC"),
    in_reply_to="<1@cliente.example>",
    references=("<0@cliente.example>",),
    is_reply=True,
    language="pt-BR",
    attachments=(Attachment(name="relatório de análise das medições do mês.pdf", type="application/pdf", content=b"%PDF" * 99),),
)


class TestALetter:
    def test_is_read_back_as_it_was_written(self) -> None:
        mail = read(compose(LETTER), installation="abc123")

        assert (mail.from_, mail.to, mail.reply_to) == (LETTER.from_, LETTER.to, (LETTER.reply_to,))
        assert (mail.subject, mail.date, mail.text) == (LETTER.subject, LETTER.at, LETTER.text.rstrip())
        assert (mail.message_id, mail.in_reply_to) == ("<plantao.abc123.42.7@provedor.example>", "<1@cliente.example>")
        assert mail.references == ("<0@cliente.example>", "<1@cliente.example>")
        assert (mail.why_automatic, mail.loop_marks, mail.problems) == ("Auto-Submitted: auto-replied", ("abc123",), ())
        assert [(file.name, file.type, file.content) for file in mail.attachments] == [
            (file.name, file.type, file.content) for file in LETTER.attachments
        ]

    def test_is_understood_by_another_reader(self) -> None:
        other = email.message_from_bytes(compose(LETTER), policy=email.policy.default)

        assert other["subject"] == LETTER.subject
        assert other["to"].addresses[0].display_name == "João, da Silva"
        assert [part.get_content_type() for part in other.walk()] == [
            "multipart/mixed",
            "multipart/alternative",
            "text/plain",
            "text/html",
            "application/pdf",
        ]
        assert [part.get_filename() for part in other.iter_attachments()] == ["relatório de análise das medições do mês.pdf"]
        assert other["auto-submitted"] == "auto-replied"
        assert other["x-auto-response-suppress"] == "All"

    def test_is_the_same_bytes_each_time_in_short_lines_of_ascii(self) -> None:
        written = compose(LETTER)

        assert written == compose(LETTER)
        assert written.isascii()
        assert max(map(len, written.split(b"\r\n"))) <= 78
        assert not re.search(rb"(?<!\r)\n|\r(?!\n)|^From |^\.\r", written, re.MULTILINE)

    def test_by_a_person_does_not_call_itself_automatic(self) -> None:
        mail = read(compose(replace(LETTER, is_automatic=False)))

        assert (mail.why_automatic, mail.loop_marks) == (None, ())

    def test_keeps_its_message_id_when_our_address_has_changed_since(self) -> None:
        letter = replace(LETTER, from_=Address("noc@novo.example"), domain="provedor.example")

        assert read(compose(letter)).message_id == LETTER.message_id

    def test_keeps_the_first_and_the_latest_of_many_references(self) -> None:
        letter = replace(LETTER, references=tuple(f"<{n}@x.example>" for n in range(100)))

        found = read(compose(letter)).references

        assert (found[0], found[-1], len(found)) == ("<0@x.example>", "<1@cliente.example>", MAX_REFERENCES)

    def test_writes_foreign_domains_in_ascii(self) -> None:
        assert b"<ana@xn--exmplo-xta.example>" in compose(replace(LETTER, to=(Address("ana@exâmplo.example", "Ana"),)))


EVIL = "a\r\nBcc: todos@x.example\r\n\r\ncorpo"


class TestAnAttemptToAddAHeader:
    @pytest.mark.parametrize(
        "letter",
        [
            replace(LETTER, subject=EVIL),
            replace(LETTER, to=(Address("a@x.example", EVIL),)),
            replace(LETTER, from_=Address("noc@provedor.example", EVIL)),
            replace(LETTER, language=EVIL),
            replace(LETTER, attachments=(Attachment(name=EVIL, type="text/x\r\nBcc: a@b", content=b""),)),
        ],
    )
    def test_in_words_becomes_a_space(self, letter: Letter) -> None:
        written = email.message_from_bytes(compose(letter), policy=email.policy.default)

        assert "bcc" not in [name.lower() for part in written.walk() for name in part]

    @pytest.mark.parametrize(
        "address", ["a@x.example\r\nBcc: b@x", "a b@x.example", "<a@x.example>", "a@", "@x", "a", "", "á@x.example", "a@x..y"]
    )
    def test_in_an_address_is_refused(self, address: str) -> None:
        with pytest.raises(NotAnAddress):
            compose(replace(LETTER, to=(Address(address),)))

    @pytest.mark.parametrize("message_id", ["<a@b>\r\nBcc: c", "a@b", "<a b@c>", ""])
    def test_in_a_message_id_is_left_out(self, message_id: str) -> None:
        assert compose(replace(LETTER, references=(message_id,))) == compose(replace(LETTER, references=()))


words = st.text(st.characters(exclude_categories=("Cs", "Cc", "Co", "Cn", "Zl", "Zp")), max_size=120).map(
    lambda text: " ".join(text.split())
)
seen_words = words.map(lambda text: " ".join("".join(each for each in text if category(each) != "Cf").split()))
"""In names and subjects; there, what has no shape is left out."""


@settings(max_examples=150, deadline=None)
@given(subject=seen_words, name=seen_words, text=words)
@example(subject="", name="<", text="")
@example(subject="<>", name="<>", text="<>")
def test_any_words_are_read_back(subject: str, name: str, text: str) -> None:
    mail = read(compose(replace(LETTER, subject=subject, from_=Address("noc@provedor.example", name), text=text, html="")))

    assert mail.subject == subject.strip()
    assert mail.from_ is not None
    assert mail.from_.address == "noc@provedor.example"
    assert unquoted(mail.from_.name) == unquoted(name)
    assert "".join((mail.text + mail.quoted).split()) == "".join(text.replace("\ufeff", "").split())


def unquoted(name: str) -> str:
    """What surrounds a name is not told apart from quotation marks around it."""
    return name.replace("\ufeff", "").replace('"', "").strip()
