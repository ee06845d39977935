"""What migrations make of rows that were there before."""

from datetime import UTC, datetime
from importlib import import_module

import pytest
from django.apps import apps

from plantao.agreements.models import CalendarVersion

pytestmark = pytest.mark.django_db
read_reasons = import_module("plantao.agreements.migrations.0003_calendar_versions_say_why").read_reasons


@pytest.mark.parametrize(
    ("written", "because", "about", "reason"),
    [("handbook 12", "handbook", {"handbook": 12}, ""), ("year 2032", "year", {"year": 2032}, ""), ("a test", "handbook", {}, "a test")],
)
def test_when_a_version_said_why_in_english_then_facts_do(written: str, because: str, about: dict[str, int], reason: str) -> None:
    version = CalendarVersion.objects.create(number=1, made_at=datetime(2026, 11, 16, tzinfo=UTC), reason=written)

    read_reasons(apps, None)

    version.refresh_from_db()
    assert (version.because, version.about, version.reason) == (because, about, reason)
