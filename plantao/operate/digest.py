"""One figure for all that happened in a simulation: equal for equal months, whatever numbers the database gave to its rows."""

import json
from collections import defaultdict
from hashlib import sha256
from typing import Any

from plantao.events.models import Event

NUMBERS = frozenset(
    {
        "absence", "agent", "agents", "answered_by", "approved_by", "arrangement", "asked_of", "calendars", "case", "contact",
        "customer", "domain", "event", "forecast", "handbook", "hold", "holds", "link", "message", "notices", "of", "person",
        "persons", "promise", "requester", "ring", "said", "service", "shift", "step", "steps", "to", "told",
    }
)  # fmt: skip
"""Facts that name rows by the numbers that the database gave them."""


class Digest:
    """Goes over the events in the order in which they were recorded, and puts in each number's place which of its kind it is."""

    def __init__(self) -> None:
        self._seen: dict[str, dict[int, int]] = defaultdict(dict)

    def of_everything(self) -> str:
        """Return sixteen hexadecimal digits for every event: subject, verb, who by, when, how public, and its facts."""
        whole = sha256()
        facts = "timeline_id", "verb", "actor_kind", "person_id", "at", "recorded_at", "is_public", "facts"
        for timeline, verb, actor, person, at, recorded_at, public, told in Event.objects.order_by("id").values_list(*facts).iterator():
            who = None if person is None else self._which("person", person)
            line = [self._which("timeline", timeline), verb, actor, who, at.isoformat(), recorded_at.isoformat(), public]
            whole.update(json.dumps([*line, self._plain("", told)], sort_keys=True).encode() + b"\n")
        return whole.hexdigest()[:16]

    def _which(self, kind: str, number: int) -> int:
        return self._seen[kind].setdefault(number, len(self._seen[kind]))

    def _plain(self, name: str, fact: Any) -> Any:
        if isinstance(fact, dict):
            return {key: self._plain(key, value) for key, value in fact.items()}
        if isinstance(fact, list):
            return [self._plain(name, each) for each in fact]
        is_number = isinstance(fact, int) and not isinstance(fact, bool)
        return self._which(name, fact) if is_number and (name in NUMBERS or name in ("before", "after")) else fact
