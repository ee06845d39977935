"""A desk to be killed, a mail server that takes what it sends, and chance that can be repeated: CRASH_SEED is printed, and may be given."""

import os
import secrets
from collections.abc import Iterator
from datetime import timedelta
from random import Random

import pytest
from pytest_django import Settings

from plantao import clock
from plantao.agreements.testing import a_handbook_in_force
from tests.crashes.desk import Desk
from tests.crashes.sink import Sink


@pytest.fixture
def chance() -> Random:
    """Return this test's own chance; what it was is printed where the test fails."""
    seed = os.environ.get("CRASH_SEED") or secrets.token_hex(4)
    print(f"CRASH_SEED={seed}")  # noqa: T201 - shown by pytest with a failure
    return Random(seed)


@pytest.fixture(scope="session")
def whole_run_sink(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sink]:
    with Sink(tmp_path_factory.mktemp("sink") / "book") as running:
        yield running


@pytest.fixture
def sink(whole_run_sink: Sink) -> Sink:
    """Return a mail server that has taken nothing yet."""
    whole_run_sink.begin_anew()
    return whole_run_sink


@pytest.fixture
def desk(transactional_db: None, sink: Sink, settings: Settings) -> Desk:
    """Return a desk on the test's own database, whose mail goes to the sink; nobody works there yet."""
    settings.MAIL_OUT = sink.url
    a_handbook_in_force(at=clock.now() - timedelta(days=30))
    return Desk(sink)
