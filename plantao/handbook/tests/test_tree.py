"""The YAML as a tree: YAML 1.2 scalars, places, and what is refused."""

import pytest

from plantao.handbook.tree import DEEPEST, MOST_DUPLICATES, Unreadable, compose


def plain(text: str) -> object:
    root, _ = compose(text)
    assert root is not None
    return root.plain()


class TestScalars:
    @pytest.mark.parametrize(
        "word", ["NO", "no", "yes", "on", "Off", "y", "2026-12-24", "22:00", "0b11", "1_000", "+1-2", "1e", "0x", "08:00-18:00"]
    )
    def test_words_of_older_yaml_are_texts(self, word: str) -> None:
        assert plain(f"a: {word}") == {"a": word}

    @pytest.mark.parametrize(
        ("word", "value"),
        [
            ("true", True),
            ("False", False),
            ("", None),
            ("~", None),
            ("null", None),
            ("15", 15),
            ("-3", -3),
            ("012", 12),
            ("0o14", 12),
            ("0x1F", 31),
            ("1.5", 1.5),
        ],
    )
    def test_words_of_the_core_schema_have_their_value(self, word: str, value: object) -> None:
        assert plain(f"a: {word}") == {"a": value}

    @pytest.mark.parametrize("word", ["true", "15", "", "~"])
    def test_in_quotes_everything_is_a_text(self, word: str) -> None:
        assert plain(f'a: "{word}"') == {"a": word}

    def test_a_number_too_long_to_be_one_is_a_text(self) -> None:
        assert plain("a: " + "9" * 10_000) == {"a": "9" * 10_000}


class TestPlaces:
    def test_keys_and_values_know_line_and_column(self) -> None:
        root, _ = compose('é: 1\nção: {b: [x, "y"]}\n')

        assert root is not None
        node = root.child("ção")
        assert node is not None
        assert (node.key_line, node.key_column, node.line, node.column) == (2, 1, 2, 6)
        inner = node.child("b")
        assert inner is not None
        second = inner.child(1)
        assert second is not None
        assert (second.line, second.column) == (2, 14)

    def test_a_key_that_stands_twice_is_told_with_its_path(self) -> None:
        _, duplicates = compose("a:\n  - {b: 1}\n  - {b: 1, c: 2, b: 3}\n")

        assert [(key.path, key.line, key.column, key.first_line) for key in duplicates] == [(("a", 1, "b"), 3, 18, 3)]


class TestWhatIsRefused:
    @pytest.mark.parametrize(
        ("text", "line", "column", "word"),
        [
            ("a: &x 1\nb: 2", 1, 4, "anchors"),
            ("a: 1\nb: *x", 2, 4, "aliases"),
            ("a: !!python/object:os.system x", 1, 4, "tags"),
            ("a: ! x", 1, 4, "tags"),
            ("a: 1\n---\nb: 2", 2, 1, "second document"),
            ("%YAML 1.1\n---\na: 1", 1, 1, "YAML 1.2"),
            ("a: 1\n? [b]\n: 2", 2, 3, "a key must be a word"),
            ("404: x", 1, 1, 'write "404" in quotes'),
            ("true: x", 1, 1, 'write "true" in quotes'),
            ("a:\n\tb: 1", 2, 1, "tab"),
            ("a: [1, 2", 2, 1, "began on line 1"),
            ('a: "\\0"', 1, 4, "U+0000"),
            ('a: "\\x1b[31m"', 1, 4, "U+001B"),
        ],
    )
    def test_with_its_place(self, text: str, line: int, column: int, word: str) -> None:
        with pytest.raises(Unreadable) as refusal:
            compose(text)

        assert (refusal.value.line, refusal.value.column) == (line, column)
        assert word in refusal.value.sentence

    def test_a_key_that_stands_again_and_again_is_told_of_so_often_and_no_more(self) -> None:
        _, duplicates = compose("{" + "a: 1, " * 5_000 + "}")

        assert len(duplicates) == MOST_DUPLICATES

    @pytest.mark.parametrize(
        "bomb", ["[" * 250_000, "{a: " * 100_000, "- " * 200_000, "? " * 100_000, "a:\n" + "".join(f"{' ' * n}b:\n" for n in range(1, 700))]
    )
    def test_deep_nesting_at_once(self, bomb: str) -> None:
        with pytest.raises(Unreadable) as refusal:
            compose(bomb)

        assert str(DEEPEST) in refusal.value.sentence or "a key must be a word" in refusal.value.sentence

    def test_a_bomb_of_aliases_at_its_first_anchor(self) -> None:
        bomb = "a: &a [x, x]\n" + "".join(
            f"{new}: &{new} [*{old}, *{old}, *{old}]\n" for old, new in zip("abcdefgh", "bcdefghi", strict=True)
        )

        with pytest.raises(Unreadable) as refusal:
            compose(bomb)

        assert refusal.value.line == 1
