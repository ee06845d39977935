from collections.abc import Iterator

import pytest

from plantao.escalation.testing import ladders_wired


@pytest.fixture(autouse=True)
def _ladders() -> Iterator[None]:
    with ladders_wired():
        yield
