"""The pictures in docs/ say what the code does."""

import re
import tomllib

from plantao.rules.ticket_lifecycle import MOVES
from tests.architecture.repository import ROOT

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


class TestTheFloorPlan:
    def test_when_it_is_compared_with_the_linter_then_the_floors_are_the_same(self) -> None:
        page = (ROOT / "docs/floor-plan.md").read_text(encoding="utf-8")
        settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
        [layers] = [one["layers"] for one in settings["tool"]["importlinter"]["contracts"] if one.get("containers") == ["plantao"]]

        drawn = [set(who.split(", ")) for who in re.findall(r"^\| \d+ \| ([^|]+) \|", page, re.MULTILINE)]

        assert drawn == [set(re.findall(r"\w+", layer)) for layer in reversed(layers)]
