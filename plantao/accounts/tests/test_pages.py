"""Every page of sign-in opens, in our frame and in each language."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client
from pytest_django import Settings

from plantao.agreements.testing import a_handbook_in_force
from plantao.people.models import Person
from plantao.staff.models import Agent
from plantao.staff.testing import an_agent
from tests.pages import SignIn

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
OURS = re.compile(r'<span class="brand-name">Plantão</span>')
OPEN = ["/account/sign-in/", "/account/sign-up/", "/account/inactive/"]
ONES_OWN = [
    "/account/", "/account/sign-out/", "/account/password/", "/account/second-factor/", "/account/second-factor/totp/activate/",
    "/account/second-factor/webauthn/", "/account/second-factor/webauthn/add/", "/account/again/",
    "/account/second-factor/reauthenticate/",
]  # fmt: skip

pytestmark = pytest.mark.django_db


@pytest.fixture
def carla(db: None) -> Agent:
    a_handbook_in_force(at=NOW - timedelta(days=1))
    agent = an_agent("Carla Reis", at=NOW, mail="carla@jatoba.example")
    agent.person.let_in(email="carla@jatoba.example", password="quatro palavras bem longas")
    return agent


class TestThePages:
    @pytest.mark.parametrize("language", ["pt-br", "es", "en"])
    @pytest.mark.parametrize("address", OPEN)
    def test_when_anybody_opens_one_then_it_is_there(self, client: Client, address: str, language: str) -> None:
        answer = client.get(address, headers={"Accept-Language": language})

        assert answer.status_code == 200
        assert OURS.search(answer.content.decode())
        assert f'<html lang="{language}"' in answer.content.decode()

    @pytest.mark.parametrize("address", ONES_OWN)
    def test_when_one_of_ones_own_is_opened_then_it_is_there(self, carla: Agent, signed_in: SignIn, address: str) -> None:
        if "activate" not in address:
            TOTP.activate(carla.person, generate_totp_secret())

        answer = signed_in(carla).get(address)

        assert answer.status_code == 200, answer.headers
        assert OURS.search(answer.content.decode())
        assert "no-store" in answer["Cache-Control"]
        assert "&lt;" not in answer.content.decode()

    @pytest.mark.parametrize("address", ONES_OWN)
    def test_when_nobody_is_signed_in_then_it_is_nobodys(self, client: Client, address: str) -> None:
        answer = client.get(address)

        assert answer.status_code == 302
        assert answer["Location"].startswith(("/account/sign-in/", "/"))


class TestAPasskeyAddedAtNoonInUtc:
    @pytest.fixture(autouse=True)
    def passkey(self, carla: Agent) -> Authenticator:
        data = {"name": "Chave", "credential": {"clientExtensionResults": {}}}
        return Authenticator.objects.create(user=carla.person, type=Authenticator.Type.WEBAUTHN, data=data, created_at=NOW)

    def test_when_its_owner_chose_no_zone_then_the_list_shows_the_providers_hour(self, carla: Agent, signed_in: SignIn) -> None:
        page = signed_in(carla).get("/account/second-factor/webauthn/").content.decode()

        assert "20/11/2026 09:00</time>" in page

    def test_when_its_owner_chose_one_then_it_shows_their_hour(self, carla: Agent, signed_in: SignIn) -> None:
        carla.choose(by=carla.actor, at=NOW, time_zone="America/Manaus")

        page = signed_in(carla).get("/account/second-factor/webauthn/").content.decode()

        assert "20/11/2026 08:00</time>" in page


class TestWhatIsShut:
    def test_when_a_page_was_open_for_too_long_then_it_says_what_to_do(self) -> None:
        answer = Client(enforce_csrf_checks=True).post("/account/sign-in/", {"login": "carla@jatoba.example", "password": "x"})

        assert answer.status_code == 403
        assert "<h1>Esta página ficou aberta tempo demais</h1>" in answer.content.decode()

    def test_when_one_machine_tries_too_often_then_it_waits(self, client: Client, settings: Settings) -> None:
        settings.ACCOUNT_RATE_LIMITS = {"login": "1/m/ip"}
        tries = [client.post("/account/sign-in/", {"login": "carla@jatoba.example", "password": "guess"}) for _ in range(2)]

        assert [answer.status_code for answer in tries] == [200, 429]
        assert "<h1>Tentativas demais</h1>" in tries[-1].content.decode()

    def test_when_somebody_would_sign_up_then_nothing_is_made(self, client: Client) -> None:
        client.post("/account/sign-up/", {"email": "eve@nowhere.example", "password1": "quatro palavras bem longas"})

        assert not Person.objects.exists()
