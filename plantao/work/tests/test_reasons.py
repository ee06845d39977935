"""What is kept of an error: words and a line, and nothing of where Plantão was installed."""

import json
from collections.abc import Callable

import pytest

from plantao.work.reasons import reason


def caught(act: Callable[[], object]) -> Exception:
    with pytest.raises(ValueError) as raised:
        act()
    return raised.value


class TestAnError:
    def test_when_it_was_raised_in_ours_then_its_line_is_told_from_our_package_on(self) -> None:
        def here() -> None:
            raise ValueError("no such thing")

        assert reason(caught(here)).startswith("ValueError: no such thing (plantao/work/tests/test_reasons.py:")

    def test_when_it_was_raised_elsewhere_then_the_file_is_named_alone(self) -> None:
        assert "(decoder.py:" in reason(caught(lambda: json.loads("{")))

    def test_when_it_was_never_raised_then_it_is_told_without_a_line(self) -> None:
        assert reason(ValueError("words")) == "ValueError: words"
