from collections.abc import Iterator

import pytest

from plantao.sla.testing import clocks_wired


@pytest.fixture(autouse=True)
def _clocks() -> Iterator[None]:
    with clocks_wired():
        yield
