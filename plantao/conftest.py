"""Rooms are tested by themselves: whatever the roof joined is taken apart for each test, and joined again after it."""

import pytest

from plantao.events import recording
from plantao.messaging import registry as channels
from plantao.work import registry as work


@pytest.fixture(autouse=True)
def _apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recording, "_reactions", {})
    monkeypatch.setattr(channels, "_registered", {})
    monkeypatch.setattr(channels, "_locks", {})
    monkeypatch.setattr(work, "_registered", work.Registry())
