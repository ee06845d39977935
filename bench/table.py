"""The table of figures, as it is printed and written to bench/results.md."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """
    One line: what was measured, its floor (what the machine does without us), the aim, whether it was reached, and what a
    profile says of why not.
    """

    name: str
    measured: str
    floor: str = ""
    ratio: str = ""
    aim: str = ""
    is_reached: bool | None = None
    if_missed: str = ""


def table(figures: Sequence[Figure]) -> str:
    """Return the figures as a table of Markdown."""
    head = ["what", "measured", "floor", "ratio", "aim", ""]
    words = {True: "reached", False: "missed", None: ""}
    lines = [[each.name, each.measured, each.floor, each.ratio, each.aim, words[each.is_reached]] for each in figures]
    widths = [max(len(line[column]) for line in [head, *lines]) for column in range(len(head))]
    rows = ["| " + " | ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) + " |" for line in [head, *lines]]
    return "\n".join([rows[0], "| " + " | ".join("-" * width for width in widths) + " |", *rows[1:]])


def misses(figures: Sequence[Figure]) -> str:
    """Return why aims were missed, "" where none was."""
    lines = [f"- {each.name}: {each.if_missed}" for each in figures if each.is_reached is False and each.if_missed]
    return "\n".join(["## What was missed, and why", "", *lines]) if lines else ""
