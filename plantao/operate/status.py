"""`plantao status`: what runs, what waits, and what was given up."""

import argparse
import json
from typing import Any

from plantao.operate.rooms import open_rooms


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(options: argparse.Namespace) -> int:
    open_rooms()
    from plantao import clock
    from plantao.operate.state import facts

    state = facts(clock.now())
    print(json.dumps(state, ensure_ascii=False) if options.json else in_words(state))
    return 0


def in_words(state: dict[str, Any]) -> str:
    """Return the state as lines for a person."""
    handbook = state["handbook"]
    lines = [
        ("database", f"PostgreSQL {state['database']}"),
        ("web", "answers" if state["web"] else "does not answer on this machine"),
        ("mail", "answers" if state["mail"] else "does not answer on this machine"),
        ("workers", f"{state['workers']} at work"),
        ("handbook", f"version {handbook['version']} of {handbook['provider']} ({handbook['file']})" if handbook else "none is in force"),
        ("tickets", _counted(state["tickets"])),
        ("notices", _counted(state["notices"])),
        *((f"lane {name}", _lane(lane)) for name, lane in state["lanes"].items()),
        ("lateness", _lateness(state["lateness"])),
        *(("given up", f"{row['lane']} {row['id']}, since {row['since'][:19]}Z") for row in state["dead"]),
    ]
    width = max(len(name) for name, _ in lines)
    return "\n".join(f"{name:<{width}}  {sentence}" for name, sentence in lines)


def _counted(numbers: dict[str, int]) -> str:
    return ", ".join(f"{number} {name}" for name, number in numbers.items() if number) or "none"


def _lateness(lateness: dict[str, int]) -> str:
    """How late the watch was since yesterday, from each instant until all that it brought was done."""
    if not lateness["timers"]:
        return "nothing fell due since yesterday"
    parts = ", ".join(f"{name} {lateness[f'{name}_ms']} ms" for name in ("p50", "p99", "max"))
    return f"{parts} of {lateness['timers']} timers since yesterday"


def _lane(lane: dict[str, Any]) -> str:
    late = f", {lane['late']:.0f} s late" if lane["late"] >= 1 else ""
    return _counted({name: lane[name] for name in ("waiting", "leased", "failing", "dead")}).replace("none", "empty") + late
