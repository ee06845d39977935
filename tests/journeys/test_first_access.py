"""Somebody new is let in: a link by mail, a password of their own, never one by mail."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from plantao import clock
from plantao.events.models import Event
from plantao.operate.cli import main
from plantao.people.access import AccessTokens
from plantao.staff.models import Agent
from plantao.staff.testing import an_agent
from tests.journeys.conftest import MONDAY_9H, House, text_of
from tests.pages import browser_of

LINK = re.compile(r"http://localhost:8000(/account/password/new/\S+)")
PASSWORD = "quatro palavras bem longas"


@pytest.fixture
def carla(house: House) -> Iterator[Agent]:
    cache.clear()  # who tried how often: no rows of a model, so no test's end sweeps them away
    with clock.frozen(MONDAY_9H):
        yield an_agent("Carla Reis", at=MONDAY_9H, mail="carla@jatoba.example")


def link_in(house: House) -> str:
    """Return the path of the link in the newest mail."""
    house.later(minutes=5)
    found = LINK.search(text_of(house.sent()[-1]))
    assert found
    return found[1]


def set_password(link: str) -> Client:
    """Follow a link in a browser of its own, as somebody does, and set a password there."""
    browser = Client()
    form = browser.get(link, follow=True)
    browser.post(form.request["PATH_INFO"], {"password1": PASSWORD, "password2": PASSWORD})
    return browser


def may_sign_in(password: str = PASSWORD) -> bool:
    answer = Client().post("/account/sign-in/", {"login": "carla@jatoba.example", "password": password})
    return answer.status_code == 302


class TestSomebodyWhoIsInvited:
    def test_when_they_set_a_password_by_the_link_then_they_are_in(self, house: House, carla: Agent) -> None:
        assert main(["staff", "invite", "carla@jatoba.example"]) == 0

        set_password(link_in(house))

        assert may_sign_in()
        assert not may_sign_in("something else, and long")

    def test_when_the_link_is_used_again_then_it_opens_nothing(self, house: House, carla: Agent) -> None:
        main(["staff", "invite", "carla@jatoba.example"])
        link = link_in(house)
        set_password(link)

        assert "Este link não funciona" in Client().get(link, follow=True).content.decode()

    def test_when_the_link_is_printed_too_then_it_opens(self, house: House, carla: Agent, capsys: pytest.CaptureFixture[str]) -> None:
        main(["staff", "invite", "carla@jatoba.example"])
        printed = LINK.search(capsys.readouterr().out)

        assert printed
        set_password(printed[1])
        assert may_sign_in()

    def test_when_it_is_written_down_then_the_link_is_not(self, house: House, carla: Agent) -> None:
        main(["staff", "invite", "carla@jatoba.example"])

        event = Event.objects.get(verb="staff.invited")
        assert event.facts == {"address": "carla@jatoba.example"}

    def test_when_a_day_has_passed_then_the_link_opens_nothing(self, house: House, carla: Agent, monkeypatch: pytest.MonkeyPatch) -> None:
        main(["staff", "invite", "carla@jatoba.example"])
        link = link_in(house)
        made_at = AccessTokens()._now()
        monkeypatch.setattr(AccessTokens, "_now", lambda self: made_at + timedelta(hours=25))

        assert "Este link não funciona" in Client().get(link, follow=True).content.decode()


class TestSomebodyWhoLostTheirPhone:
    def test_when_they_are_invited_anew_then_who_is_signed_in_as_them_is_out_and_the_link_lets_them_in(
        self, house: House, carla: Agent
    ) -> None:
        carla.person.let_in(email="carla@jatoba.example", password="the one that the thief knows")
        thief = browser_of(carla)
        assert thief.get("/account/").status_code == 200

        main(["staff", "invite", "carla@jatoba.example", "--forget-factors"])

        assert thief.get("/account/").status_code == 302
        assert not may_sign_in("the one that the thief knows")
        set_password(link_in(house))
        assert may_sign_in()


class TestSomebodyWhoForgotThePassword:
    def test_when_they_ask_for_a_new_one_then_a_link_comes_to_their_own_address(self, house: House, carla: Agent) -> None:
        carla.person.let_in(email="carla@jatoba.example", password="the one that was forgotten")

        Client().post("/account/password/forgotten/", {"email": "Carla@jatoba.example"})

        set_password(link_in(house))
        assert may_sign_in()

    def test_when_somebody_asks_then_the_address_is_looked_up_behind_their_back(self, house: House, carla: Agent) -> None:
        carla.person.let_in(email="carla@jatoba.example", password="the one that was forgotten")
        asked = []
        for address in ("carla@jatoba.example", "nobody@nowhere.example"):
            with CaptureQueriesContext(connection) as queries:
                Client().post("/account/password/forgotten/", {"email": address})
            asked.append([re.sub(r"'[^']*'|\d+", "?", query["sql"]) for query in queries if "accounts_cache" not in query["sql"]])

        assert asked[0] == asked[1]
        assert any("work_task" in sql for sql in asked[0])

    def test_when_one_address_is_asked_for_again_and_again_then_its_owner_is_not_flooded(self, house: House, carla: Agent) -> None:
        carla.person.let_in(email="carla@jatoba.example", password="the one that was forgotten")
        answers = [Client().post("/account/password/forgotten/", {"email": "carla@jatoba.example"}).status_code for _ in range(7)]
        house.later(minutes=5)

        assert answers == [302] * 5 + [429] * 2
        assert len(house.sent()) <= 5

    def test_when_a_stranger_asks_then_the_page_says_the_same_and_no_mail_goes(self, house: House, carla: Agent) -> None:
        answer = Client().post("/account/password/forgotten/", {"email": "nobody@nowhere.example"}, follow=True)
        house.later(minutes=5)

        assert "Veja o seu e-mail" in answer.content.decode()
        assert house.sent() == []


class TestGuessing:
    def test_when_the_password_is_tried_often_then_the_door_stays_shut_for_a_while(self, house: House, carla: Agent) -> None:
        carla.person.let_in(email="carla@jatoba.example", password=PASSWORD)
        for _ in range(10):
            may_sign_in("wrong")

        assert not may_sign_in(PASSWORD)
