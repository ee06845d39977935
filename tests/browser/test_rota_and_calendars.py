"""The rota and the calendars in a real browser: on a desk, on a phone, on the narrowest; in both themes."""

import pytest
from django.db import transaction
from playwright.sync_api import expect

from plantao.staff.models import Agent
from plantao.staff.testing import a_shift, an_agent
from plantao.tickets.testing import LONG_AGO
from tests.browser.desk import NARROW, PHONE, WIDE, Desk, must_be_accessible, picture

SIZES = ((WIDE, 1440), (PHONE, 390), (NARROW, 320))


@pytest.fixture
def carla(desk: Desk) -> Agent:
    """Let three people keep the rota, with the nights of the manager's role unkept."""
    with transaction.atomic():
        carla, davi, eva = (an_agent(name, at=LONG_AGO) for name in ("Carla Reis", "Davi Melo", "Eva Souza de Albuquerque"))
        a_shift("noc_coordinator", davi, eva, at=LONG_AGO, hours=("mon-sun 07:00-19:00", "mon-sun 19:00-07:00"))
        a_shift("noc_coordinator", carla, at=LONG_AGO, place=2)
        a_shift("noc_manager", eva, at=LONG_AGO, hours=("mon-fri 08:00-18:00",))
    return carla


def everywhere(desk: Desk, who: Agent, address: str, name: str) -> None:
    """Look at a page on a desk, on a phone and on the narrowest, in both themes."""
    for size, width in SIZES:
        for dark in (False, True):
            page = desk.signed_in(who, size=size, dark=dark)
            page.goto(address)
            picture(page, f"{name}-{width}-{'dark' if dark else 'light'}")
        must_be_accessible(page)


class TestTheRota:
    def test_when_it_is_opened_then_everybody_can_read_it(self, desk: Desk, carla: Agent) -> None:
        everywhere(desk, carla, "/rota/", "rota")

    def test_when_asked_who_would_be_rung_then_it_says_so(self, desk: Desk, carla: Agent) -> None:
        page = desk.signed_in(carla, size=PHONE)
        page.goto("/rota/")

        page.get_by_label("Função").select_option("noc_manager")
        page.get_by_label("Quando").fill("2026-11-15T03:00")
        page.get_by_role("button", name="Perguntar").click()

        expect(page.get_by_text("ninguém")).to_have_count(2)  # as it was known then, and now
        must_be_accessible(page)
        picture(page, "rota-asked-390")


class TestTheCalendars:
    def test_when_they_are_opened_then_everybody_can_read_them(self, desk: Desk, carla: Agent) -> None:
        everywhere(desk, carla, "/calendars/", "calendars")
