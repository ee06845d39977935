"""Bytes in, the document and its problems out: encodings, limits, and never an exception."""

import pytest

from plantao.handbook.reading import LARGEST, MOST_LINES, MOST_PROBLEMS, read
from plantao.handbook.tests.handbooks import CARRIER, NOC, SMALL, changed, reading, the_error


class TestTheHandbooksThatMustAlwaysLoad:
    @pytest.mark.parametrize("text", [NOC, CARRIER, SMALL], ids=["noc", "carrier", "small"])
    def test_have_no_errors(self, text: str) -> None:
        found = reading(text)

        assert found.errors == ()
        assert found.handbook is not None

    def test_the_noc_s_figures_of_whole_days_are_pointed_out(self) -> None:
        lines = [problem.in_file("noc.yaml") for problem in reading(NOC).problems]

        assert lines == [
            "noc.yaml:87:22: warning: criticalities.controlled.attend.within: 24h on `office` is 2.4 working days",
            "noc.yaml:96:29: warning: criticalities.planned.attend.between.1: 96h on `office` is 9.6 working days",
        ]

    @pytest.mark.parametrize("ending", ["\r\n", "\r"])
    def test_read_the_same_with_other_line_endings(self, ending: str) -> None:
        assert reading(NOC.replace("\n", ending)).handbook == reading(NOC).handbook


class TestBytesThatAreNoHandbook:
    @pytest.mark.parametrize(
        ("raw", "word"),
        [
            (b"", "empty"),
            (b"\n\n# nothing\n", "not a handbook"),
            (b"- a\n", "not a handbook"),
            (b"just words", "not a handbook"),
            (NOC.encode("utf-16"), "UTF-16"),
            (NOC.encode("utf-16-le"), "UTF-16"),
            (NOC.encode("utf-16-be"), "UTF-16"),
            (NOC.encode("utf-32"), "UTF-32"),
            (NOC.encode("latin-1"), "Latin-1"),
            (b"\x7fELF\x02\x01\x01\x00\x00\x00\xff\xfe\x80\x00\x01\x02\x03", "binary"),
            (b"\x00" * 5_000, "U+0000"),
            (b"a: b\x00c", "U+0000"),
            (b"a: \x1b[31m", "U+001B"),
            (b"a: \xed\xa0\x80", "not UTF-8"),
            (b"a" * (LARGEST + 1), "512 KiB"),
            (b"a\n" * (MOST_LINES + 1), "5,000"),
            (b"a\r" * (MOST_LINES + 1), "5,000"),
        ],
        ids=lambda value: value if isinstance(value, str) else "",
    )
    def test_one_sentence_in_a_moment(self, raw: bytes, word: str) -> None:
        found = read(raw, name="x")

        assert found.handbook is None
        (problem,) = found.problems
        assert word in problem.sentence
        assert problem.path == "file"

    def test_the_first_byte_of_latin_1_is_found(self) -> None:
        found = read("handbook: 1\nprovider: {name: Ipê}\n".encode("latin-1"), name="x")

        assert [(problem.line, problem.column) for problem in found.problems] == [(2, 20)]

    def test_a_byte_order_mark_is_only_a_warning(self) -> None:
        found = read(b"\xef\xbb\xbf" + NOC.encode(), name="x")

        assert found.handbook == reading(NOC).handbook
        assert "byte order mark" in found.warnings[0].sentence


class TestTheLimits:
    def test_exactly_5000_lines_are_read(self) -> None:
        text = SMALL + "#\n" * (MOST_LINES - SMALL.count("\n"))

        assert reading(text).errors == ()
        assert "5,001 lines" in the_error(text + "#\n").sentence
        assert "5,001 lines" in the_error(text + "#").sentence

    def test_exactly_512_kib_are_read(self) -> None:
        text = SMALL + "#" * (LARGEST - len(SMALL))

        assert reading(text).errors == ()
        assert "512 KiB" in the_error(text + "#").sentence

    @pytest.mark.parametrize(
        "filling",
        [
            "levels: [" + "a," * 250_000 + "]",
            "products: [" + ",".join(f"p{n}" for n in range(60_000)) + "]",
            "roles: {" + ", ".join(f"r{n}: {{name: a, nme: b}}" for n in range(17_000)) + "}",
            "".join(f"key{n}: [{'x, ' * 30}]\n" for n in range(4_900)),
            "social: {a: " + "[" * 20 + "x" * 400_000 + "]" * 20 + "}",
            "calendars: {a: {open: {mon: [" + '"08:00-18:00",' * 30_000 + "]}}}",
            "escalation: [{steps: [" + "{after: 1h, tell: x}," * 20_000 + "]}]",
            "holds: {a: {name: a, stops: [" + "attend," * 60_000 + "]}}",
            "x" * 300_000 + ": 1",
        ],
        ids=range(9),
    )
    def test_the_largest_files_are_judged_in_a_moment(self, filling: str) -> None:
        text = SMALL + filling
        assert len(text) < LARGEST
        found = reading(text)

        assert len(found.problems) <= MOST_PROBLEMS + 1

    def test_too_many_problems_are_counted(self) -> None:
        found = reading(SMALL + "".join(f"key{n}: 1\n" for n in range(250)))

        assert len(found.problems) == MOST_PROBLEMS + 1
        assert found.problems[-1].sentence == "and 150 more"


class TestProblems:
    def test_stand_in_the_order_of_the_file_each_once(self) -> None:
        text = changed(changed(SMALL, "within: 2h", "witin: 2h"), "country: BR", "country: BRA")

        assert [(problem.line, problem.path) for problem in reading(text).problems] == [
            (2, "provider.country"),
            (6, "criticalities.normal.attend.witin"),
        ]

    def test_a_key_that_stands_twice_is_an_error(self) -> None:
        problem = the_error(SMALL + "provider: {}\n")

        assert (problem.line, problem.column, problem.path) == (7, 1, "provider")
        assert problem.sentence == "this key stands twice; the first is on line 2"

    def test_what_could_break_a_line_is_written_out(self) -> None:
        line = the_error(SMALL + '"a\\nb\\u200e": 1\n').in_file("x\ny")

        assert line.startswith("x\\ny:7:1: a\\nb\\u200e: unknown key")
