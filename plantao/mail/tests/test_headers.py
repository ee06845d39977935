import re
from base64 import b64encode
from datetime import UTC, datetime, timedelta, timezone
from email import message_from_string
from email.policy import default

import pytest

from plantao.mail.authentication import trusted_results
from plantao.mail.charsets import codec_for, decode
from plantao.mail.dates import read_date
from plantao.mail.encoded_words import decode_words
from plantao.mail.fields import Fields, read_fields
from plantao.mail.header_writing import address_list, unstructured
from plantao.mail.message import Address
from plantao.mail.message_ids import identity_of, make_id, read_ids
from plantao.mail.parameters import read_parameters
from plantao.mail.reading import read as read_mail

BRT = timezone(timedelta(hours=-3))


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("plain", "plain"),
        ("=?utf-8?q?Jo=C3=A3o?=", "João"),
        ("=?iso-8859-1?Q?Keld_J=F8rn?= Simonsen", "Keld Jørn Simonsen"),
        ("=?utf-8?B?Sm/D?=\t =?utf-8?B?o28=?=", "João"),
        ("=?utf-8?B?Sm/D?= =?utf-8?B?o?= =?utf-8?B?28=?=", "João"),
        ("a=?utf-8?q?b?=c", "abc"),
        ("=?utf-8?q?a?= b =?utf-8?q?c?=", "a b c"),
        ("=?utf-8?q?a?= =?iso-8859-1?q?=E9?=", "aé"),
        ("=?utf-8*pt?Q?S=C3=A3o?=", "São"),
        ("=?utf-8?Q?what?_now?=", "what? now"),
        ("=?utf-8?Q?with spaces?=", "with spaces"),
        ("=?utf-8?Q?unfinished", "=?utf-8?Q?unfinished"),
        ("=?nonsense?Q?Jo=E3o?=", "João"),
        ("=?utf-8?Q?=E9_alone?=", "é alone"),
        ("=?utf-8?X?no?=", "=?utf-8?X?no?="),
    ],
)
def test_encoded_words_are_read_wherever_they_stand(written: str, read: str) -> None:
    assert decode_words(written) == read


@pytest.mark.parametrize(
    ("written", "main", "parameters"),
    [
        ("text/plain; charset=utf-8; format=flowed", "text/plain", {"charset": "utf-8", "format": "flowed"}),
        ('TEXT/Html;CHARSET="ISO-8859-1"', "text/html", {"charset": "ISO-8859-1"}),
        ("text/plain charset=utf-8 format=flowed", "text/plain", {"charset": "utf-8", "format": "flowed"}),
        ("attachment; filename=my file.pdf; size=3", "attachment", {"filename": "my file.pdf", "size": "3"}),
        (r'attachment; filename="C:\dir\a \"b\".txt"', "attachment", {"filename": r'C:\dir\a "b".txt'}),
        ('attachment; filename="unclosed.pdf', "attachment", {"filename": "unclosed.pdf"}),
        ("attachment; filename*=utf-8'pt'a%C3%A7%C3%A3o.txt; filename=acao.txt", "attachment", {"filename": "ação.txt"}),
        ("x; name*0*=iso-8859-1''a%E7; name*1=\"b.\"; name*2*=%E3", "x", {"name": "açb.ã"}),
        ("x; name*1=b; name*0=a", "x", {"name": "ab"}),
        ("", "", {}),
        (";;;=;a=", "", {}),
    ],
)
def test_parameters_are_read_as_they_were_meant(written: str, main: str, parameters: dict[str, str]) -> None:
    assert read_parameters(written) == (main, parameters)


@pytest.mark.parametrize(
    ("written", "instant"),
    [
        ("Wed, 18 Nov 2026 10:03:00 -0300", datetime(2026, 11, 18, 10, 3, tzinfo=BRT)),
        ("18 Nov 2026 10:03 -0300 (BRT)", datetime(2026, 11, 18, 10, 3, tzinfo=BRT)),
        ("Wed, 18 Nov 2026 13:03:00 -0000", datetime(2026, 11, 18, 13, 3, tzinfo=UTC)),
        ("Wed, 18 Nov 26 13:03:00 GMT", datetime(2026, 11, 18, 13, 3, tzinfo=UTC)),
        ("2026-11-18T10:03:00-03:00", datetime(2026, 11, 18, 10, 3, tzinfo=BRT)),
        ("Wed, 31 Feb 2026 10:03:00 -0300", None),
        ("Wed, 18 Nov 2026 10:03:00 -9900", None),
        ("9999-12-31T23:59:59-03:00", None),
        ("ontem", None),
        ("", None),
    ],
)
def test_a_date_is_an_instant_or_none(written: str, instant: datetime | None) -> None:
    assert read_date(written) == instant


