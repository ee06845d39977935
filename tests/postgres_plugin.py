"""
Gives the whole test run one PostgreSQL before Django reads its settings: embedded, not durable, gone afterwards.

TEST_DATABASE_URL names another one. A DATABASE_URL of the person who runs the tests is never touched.
"""

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from plantao.operate import roles
from plantao.operate.postgres import EmbeddedPostgres

OURS = ("DATABASE_URL", "DATABASE_OWNER_URL", "DATABASE_DIRECT_URL")
_running: list[tuple[EmbeddedPostgres, Path]] = []


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests() -> Iterator[None]:
    """Start it; a worker of pytest-xdist finds the address in its environment, and makes a database of its own there."""
    if "PYTEST_XDIST_WORKER" not in os.environ:
        home = Path(tempfile.mkdtemp(prefix="plantao-tests-"))
        home.chmod(0o755)  # where tests run as root, PostgreSQL runs as nobody
        for name in [name for name in os.environ if name in OURS or name.startswith("PLANTAO_")]:
            del os.environ[name]
        os.environ.update(PLANTAO_HOME=str(home), PLANTAO_DATABASE_ROLE="owner", PLANTAO_SECRET_KEY="only for tests")
        given = os.environ.get("TEST_DATABASE_URL")
        postgres = EmbeddedPostgres(home / "postgres", durable=False)
        os.environ["DATABASE_URL"] = given or postgres.start()
        roles.prepare(os.environ["DATABASE_URL"])
        _running.append((postgres, home))
    yield


@pytest.fixture(autouse=True)
def _nobody_stays_connected() -> Iterator[None]:
    """Close the second connection on which protocols are counted: a database in use can't be dropped at the end."""
    yield
    numbers = sys.modules.get("plantao.tickets.models.numbers")
    if numbers is not None:
        numbers.close()


def pytest_unconfigure() -> None:
    """Stop it, and remove what it wrote."""
    while _running:
        postgres, home = _running.pop()
        postgres.stop()
        shutil.rmtree(home, ignore_errors=True)
