"""A house with one channel, in memory."""

from collections.abc import Iterator

import pytest

from plantao.messaging.testing import PigeonPost, with_pigeons


@pytest.fixture
def post() -> Iterator[PigeonPost]:
    with with_pigeons(PigeonPost()) as pigeons:
        yield pigeons
