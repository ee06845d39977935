"""A desk that tells: the mail channel is a network in memory, and every verb of a ticket is reacted to."""

from collections.abc import Iterator

import pytest

from plantao.events import recording
from plantao.messaging.testing import PigeonPost, with_pigeons
from plantao.notifications.occasions import TOLD
from plantao.notifications.reactions import tell


@pytest.fixture
def telling(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let notices be posted, and nothing else react."""
    monkeypatch.setattr(recording, "_reactions", dict.fromkeys(TOLD, (tell,)))
    with with_pigeons(PigeonPost(name="email")):
        yield
