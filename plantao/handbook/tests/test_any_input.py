"""Reading never raises, whatever it is given: random bytes, broken handbooks, and any value in any place."""

import json
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from plantao.handbook.calendars import service_hours
from plantao.handbook.reading import read
from plantao.handbook.tests.handbooks import CARRIER, NOC, SMALL, reading
from plantao.handbook.tree import compose

_PIECES = st.sampled_from(
    [
        b"\t",
        b"\n",
        b"\r",
        b"\0",
        b"\xff",
        b"\xc3",
        b"&a ",
        b"*a",
        b"!!int ",
        b"---\n",
        b"{",
        b"}",
        b"[",
        b"]",
        b": ",
        b"- ",
        b"? ",
        b'"',
        b"'",
        b"|",
        b">",
        b"%",
        b"<<: ",
        b"#",
        b"null",
        b"1e9",
        b"9" * 5_000,
        b"2026-99-99",
        b"24:01-25:00",
        b"0h",
        b"999999999h",
        b"99999cd",
        b"\xe2\x80\xa8",
        b"{opened:%",
        b"..",
        b"America/",
    ]
)


class TestAnyBytes:
    @given(raw=st.binary(max_size=300))
    @settings(max_examples=150, deadline=2_000)
    @example(b"\xff\xfe")
    @example(b"a: !<")
    def test_random_bytes_never_raise(self, raw: bytes) -> None:
        assert read(raw, name="x").problems

    @given(place=st.floats(0, 1), cut=st.integers(0, 12), piece=_PIECES, noc=st.booleans())
    @settings(max_examples=250, deadline=3_000)
    def test_a_handbook_with_something_broken_into_it_never_raises(self, place: float, cut: int, piece: bytes, noc: bool) -> None:
        raw = (NOC if noc else CARRIER).encode()
        index = int(place * len(raw))

        found = read(raw[:index] + piece + raw[index + cut :], name="x")

        assert (found.handbook is None) == bool(found.errors)

    @given(
        value=st.recursive(
            st.none()
            | st.booleans()
            | st.integers()
            | st.text(max_size=8)
            | st.sampled_from(["all", "always", "24h", "attend", "default", "BR"]),
            lambda inner: (
                st.lists(inner, max_size=3)
                | st.dictionaries(st.sampled_from(["name", "attend", "within", "open", "steps", "BR", "default", "x"]), inner, max_size=4)
            ),
            max_leaves=12,
        ),
        line=st.integers(0, SMALL.count("\n") - 1),
    )
    @settings(max_examples=200, deadline=3_000)
    def test_any_value_under_any_section_never_raises(self, value: object, line: int) -> None:
        lines = SMALL.splitlines()
        section = lines[line].split(":")[0]
        lines[line] = f"{section}: {json.dumps(value)}"

        found = reading("\n".join(lines))

        assert (found.handbook is None) == bool(found.errors)


_ODD_VALUES: list[Any] = [
    *(None, True, 0, -1, 1.5, "", "all", "always", "customer", "default", "24h", "0s", "5bd", "999999h", "x" * 70, "BR", "á"),
    *("2026-12-24", "08:00-18:00", "24:00-24:00", "{opened:%Y}", "+551155502288"),
    *([], {}, [None], [[]], {"a": None}, ["a", "a"], {"pt-br": "x"}, {"open": "always"}, {"department": "tsc"}),
]


def _as_json(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _as_json(inner) for key, inner in value.items()}
    return [_as_json(inner) for inner in value] if isinstance(value, tuple) else value


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Yield every map or list with each of its keys or indexes."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, child in list(inner):
        yield value, step
        yield from _places(child)


class TestAnyValueInAnyPlace:
    @given(noc=st.booleans(), changes=st.lists(st.tuples(st.floats(0, 0.999), st.sampled_from(_ODD_VALUES)), min_size=1, max_size=3))
    @settings(max_examples=150, deadline=3_000)
    def test_a_handbook_is_usable_or_has_errors(self, noc: bool, changes: list[tuple[float, Any]]) -> None:
        root, _ = compose(NOC if noc else CARRIER)
        assert root is not None
        document = _as_json(root.plain())
        for where, value in changes:
            places = list(_places(document))
            container, step = places[int(where * len(places))]
            container[step] = deepcopy(value)

        found = read(json.dumps(document).encode(), name="x")

        assert (found.handbook is None) == bool(found.errors)
        if found.handbook is not None:
            assert {service_hours(found.handbook, key).name for key in found.handbook.calendars} == set(found.handbook.calendars)