@pytest.mark.parametrize("name", ["rot13", "zip", "unicode_escape", "idna", "punycode", "undefined", "", "no such", "a\0b", "é" * 100])
def test_a_charset_that_is_none_is_not_used(name: str) -> None:
    assert codec_for(name) is None


class TestBytesWithoutACharset:
    def test_western_text_is_read_as_windows_1252(self) -> None:
        assert decode("Não há conexão".encode("cp1252"), claimed=None).text == "Não há conexão"

    def test_chinese_text_is_recognised(self) -> None:
        text = "链路从上午九点起中断，请尽快处理。我们的客户无法访问互联网，请尽快回复。"

        assert decode(text.encode("gb18030"), claimed="x-unknown").text == text

    def test_a_text_cut_in_the_middle_of_a_character_keeps_its_charset(self) -> None:
        assert decode("São João é ação".encode()[:-2], claimed="utf-8").text == "São João é aç\ufffd"


class TestAuthenticationResults:
    HEADER = (
        b"Authentication-Results: mx.provedor.example (a(b)); dmarc=pass (p=none) header.from=cliente.example; spf=fail\r\n"
        b"Received: by mx\r\n"
        b"Authentication-Results: mx.provedor.example; dmarc=pass header.from=banco.example\r\n"
        b"Authentication-Results: mx.cliente.example; dmarc=fail\r\n\r\n"
    )

    def test_only_what_our_server_wrote_on_top_counts(self) -> None:
        problems: list[str] = []

        found = trusted_results(header(self.HEADER), authserv_id="MX.provedor.example", problems=problems)

        assert [(verdict.method, verdict.result, verdict.properties) for verdict in found] == [
            ("dmarc", "pass", (("header.from", "cliente.example"),)),
            ("spf", "fail", ()),
        ]
        assert len(problems) == 1

    def test_without_a_name_of_ours_none_counts(self) -> None:
        assert trusted_results(header(self.HEADER), authserv_id=None, problems=[]) == ()


class TestMessageIds:
    def test_ids_are_kept_as_written(self) -> None:
        assert read_ids("Your mail of Wed <a@b> and\t<c @d>") == ("<a@b>", "<c@d>")

    def test_bare_ids_count_where_none_has_brackets(self) -> None:
        assert read_ids("a@b, nonsense c@d") == ("c@d",)

    def test_ours_are_known_again_whatever_their_case(self) -> None:
        written = make_id("42.7", installation="abc123", domain="provedor.example")

        assert identity_of(written.upper(), installation="abc123") == "42.7"
        assert identity_of(written, installation="abc12") is None


def header(raw: bytes) -> Fields:
    return read_fields(raw, 0, len(raw), [])[0]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("\u202egpj.tnemyap\u202c fatura", "gpj.tnemyap fatura"),
        ("Ana\u2066 \u2069\u200f Souza\u061c", "Ana  Souza"),
        ("n\u00f3s\u200b\ufeff\u2060\u00ad", "n\u00f3s"),
        ("Bras\U000e0062il", "Brasil"),
        (
            "\U0001f468\u200d\U0001f527 \u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
            "\U0001f468\u200d\U0001f527 \u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
        ),
    ],
)
def test_names_and_subjects_hold_nothing_unseen_that_turns_or_hides_words(written: str, read: str) -> None:
    encoded = f"=?utf-8?B?{b64encode(written.encode()).decode()}?="
    mail = read_mail(f"From: {encoded} <ana@cliente.example>\r\nSubject: {encoded}\r\n\r\n{written}".encode())

    assert mail.subject == read
    assert mail.from_ == Address("ana@cliente.example", re.sub(" +", " ", read))
    sent = message_from_string(
        address_list("To", [Address("ana@cliente.example", written)]) + unstructured("Subject", written), policy=default
    )
    assert sent["To"].addresses[0].display_name == re.sub(" +", " ", read)
    assert sent["Subject"] == re.sub(" +", " ", read)
