"""Reactions for tests."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from plantao.events import recording
from plantao.events.recording import Reaction, react_with


@contextmanager
def reacting_with(table: Mapping[str, Sequence[Reaction]]) -> Iterator[None]:
    """Let these be the only reactions for a while: a room is tested without the rooms above it."""
    before = dict(recording._reactions)
    react_with(table)
    try:
        yield
    finally:
        react_with(before)
