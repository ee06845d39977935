"""A house with one channel, in memory, where nothing reacts to what becomes of its messages."""

from collections.abc import Iterator

import pytest

from plantao.events.testing import reacting_with
from plantao.messaging.testing import PigeonPost, only_channel


@pytest.fixture
def post() -> Iterator[PigeonPost]:
    pigeons = PigeonPost()
    with only_channel(pigeons), reacting_with({}):
        yield pigeons
