"""Events are final, and what reacts to them runs in the listed order, in their transaction."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from plantao.events import recording
from plantao.events.actor import DESK
from plantao.events.models import Event, Timeline
from plantao.events.recording import FromTheFuture, react_with, record

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 11, 16, 12, tzinfo=UTC)


@dataclass
class Something:
    timeline: Timeline


@pytest.fixture
def something() -> Something:
    return Something(Timeline.objects.create(customer_id=7))


@pytest.fixture(autouse=True)
def _own_reactions() -> Iterator[None]:
    before = dict(recording._reactions)
    yield
    react_with(before)


class TestAnEvent:
    def test_carries_whose_it_is(self, something: Something) -> None:
        assert record(something, "thing.done", by=DESK, at=MONDAY, public=False).customer_id == 7

    def test_is_never_changed(self, something: Something) -> None:
        event = record(something, "thing.done", by=DESK, at=MONDAY, public=False, size=1)

        with pytest.raises(IntegrityError), transaction.atomic():
            Event.objects.filter(pk=event.pk).update(is_public=True)

    def test_is_never_deleted(self, something: Something) -> None:
        event = record(something, "thing.done", by=DESK, at=MONDAY, public=False)

        with pytest.raises(IntegrityError), transaction.atomic():
            event.delete()

    def test_may_be_given_to_another_customer(self, something: Something) -> None:
        record(something, "thing.done", by=DESK, at=MONDAY, public=False)

        assert Event.objects.update(customer_id=8) == 1

    def test_cannot_count_from_later_than_it_is_written(self, something: Something) -> None:
        with pytest.raises(FromTheFuture):
            record(something, "thing.done", by=DESK, at=MONDAY, recorded_at=MONDAY - timedelta(seconds=1), public=False)


class TestReactions:
    def test_run_in_order_and_what_they_record_comes_after_them(self, something: Something) -> None:
        seen: list[str] = []

        def first(event: Event, subject: Something) -> None:
            seen.append("first")
            record(subject, "thing.followed", by=DESK, at=event.at, public=False)

        react_with(
            {
                "thing.done": [first, lambda event, subject: seen.append("second")],
                "thing.followed": [lambda event, subject: seen.append("followed")],
            }
        )

        record(something, "thing.done", by=DESK, at=MONDAY, public=False)

        assert seen == ["first", "second", "followed"]

    def test_one_that_fails_undoes_the_event(self, something: Something) -> None:
        def fails(event: Event, subject: Something) -> None:
            raise ValueError

        react_with({"thing.done": [fails]})
        with pytest.raises(ValueError), transaction.atomic():
            record(something, "thing.done", by=DESK, at=MONDAY, public=False)

        assert not Event.objects.exists()
        react_with({})
        record(something, "thing.done", by=DESK, at=MONDAY, public=False)
        assert Event.objects.count() == 1
