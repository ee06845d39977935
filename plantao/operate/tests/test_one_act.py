"""A command's act is whole, and told once."""

import pytest
from django.db import connection

from plantao.operate.one_act import in_one_act
from plantao.work.models import Task
from plantao.work.testing import a_task
from plantao.work.tests.test_leases import NOON


@pytest.mark.django_db(transaction=True)
class TestAnActThatLosesADeadlock:
    def test_when_it_is_begun_again_then_it_has_its_effect_and_is_told_once(self, capsys: pytest.CaptureFixture[str]) -> None:
        begun: list[int] = []

        def act() -> None:
            begun.append(1)
            a_task(at=NOON)
            print("a task was made")
            if len(begun) == 1:
                with connection.cursor() as cursor:
                    cursor.execute("DO $$ BEGIN RAISE EXCEPTION 'as you wish' USING ERRCODE = '40P01'; END $$")

        in_one_act(act)

        assert (len(begun), Task.objects.count()) == (2, 1)
        assert capsys.readouterr().out == "a task was made\n"

    def test_when_it_fails_then_nothing_is_done_and_nothing_told(self, capsys: pytest.CaptureFixture[str]) -> None:
        def act() -> None:
            a_task(at=NOON)
            print("a task was made")
            raise LookupError

        with pytest.raises(LookupError):
            in_one_act(act)

        assert not Task.objects.exists()
        assert capsys.readouterr().out == ""
