"""Stories and their instants: each story says how long it waits, and is told the instant at which it goes on."""

import heapq
from collections import Counter
from collections.abc import Generator
from datetime import datetime, timedelta
from itertools import count
from typing import TypeVar

from plantao.rules.refused import Refused

Result = TypeVar("Result")

Part = Generator[timedelta, datetime, Result]
"""Yields how long it waits, from the beginning or from the instant that it was sent last; returns what it came to."""

Story = Part[None]
"""A whole one."""


class Agenda:
    """Stories in the order in which they go on. `refused` counts the rules that ended a story before its end, by name."""

    def __init__(self) -> None:
        self._waiting: list[tuple[datetime, int, Story]] = []
        self._numbers = count()
        self.refused: Counter[str] = Counter()

    def begin(self, story: Story, *, at: datetime) -> None:
        """Let a story begin when it has waited as long as it first says."""
        self._wait(story, next(story), at=at)

    @property
    def next_at(self) -> datetime | None:
        """When the next story goes on; None where none does."""
        return self._waiting[0][0] if self._waiting else None

    def go_on(self, *, at: datetime) -> None:
        """Let every story go on that waited until `at`, the first to wait first."""
        while self._waiting and self._waiting[0][0] <= at:
            _, _, story = heapq.heappop(self._waiting)
            try:
                wait = story.send(at)
            except StopIteration:
                continue
            except Refused as refused:
                self.refused[type(refused).__name__] += 1
                continue
            self._wait(story, wait, at=at)

    def _wait(self, story: Story, wait: timedelta, *, at: datetime) -> None:
        heapq.heappush(self._waiting, (at + wait, next(self._numbers), story))
