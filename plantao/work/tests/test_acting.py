"""Acts are begun again after a deadlock, and only then."""

from threading import Barrier

import pytest
from django.db import DatabaseError, OperationalError, connection, transaction

from plantao.work.acting import is_database_trouble, must_begin_again, run_retrying
from plantao.work.models import Task
from plantao.work.testing import a_task
from plantao.work.tests.side_by_side import PATIENCE, beside
from plantao.work.tests.test_leases import NOON


@pytest.mark.django_db(transaction=True)
class TestTwoActsThatLockInOppositeOrder:
    def test_when_they_meet_then_the_one_that_is_undone_is_begun_again_and_both_have_their_effect(self) -> None:
        first, second = a_task(at=NOON), a_task(at=NOON)
        both_have_one = Barrier(2)
        begun: list[int] = []

        def act(one: Task, other: Task) -> None:
            begun.append(one.pk)
            Task.objects.select_for_update().get(pk=one.pk)
            if len(begun) <= 2:
                both_have_one.wait(PATIENCE)
            locked = Task.objects.select_for_update().get(pk=other.pk)
            Task.objects.filter(pk=other.pk).update(failures=locked.failures + 1)

        beside(lambda: run_retrying(lambda: act(first, second)), lambda: run_retrying(lambda: act(second, first)))

        assert len(begun) >= 3  # begun again, it may meet the other one once more
        assert [task.failures for task in Task.objects.all()] == [1, 1]


@pytest.mark.django_db(transaction=True)
class TestActThatFails:
    def test_when_it_is_our_bug_then_it_is_undone_and_not_begun_again(self) -> None:
        begun: list[int] = []

        def act() -> None:
            begun.append(1)
            a_task(at=NOON)
            raise LookupError

        with pytest.raises(LookupError):
            run_retrying(act)

        assert (len(begun), Task.objects.count()) == (1, 0)

    def test_when_the_database_undoes_it_every_time_then_it_is_given_up(self) -> None:
        begun: list[int] = []

        def act() -> None:
            begun.append(1)
            raise_in_sql("40001")

        with pytest.raises(OperationalError):
            run_retrying(act, tries=3)

        assert len(begun) >= 3  # begun again, it may meet the other one once more

    def test_when_it_is_part_of_a_greater_one_then_only_that_can_be_begun_again(self) -> None:
        begun: list[int] = []

        def act() -> None:
            begun.append(1)
            raise_in_sql("40P01")

        with transaction.atomic(), pytest.raises(OperationalError):
            run_retrying(act)

        assert len(begun) == 1


@pytest.mark.django_db
class TestErrorsOfTheDatabase:
    @pytest.mark.parametrize(
        ("state", "again", "trouble"),
        [
            ("40001", True, False),
            ("40P01", True, False),
            ("57P01", False, True),
            ("53100", False, True),
            ("08006", False, True),
            ("25006", False, True),
            ("55P03", False, False),
            ("23505", False, False),
            ("22012", False, False),
        ],
    )
    def test_when_told_by_their_state_then_each_is_taken_for_what_it_is(self, state: str, again: bool, trouble: bool) -> None:
        with pytest.raises(DatabaseError) as raised, transaction.atomic():
            raise_in_sql(state)
        wrapped = LookupError()
        wrapped.__cause__ = raised.value

        assert (must_begin_again(raised.value), is_database_trouble(raised.value)) == (again, trouble)
        assert (must_begin_again(wrapped), is_database_trouble(wrapped)) == (again, trouble)

    def test_when_the_server_said_nothing_then_it_is_away(self) -> None:
        assert is_database_trouble(OperationalError("connection refused"))
        assert not is_database_trouble(ValueError("OperationalError"))


def raise_in_sql(state: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DO $$ BEGIN RAISE EXCEPTION 'as you wish' USING ERRCODE = '{state}'; END $$")
