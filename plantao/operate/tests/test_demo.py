"""`plantao demo`, typed where Plantão doesn't run."""

from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from config import env
from plantao.operate import demo


class TestDemonstrationThatWasLeftOut:
    def test_when_it_is_asked_for_and_nothing_runs_then_the_database_is_brought_along(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        done: list[str] = []

        @contextmanager
        def embedded(*, alone: bool) -> Iterator[str]:
            done.append(f"started, alone={alone}")
            yield "postgresql:///embedded"
            done.append("stopped")

        monkeypatch.setenv("DATABASE_URL", "")  # so that what it is set to here is undone
        monkeypatch.setattr(demo, "at_hand", embedded)
        monkeypatch.setattr(demo, "open_rooms", lambda: done.append(f"opened {env.database_url()}"))
        monkeypatch.setattr(demo, "_is_loaded", lambda: False)
        monkeypatch.setattr(demo, "_load", lambda *, is_hurried: f"a month, hurried={is_hurried}")
        monkeypatch.setattr(demo, "_tell_who_may_sign_in", lambda *, as_json: done.append("told who may sign in"))

        assert demo.run(Namespace(live=False, hurried=False, json=False)) == 0

        assert done == ["started, alone=False", "opened postgresql:///embedded", "told who may sign in", "stopped"]
        assert capsys.readouterr().err == "a month, hurried=False\n"
