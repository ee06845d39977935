"""Two who take turns in a role, and its rota."""

from datetime import UTC, datetime, timedelta

import pytest

from plantao.staff.models import Agent, Rota
from plantao.staff.testing import an_agent

MONDAY = datetime(2026, 11, 16, 12, tzinfo=UTC)  # 09:00 in São Paulo
ROLE = "noc_coordinator"
LONG_AGO = MONDAY - timedelta(weeks=1)


@pytest.fixture
def ana() -> Agent:
    return an_agent("Ana", at=LONG_AGO)


@pytest.fixture
def bia() -> Agent:
    return an_agent("Bia", at=LONG_AGO)


@pytest.fixture
def rota() -> Rota:
    return Rota.objects.of(ROLE)
