"""A desk that tells: the mail channel is a network in memory, and every verb of a ticket is reacted to."""

from collections.abc import Iterator

import pytest

from plantao.events.testing import reacting_with
from plantao.messaging.testing import PigeonPost, only_channel
from plantao.notifications.occasions import TOLD
from plantao.notifications.reactions import tell


@pytest.fixture
def telling() -> Iterator[None]:
    """Let notices be posted, and nothing else react."""
    with reacting_with(dict.fromkeys(TOLD, (tell,))), only_channel(PigeonPost(name="email")):
        yield
