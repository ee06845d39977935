"""The pictures in docs/ say what the code does."""

import re
from pathlib import Path

from plantao.rules.ticket_lifecycle import MOVES

ROOT = Path(__file__).parents[2]
ARROW = re.compile(r"^\s*(\w+|\[\*\]) --> (\w+|\[\*\])", re.MULTILINE)


class TestTheDiagramOfTheTicketsLife:
    def test_when_it_is_compared_with_the_table_then_every_arrow_is_a_move_and_every_move_an_arrow(self) -> None:
        page = (ROOT / "docs/rules/ticket_lifecycle.md").read_text(encoding="utf-8")
        diagram = page.split("```mermaid")[1].split("```")[0]

        drawn = ARROW.findall(diagram)

        moves = {(before.value, after.value) for before, afters in MOVES.items() for after in afters}
        assert {arrow for arrow in drawn if "[*]" not in arrow} == moves
        assert len(drawn) == len(set(drawn))
        assert ("[*]", "new") in drawn
