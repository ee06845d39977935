"""Statements written once: they say what the ORM says, whatever is put into their gaps."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import Q
from django.test.utils import CaptureQueriesContext

from plantao.prepared import Gap, Prepared, asking_once, insert, insert_all, insert_missing, update
from plantao.work.models import Task, Timer
from plantao.work.testing import a_task, a_timer
from plantao.work.tests.test_leases import NOON

pytestmark = pytest.mark.django_db

DUE = Prepared(lambda: Timer.objects.filter(Q(not_before=None) | Q(not_before__lte=Gap("at")), due_at__lte=Gap("at")).order_by("id"))
OF_KIND = Prepared(lambda: Task.objects.filter(kind=Gap("kind")).order_by("id"))


class TestAPreparedQuery:
    def test_finds_what_the_orm_finds_each_time_with_other_values(self) -> None:
        early, late = a_timer(due_at=NOON, subject_id=1), a_timer(due_at=NOON + timedelta(hours=1), subject_id=2)

        assert DUE.rows(at=NOON) == [early]
        assert DUE.rows(at=NOON + timedelta(hours=1)) == [early, late]
        assert DUE.rows(at=NOON - timedelta(hours=1)) == []

    def test_gives_whole_rows_as_the_orm_reads_them(self) -> None:
        task = a_task("sweep", at=NOON, payload={"name": "x", "of": [1, None]})

        found = OF_KIND.first(kind="sweep")

        assert found is not None
        assert {field.name: getattr(found, field.name) for field in Task._meta.concrete_fields} == {
            field.name: getattr(Task.objects.get(pk=task.pk), field.name) for field in Task._meta.concrete_fields
        }
        assert (found._state.adding, found._state.db) == (False, "default")
        assert OF_KIND.first(kind="other") is None

    def test_fetches_later_what_it_left_out(self) -> None:
        task = a_task("sweep", at=NOON, payload={"name": "x"})
        without_payload = Prepared(lambda: Task.objects.filter(pk=Gap("pk")).only("kind"))

        (found,) = without_payload.rows(pk=task.pk)

        assert found.get_deferred_fields() >= {"payload"}
        assert found.payload == {"name": "x"}


class TestARowWrittenDirectly:
    def test_is_inserted_with_a_key_as_the_orm_would(self) -> None:
        task = Task(kind="sweep", created_at=NOON, payload={"name": "ção"})

        insert(task)

        assert (Task.objects.get(pk=task.pk).payload, task._state.adding) == ({"name": "ção"}, False)

    def test_is_left_alone_where_it_is_there_already(self) -> None:
        there = a_timer("look", due_at=NOON)
        again = Timer(kind="look", subject_kind=there.subject_kind, subject_id=there.subject_id, due_at=NOON + timedelta(hours=1))

        insert(again, unless_there=True)

        assert again._state.adding
        assert Timer.objects.get().due_at == NOON

    def test_is_left_out_of_several_where_it_is_there_already(self) -> None:
        there = a_timer("look", due_at=NOON)
        rows = [
            Timer(kind="look", subject_kind=there.subject_kind, subject_id=number, due_at=NOON) for number in (there.subject_id, 77, 78)
        ]

        saved = insert_missing(rows, key=["subject_id"])

        assert [(row.subject_id, row._state.adding) for row in saved] == [(77, False), (78, False)]
        assert {row.pk: row.subject_id for row in saved} == {row.pk: row.subject_id for row in Timer.objects.exclude(pk=there.pk)}
        assert rows[0]._state.adding
        assert insert_missing(list[Timer](), key=["subject_id"]) == []

    def test_is_refused_with_all_that_come_with_it_where_it_is_there_already(self) -> None:
        there = a_timer("look", due_at=NOON)
        rows = [Timer(kind="look", subject_kind=there.subject_kind, subject_id=number, due_at=NOON) for number in (77, there.subject_id)]

        with pytest.raises(IntegrityError), transaction.atomic():
            insert_all(rows, key=["subject_id"])

        assert Timer.objects.get() == there

    def test_is_changed_only_in_the_fields_that_are_named(self) -> None:
        timer = a_timer("look", due_at=NOON)
        timer.due_at, timer.last_error = NOON + timedelta(hours=1), "not named"

        with CaptureQueriesContext(connection) as captured:
            update(timer, "due_at")

        assert len(captured) == 1
        assert (Timer.objects.get().due_at, Timer.objects.get().last_error) == (NOON + timedelta(hours=1), "")


class TestAskingOnce:
    def test_is_for_rows_that_stay_and_for_the_same_values(self) -> None:
        stays = Prepared(lambda: Timer.objects.filter(kind=Gap("kind")), stays=True)
        changes = Prepared(lambda: Timer.objects.filter(kind=Gap("kind")))
        a_timer("look", due_at=NOON)

        with asking_once():
            assert (len(stays.rows(kind="look")), len(changes.rows(kind="look"))) == (1, 1)
            a_timer("look", due_at=NOON, subject_id=2)
            assert (len(stays.rows(kind="look")), len(changes.rows(kind="look"))) == (1, 2)
            assert stays.rows(kind="other") == []

        assert len(stays.rows(kind="look")) == 2
        with asking_once():
            assert len(stays.rows(kind="look")) == 2
