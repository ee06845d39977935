"""What the log says of who came in and who did not."""

import logging
from datetime import UTC, datetime

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client

from plantao.staff.models import Agent
from plantao.staff.testing import an_agent

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
ADDRESS, PASSWORD = "carla@jatoba.example", "quatro palavras bem longas"

pytestmark = pytest.mark.django_db
Told = list[tuple[str, object, object]]


@pytest.fixture
def carla(caplog: pytest.LogCaptureFixture) -> Agent:
    caplog.set_level(logging.INFO, logger="plantao.accounts")
    agent = an_agent("Carla Reis", at=NOW)
    agent.person.let_in(email=ADDRESS, password=PASSWORD)
    return agent


def told(caplog: pytest.LogCaptureFixture) -> Told:
    """Return what was written: event, of whom, by what."""
    of_ours = [record for record in caplog.records if record.name == "plantao.accounts.watching"]
    return [(record.msg, vars(record)["person_id"], vars(record).get("factors") or vars(record).get("factor")) for record in of_ours]


class TestSomebodyAtTheDoor:
    def test_when_they_come_in_and_leave_then_both_are_written(
        self, client: Client, carla: Agent, caplog: pytest.LogCaptureFixture
    ) -> None:
        client.post("/account/sign-in/", {"login": ADDRESS, "password": PASSWORD})
        client.post("/account/sign-out/")

        assert told(caplog) == [
            ("accounts.sign_in.done", carla.person_id, ["password"]),
            ("accounts.signed_out", carla.person_id, None),
        ]

    def test_when_the_password_is_wrong_then_it_is_written_of_whom_and_not_what_they_typed(
        self, client: Client, carla: Agent, caplog: pytest.LogCaptureFixture
    ) -> None:
        for address in (ADDRESS, "eve@nowhere.example"):
            client.post("/account/sign-in/", {"login": address, "password": "a guess of mine"})

        assert told(caplog) == [
            ("accounts.sign_in.refused", carla.person_id, "password"),
            ("accounts.sign_in.refused", None, "password"),
        ]
        assert "guess" not in caplog.text
        assert "@" not in caplog.text

    def test_when_the_code_is_wrong_then_that_is_written_too(self, client: Client, carla: Agent, caplog: pytest.LogCaptureFixture) -> None:
        TOTP.activate(carla.person, generate_totp_secret())
        client.post("/account/sign-in/", {"login": ADDRESS, "password": PASSWORD})
        client.post("/account/second-factor/authenticate/", {"code": "000000"})

        assert told(caplog) == [("accounts.sign_in.refused", carla.person_id, "second")]

    def test_when_they_change_the_password_then_it_is_written(self, client: Client, carla: Agent, caplog: pytest.LogCaptureFixture) -> None:
        client.post("/account/sign-in/", {"login": ADDRESS, "password": PASSWORD})
        new = "outras palavras bem longas"
        client.post("/account/password/", {"oldpassword": PASSWORD, "password1": new, "password2": new})

        assert ("accounts.password.changed", carla.person_id, None) in told(caplog)
