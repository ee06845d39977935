"""`plantao check`, one thing wrong at a time."""

from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from pytest_django import Settings

from plantao import clock
from plantao.agreements.testing import a_handbook_in_force
from plantao.messaging import registry
from plantao.operate import arrival, checks
from plantao.operate.check import in_words
from plantao.operate.findings import Finding, Level
from plantao.operate.tests.running import REPOSITORY
from plantao.operate.trouble import Trouble
from plantao.people.models import Person
from plantao.work import attendance

pytestmark = pytest.mark.django_db
NOC = (REPOSITORY / "tests/fixtures/handbooks/noc.yaml").read_bytes()


def only(findings: Iterable[Finding]) -> tuple[Level, str]:
    """Return the level and the sentence of the one finding."""
    [finding] = findings
    return finding.level, finding.sentence


class TestPeople:
    def test_when_a_demonstrations_people_may_be_tried_from_elsewhere_then_it_is_wrong(self, settings: Settings) -> None:
        person = Person.objects.create_person(name="Carla", at=clock.now(), is_fictional=True)
        person.let_in(email="carla@jatoba.example", password="was printed")

        assert list(checks.of_people()) == []

        settings.PUBLIC_URL = "https://noc.example"
        level, sentence = only(checks.of_people())
        assert (level, "1 people of a demonstration" in sentence) == (Level.WRONG, True)


class TestDatabase:
    def test_when_it_is_away_then_that_is_told_and_what_needs_none_is_looked_at_all_the_same(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def away() -> None:
            raise Trouble("the database can't be used")

        monkeypatch.setattr(checks, "database_must_answer", away)

        found = list(checks.everything())

        assert {"settings", "mail in", "site"} <= {finding.about for finding in found}
        assert (found[-1].level, found[-1].sentence) == (Level.WRONG, "the database can't be used")


class TestWorkers:
    def test_when_none_is_at_work_then_it_is_wrong(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(attendance, "present", lambda: frozenset({4711}))
        assert only(checks.of_workers()) == (Level.OK, "1 at work")
        monkeypatch.setattr(attendance, "present", lambda: frozenset())

        assert only(checks.of_workers())[0] == Level.WRONG


class TestMailIn:
    @pytest.fixture(autouse=True)
    def _good(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(arrival, "mail_answers", lambda: True)

    def test_when_the_receiver_greets_then_it_is_well(self) -> None:
        assert only(checks.of_mail_in()) == (Level.OK, "taken in by SMTP on port 2525")

    def test_when_nobody_greets_then_it_is_wrong(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(arrival, "mail_answers", lambda: False)

        assert only(checks.of_mail_in())[0] == Level.WRONG

    def test_when_there_is_no_way_in_then_it_is_wrong(self, settings: Settings) -> None:
        settings.SMTP_PORT = 0

        assert only(checks.of_mail_in())[0] == Level.WRONG


class TestChannels:
    def test_when_one_has_something_to_say_then_it_is_told(self, monkeypatch: pytest.MonkeyPatch) -> None:
        away = registry.Finding("mail out", False, "the server is away; check PLANTAO_MAIL_OUT")
        monkeypatch.setattr(registry, "registrations", lambda: [SimpleNamespace(checks=[lambda: away])])

        assert only(checks.of_channels()) == (Level.WRONG, "the server is away; check PLANTAO_MAIL_OUT")


class TestHandbook:
    def test_when_none_is_in_force_then_it_says_what_to_run(self) -> None:
        level, sentence = only(checks.of_handbook(clock.now()))

        assert (level, "plantao handbook apply" in sentence) == (Level.WRONG, True)

    def test_when_one_is_in_force_then_it_is_named(self) -> None:
        a_handbook_in_force(at=clock.now() - timedelta(minutes=1), source=NOC)

        level, sentence = only(checks.of_handbook(clock.now()))

        assert level in {Level.OK, Level.WARNING}
        assert sentence.startswith("version 1 (noc.yaml) is in force")


class TestClock:
    def test_when_it_goes_wrong_then_it_says_by_how_much(self) -> None:
        assert only(checks.of_clock())[0] == Level.OK

        with clock.frozen(clock.now() + timedelta(seconds=90)):
            level, sentence = only(checks.of_clock())

        assert level == Level.WRONG
        assert "90" in sentence or "89" in sentence


def test_a_disk_without_room_is_wrong(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.HOME = tmp_path
    monkeypatch.setattr(checks, "ROOM_NEEDED", 2**70)

    assert only(checks.of_disk())[0] == Level.WRONG


def test_a_place_that_is_no_folder_is_told(settings: Settings, tmp_path: Path) -> None:
    settings.HOME = tmp_path / "home"
    settings.HOME.write_text("a file", encoding="utf-8")

    level, sentence = only(checks.of_disk())

    assert (level, "is no folder in which this user may write" in sentence) == (Level.WARNING, True)


def test_a_finding_is_one_line() -> None:
    assert in_words(Finding("clock", Level.OK, "as on the database")) == "ok       clock     as on the database"
