"""Protocols by template: what may be written, which counter is used, and how a number is found again in a subject."""

import re
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plantao.rules.protocol import (
    DEFAULT_TEMPLATE,
    HIGHEST_SEQUENCE,
    BadSequenceFormat,
    NotAProtocolTemplate,
    Period,
    ProtocolCharacters,
    ProtocolLength,
    ProtocolsRepeat,
    ProtocolTemplate,
    SequenceNotOnce,
    UnknownDatePart,
    UnknownPlaceholder,
    UnpairedBrace,
    opening_day,
    protocols_in,
)

WEDNESDAY = date(2026, 11, 18)
NOC = "{opened:%Y%m%d}{sequence:06d}"
CARRIER = "TT{opened:%Y}{sequence:08d}"
SAO_PAULO = ZoneInfo("America/Sao_Paulo")


class TestATemplate:
    @pytest.mark.parametrize(
        ("text", "number", "period", "counter"),
        [
            (NOC, "20261118000042", Period.DAY, "2026-11-18"),
            (CARRIER, "TT202600000042", Period.YEAR, "2026"),
            ("{opened:%Y-%m}-{sequence:05d}", "2026-11-00042", Period.MONTH, "2026-11"),
            ("{opened:%y}{opened:%j}{sequence:04d}", "263220042", Period.DAY, "2026-11-18"),
            ("NOC-{sequence:08d}", "NOC-00000042", Period.EVER, "ever"),
            ("{sequence:06}", "000042", Period.EVER, "ever"),
            ("CHAMADO-{sequence}", "CHAMADO-42", Period.EVER, "ever"),
        ],
    )
    def test_when_a_number_is_written_then_it_counts_in_the_finest_period_spelt(
        self, text: str, number: str, period: Period, counter: str
    ) -> None:
        template = ProtocolTemplate.parse(text)

        written = template.format(opened=WEDNESDAY, sequence=42)

        assert (written, template.period, template.period_of(WEDNESDAY)) == (number, period, counter)

    def test_when_the_count_outgrows_its_zeros_then_the_number_grows_and_is_not_cut(self) -> None:
        template = ProtocolTemplate.parse(NOC)

        assert template.format(opened=WEDNESDAY, sequence=1_000_000) == "202611181000000"
        assert template.longest == len(template.format(opened=WEDNESDAY, sequence=HIGHEST_SEQUENCE)) == 17

    def test_when_the_sequence_is_not_a_count_then_it_is_a_bug(self) -> None:
        template = ProtocolTemplate.parse(NOC)

        for sequence in (0, -1, HIGHEST_SEQUENCE + 1):
            with pytest.raises(ValueError, match="counts from 1"):
                template.format(opened=WEDNESDAY, sequence=sequence)

    def test_when_none_is_given_then_the_default_writes_digits_only(self) -> None:
        assert ProtocolTemplate.parse(DEFAULT_TEMPLATE).format(opened=WEDNESDAY, sequence=7).isdigit()


class TestATemplateThatCannotWriteProtocols:
    @pytest.mark.parametrize(
        ("text", "refusal", "fact"),
        [
            ("{opened:%Y}{sequence:06d", UnpairedBrace, ("column", 12)),
            ("{{sequence:06d}}", UnpairedBrace, ("column", 1)),
            ("{ticket}{sequence:06d}", UnknownPlaceholder, ("placeholder", "ticket")),
            ("{}{sequence:06d}", UnknownPlaceholder, ("placeholder", "")),
            ("{opened.year}{sequence:06d}", UnknownPlaceholder, ("placeholder", "opened.year")),
            ("{opened:%H}{sequence:06d}", UnknownDatePart, ("part", "%H")),
            ("{opened:%Y%}{sequence:06d}", UnknownDatePart, ("part", "%")),
            ("{opened}{sequence:06d}", UnknownDatePart, ("part", "")),
            ("{sequence:6d}", BadSequenceFormat, ("format", "6d")),
            ("{sequence:,}", BadSequenceFormat, ("format", ",")),
            ("{opened:%Y%m%d}", SequenceNotOnce, ("times", 0)),
            ("", SequenceNotOnce, ("times", 0)),
            ("{sequence:06d}{sequence:06d}", SequenceNotOnce, ("times", 2)),
            ("nº {sequence:06d}", ProtocolCharacters, ("characters", "nº ")),
            ("{opened:%Y/%m}{sequence:06d}", ProtocolCharacters, ("characters", "/")),
            ("{sequence:05d}", ProtocolLength, ("shortest", 5)),
            ("{opened:%Y}{sequence}", ProtocolLength, ("shortest", 5)),
            ("{opened:%Y%m%d}{sequence:025d}", ProtocolLength, ("longest", 33)),
            ("A" * 26 + "{sequence:06d}", ProtocolLength, ("longest", 35)),
            ("{opened:%d}{sequence:06d}", ProtocolsRepeat, ("missing", ["%Y", "%m"])),
            ("{opened:%Y%d}{sequence:06d}", ProtocolsRepeat, ("missing", ["%m"])),
            ("{opened:%m}{sequence:06d}", ProtocolsRepeat, ("period", "month")),
            ("{opened:%j}{sequence:06d}", ProtocolsRepeat, ("missing", ["%Y"])),
        ],
    )
    def test_when_it_is_read_then_it_says_what_is_wrong(
        self, text: str, refusal: type[NotAProtocolTemplate], fact: tuple[str, object]
    ) -> None:
        with pytest.raises(NotAProtocolTemplate) as refused:
            ProtocolTemplate.parse(text)

        assert type(refused.value) is refusal
        assert refused.value.facts["template"] == text
        assert refused.value.facts[fact[0]] == fact[1]

    def test_when_it_is_exactly_as_long_as_allowed_then_it_is_read(self) -> None:
        assert ProtocolTemplate.parse("{opened:%Y%m%d}{sequence:024d}").longest == 32
        assert ProtocolTemplate.parse("{sequence:06d}").shortest == 6


