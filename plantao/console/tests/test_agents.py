"""What every page of the desk stands on: who is let in, in which language and zone, and how it says no."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings
from django.test import Client

from plantao import clock
from plantao.agreements.testing import a_handbook_in_force
from plantao.people.testing import a_person
from plantao.staff.models import Agent
from plantao.staff.permissions import Right
from plantao.staff.testing import an_agent
from tests.pages import Budget, SignIn, browser_of

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
HTMX = {"HX-Request": "true"}

pytestmark = [pytest.mark.django_db, pytest.mark.urls("plantao.console.tests.sample_pages")]


@pytest.fixture(autouse=True)
def _at_noon() -> Iterator[None]:
    with clock.frozen(NOW):
        yield


@pytest.fixture
def carla(db: None) -> Agent:
    a_handbook_in_force(at=NOW - timedelta(days=1))
    return an_agent("Carla Reis", at=NOW, mail="carla@jatoba.example")


class TestAPageOfTheDesk:
    def test_when_nobody_is_signed_in_then_they_are_sent_to_the_sign_in_and_will_come_back(self, client: Client) -> None:
        answer = client.get("/sample/?page=2")

        assert (answer.status_code, answer["Location"]) == (302, "/account/sign-in/?next=/sample/%3Fpage%3D2")

    def test_when_a_part_of_it_is_asked_for_by_nobody_then_the_whole_page_goes_to_the_sign_in(self, client: Client) -> None:
        answer = client.get("/sample/", headers={**HTMX, "HX-Current-URL": "http://testserver/tickets/?mine=1"})

        assert (answer.status_code, answer["HX-Redirect"]) == (204, "/account/sign-in/?next=%2Ftickets%2F%3Fmine%3D1")

    @pytest.mark.parametrize(
        ("referer", "back"),
        [("http://testserver/tickets/?mine=1", "/tickets/%3Fmine%3D1"), ("", "/"), ("http://[", "/"), ("https://evil.example/x/", "/x/")],
    )
    def test_when_nobody_is_signed_in_and_sends_a_form_then_they_come_back_to_where_it_stood(
        self, client: Client, referer: str, back: str
    ) -> None:
        answer = client.post("/tickets/20261116000001/acknowledgements/", headers={"Referer": referer} if referer else {})

        assert answer["Location"] == f"/account/sign-in/?next={back}"

    def test_when_an_agent_opens_it_then_it_is_in_their_frame_within_few_queries(
        self, carla: Agent, signed_in: SignIn, budget: Budget
    ) -> None:
        browser = signed_in(carla)

        with budget(4):
            answer = browser.get("/sample/")

        said = answer.content.decode()
        assert "<h1>A page</h1>" in said
        assert "Carla Reis" in said
        assert '<html lang="pt-br"' in said
        assert answer["Cache-Control"].startswith("max-age=0, no-cache, no-store")

    def test_when_the_agent_chose_no_zone_then_instants_are_on_the_clock_of_the_provider(self, carla: Agent, signed_in: SignIn) -> None:
        assert "09:00" in signed_in(carla).get("/sample/").content.decode()

    def test_when_the_agent_chose_a_zone_then_instants_are_on_its_clock(self, carla: Agent, signed_in: SignIn) -> None:
        browser = signed_in(carla)
        browser.post("/account/time-zone/", {"time_zone": "Europe/Lisbon"})

        assert "12:00" in browser.get("/sample/").content.decode()

    def test_when_the_right_is_missing_then_it_is_not_theirs(self, carla: Agent, signed_in: SignIn) -> None:
        assert signed_in(carla).get("/sample/applied/").status_code == 403

    def test_when_the_right_is_there_then_they_may(self, carla: Agent, signed_in: SignIn) -> None:
        chief = an_agent("Davi Nunes", at=NOW, rights=(Right.ADMINISTRATOR,))

        assert signed_in(chief).get("/sample/applied/").content == b"applied"

    def test_when_a_contact_of_a_customer_asks_then_it_is_not_theirs(self, carla: Agent, signed_in: SignIn) -> None:
        assert signed_in(a_person(at=NOW)).get("/sample/").status_code == 403

    def test_when_the_agent_no_longer_serves_then_it_is_not_theirs(self, carla: Agent, signed_in: SignIn) -> None:
        browser = signed_in(carla)
        carla.disable(by=carla.actor, at=NOW)

        assert browser.get("/sample/").status_code == 403

    def test_when_the_person_was_disabled_then_they_are_out_at_once(self, carla: Agent, signed_in: SignIn) -> None:
        browser = signed_in(carla)
        carla.person.disabled_at = NOW
        carla.person.save()

        assert browser.get("/sample/").status_code == 302

    def test_when_no_second_factor_was_given_then_they_are_sent_to_set_one(self, carla: Agent) -> None:
        answer = browser_of(carla, second_factor=False).get("/sample/")

        assert (answer.status_code, answer["Location"]) == (302, "/account/second-factor/")

    def test_when_they_are_of_a_demonstrations_cast_then_no_second_factor_is_asked(self, carla: Agent) -> None:
        carla.person.is_fictional = True
        carla.person.save()

        assert browser_of(carla, second_factor=False).get("/sample/").status_code == 200


class TestAForm:
    def test_when_it_is_filled_in_then_the_verb_is_done(self, carla: Agent, signed_in: SignIn) -> None:
        answer = signed_in(carla).post("/sample/holds/", {"asked": "Reboot?"})

        assert answer.content.decode() == f"{carla.pk} asked Reboot?"

    def test_when_it_is_not_filled_in_then_it_comes_back_whole_with_what_is_wrong(self, carla: Agent, signed_in: SignIn) -> None:
        answer = signed_in(carla).post("/sample/holds/", {"asked": ""})

        assert answer.status_code == 422
        assert 'id="id_asked_error"' in answer.content.decode()
        assert "<html" in answer.content.decode()

    def test_when_htmx_sent_it_then_the_form_alone_comes_back(self, carla: Agent, signed_in: SignIn) -> None:
        answer = signed_in(carla).post("/sample/holds/", {"asked": ""}, headers=HTMX)

        assert answer.status_code == 422
        assert 'action="/sample/holds/"' in answer.content.decode()
        assert "<html" not in answer.content.decode()


class TestARefusal:
    def test_when_a_rule_says_no_then_the_page_says_why(self, carla: Agent, signed_in: SignIn) -> None:
        answer = signed_in(carla).post("/sample/resumed/")

        assert answer.status_code == 409
        assert "O chamado não aguarda" in answer.content.decode()

    def test_when_htmx_asked_then_the_sentence_alone_is_answered(self, carla: Agent, signed_in: SignIn) -> None:
        answer = signed_in(carla).post("/sample/resumed/", headers=HTMX)

        assert answer.status_code == 409
        assert "O chamado não aguarda" in answer.content.decode()
        assert "<html" not in answer.content.decode()


class TestEveryAnswer:
    @pytest.mark.parametrize("address", ["/sample/", "/account/sign-in/", "/sample/applied/", "/no/such/page/"])
    def test_when_it_is_given_then_nothing_foreign_runs_in_it(self, carla: Agent, signed_in: SignIn, address: str) -> None:
        answer = signed_in(carla).get(address)

        policy = dict(part.strip().partition(" ")[::2] for part in answer["Content-Security-Policy"].split(";"))
        assert policy["default-src"] == "'none'"
        assert policy["script-src"] == policy["style-src"] == "'self'"
        assert answer["X-Frame-Options"] == "DENY"
        assert answer["Referrer-Policy"] == "same-origin"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert " style=" not in answer.content.decode()

    def test_when_there_is_a_bug_then_the_page_says_so_in_the_readers_language(self, client: Client) -> None:
        client.raise_request_exception = False

        answer = client.get("/sample/broken/", headers={"Accept-Language": "es"})

        assert answer.status_code == 500
        assert "<h1>Algo salió mal" in answer.content.decode()


class TestPreferences:
    def test_when_nobody_is_signed_in_then_the_browser_keeps_them(self, client: Client) -> None:
        client.post("/preferences/", {"language": "es", "next": "/account/sign-in/"})
        client.post("/preferences/", {"theme": "dark"})

        said = client.get("/account/sign-in/").content.decode()
        assert '<html lang="es" data-theme="dark" data-bs-theme="dark"' in said

    def test_when_somebody_is_signed_in_then_the_language_goes_with_them(self, carla: Agent, signed_in: SignIn) -> None:
        signed_in(carla).post("/preferences/", {"language": "en"})

        assert '<html lang="en"' in signed_in(carla).get("/sample/").content.decode()

    def test_when_the_way_back_leads_elsewhere_then_it_is_not_taken(self, client: Client) -> None:
        answer = client.post("/preferences/", {"language": "es", "next": "https://evil.example/"})

        assert answer["Location"] == "/"


def test_when_settings_are_read_then_cookies_follow_the_address() -> None:
    assert settings.IS_HTTPS is False
    assert (settings.SESSION_COOKIE_SECURE, settings.SESSION_COOKIE_NAME) == (False, "session")
