"""What `plantao check` says of the environment, one thing wrong at a time."""

from collections.abc import Iterable
from pathlib import Path

import pytest
from django.core.checks import Error, Warning
from pytest_django import Settings

from plantao.operate import checks_of_settings
from plantao.operate.findings import Finding, Level

KEY = "c6m0r4w9z2v7n1x5k8j3h-q_t4y6u2i0o9p7a5s3d1f-b8e2g6l0"


def only(findings: Iterable[Finding]) -> tuple[Level, str]:
    """Return the level and the sentence of the one finding."""
    [finding] = findings
    return finding.level, finding.sentence


class TestSettings:
    @pytest.fixture(autouse=True)
    def _good(self, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
        settings.SECRET_KEY = KEY
        monkeypatch.setattr("django.core.checks.run_checks", lambda **_: [])

    def test_when_nothing_is_wrong_then_it_says_so(self) -> None:
        assert only(checks_of_settings.of_settings())[0] == Level.OK

    @pytest.mark.parametrize(
        ("key", "told"), [("not-set", "set PLANTAO_SECRET_KEY"), (KEY[:49], "could be guessed"), ("abcd" * 20, "could be guessed")]
    )
    def test_when_the_key_is_none_or_a_poor_one_then_it_says_what_to_set(self, key: str, told: str, settings: Settings) -> None:
        settings.SECRET_KEY = key

        level, sentence = only(checks_of_settings.of_settings())

        assert (level, told in sentence) == (Level.WRONG, True)

    def test_when_the_site_is_not_among_the_hosts_then_it_is_wrong(self, settings: Settings) -> None:
        settings.PUBLIC_URL, settings.PROXIES = "https://desk.provider.example", ["127.0.0.1"]

        level, sentence = only(checks_of_settings.of_settings())

        assert (level, "desk.provider.example" in sentence) == (Level.WRONG, True)

    def test_when_nobody_is_believed_to_speak_https_then_the_setting_is_named(self, settings: Settings) -> None:
        settings.PUBLIC_URL, settings.PROXIES = "https://localhost", []

        level, sentence = only(checks_of_settings.of_settings())

        assert (level, "in PLANTAO_PROXIES" in sentence) == (Level.WRONG, True)

    def test_when_a_room_finds_a_setting_wrong_or_doubtful_then_it_is_told(self, monkeypatch: pytest.MonkeyPatch) -> None:
        found = [Error("PLANTAO_MAIL_OUT can't be read"), Warning("PLANTAO_MAIL_BOUNCE_ADDRESS is not set")]
        monkeypatch.setattr("django.core.checks.run_checks", lambda **_: found)

        assert [finding.level for finding in checks_of_settings.of_settings()] == [Level.WRONG, Level.WARNING]

    def test_when_metrics_are_open_to_all_then_it_warns(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("PLANTAO_WEB_HOST", "0.0.0.0")

        assert only(checks_of_settings.of_settings())[0] == Level.WARNING

    def test_when_a_name_is_no_setting_then_the_nearest_is_named(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("PLANTAO_MAIL_OUTT", "smtp://mail.provider.example")

        assert only(checks_of_settings.of_settings()) == (Level.WARNING, "PLANTAO_MAIL_OUTT is no setting; is PLANTAO_MAIL_OUT meant?")

    @pytest.mark.parametrize(("mode", "level"), [(0o640, Level.OK), (0o644, Level.WRONG)])
    def test_when_everybody_may_read_their_file_then_it_is_wrong(
        self, mode: int, level: Level, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        file = tmp_path / "plantao.env"
        file.touch()
        file.chmod(mode)
        monkeypatch.setenv("PLANTAO_ENVIRONMENT", str(file))

        assert only(checks_of_settings.of_settings())[0] == level