class TestAnyTemplateThatIsRead:
    TEMPLATES = st.lists(
        st.sampled_from(["{opened:%Y}", "{opened:%m}", "{opened:%d}", "{opened:%j}", "{opened:%y%m%d}", "-", "TT", "7"]), max_size=5
    ).flatmap(
        lambda parts: st.tuples(st.integers(0, len(parts)), st.sampled_from(["{sequence}", "{sequence:04d}", "{sequence:012d}"])).map(
            lambda placed: "".join([*parts[: placed[0]], placed[1], *parts[placed[0] :]])
        )
    )
    DAYS = st.dates(date(2000, 1, 1), date(2090, 12, 31))
    COUNTS = st.integers(1, 20) | st.integers(1, HIGHEST_SEQUENCE)

    @settings(max_examples=200)
    @given(TEMPLATES, DAYS, COUNTS, DAYS, COUNTS)
    def test_when_two_contacts_differ_then_so_do_their_numbers(
        self, text: str, day: date, count: int, other: date, other_count: int
    ) -> None:
        try:
            template = ProtocolTemplate.parse(text)
        except NotAProtocolTemplate:
            return

        numbers = {template.format(opened=day, sequence=count), template.format(opened=other, sequence=other_count)}

        if (template.period_of(day), count) != (template.period_of(other), other_count):
            assert len(numbers) == 2
        assert all(re.fullmatch("[0-9A-Z-]{6,32}", number) for number in numbers)
        assert all(template.shortest <= len(number) <= template.longest for number in numbers)

    @settings(max_examples=200)
    @given(TEMPLATES, DAYS, COUNTS)
    def test_when_a_number_stands_in_a_text_then_it_is_found(self, text: str, day: date, count: int) -> None:
        try:
            template = ProtocolTemplate.parse(text)
        except NotAProtocolTemplate:
            return
        number = template.format(opened=day, sequence=count)

        assert protocols_in(f"Re: [{number.lower()}] sem acesso", [template]) == (number,)


class TestASubject:
    NOW = (ProtocolTemplate.parse(NOC), ProtocolTemplate.parse(CARRIER))

    @pytest.mark.parametrize(
        ("subject", "found"),
        [
            ("Re: Protocolo 20261118000042", ("20261118000042",)),
            ("RES: [tt202600000042] caiu de novo", ("TT202600000042",)),
            ("protocolos nº20261118000042 e TT202600000001", ("20261118000042", "TT202600000001")),
            ("20261118000042, 20261118000042", ("20261118000042",)),
            ("#20261118000042-urgente", ("20261118000042",)),
            ("202611180000421234567890", ()),
            ("A20261118000042", ()),
            ("20261318000042", ()),
            ("٢٠٢٦١١١٨٠٠٠٠٤٢", ()),
            ("Link caiu", ()),
            ("", ()),
        ],
    )
    def test_when_it_names_protocols_then_they_are_found_in_order(self, subject: str, found: tuple[str, ...]) -> None:
        assert protocols_in(subject, self.NOW) == found

    def test_when_the_number_is_of_an_older_template_then_it_is_found_too(self) -> None:
        today = ProtocolTemplate.parse("NOC-{sequence:08d}")

        assert protocols_in("TT202600000042", [today]) == ()
        assert protocols_in("TT202600000042", [today, *self.NOW]) == ("TT202600000042",)


class TestTheDayThatANumberSpellsOut:
    def test_when_it_is_still_yesterday_at_the_provider_then_it_is_yesterday(self) -> None:
        assert opening_day(datetime(2026, 11, 19, 2, 30, tzinfo=UTC), SAO_PAULO) == WEDNESDAY
        assert opening_day(datetime(2026, 11, 19, 3, 0, tzinfo=UTC), SAO_PAULO) == date(2026, 11, 19)
