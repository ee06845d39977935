"""The duty page and the queue in a real browser: a desk at eleven on a Monday, with all that can wait for somebody."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import transaction
from playwright.sync_api import Page, expect

from plantao.directory.testing import a_customer
from plantao.escalation.testing import ladders_wired, on_duty
from plantao.events.actor import DESK
from plantao.sla.testing import watch
from plantao.staff.models import Agent
from plantao.staff.testing import an_agent
from plantao.tickets.models import Ticket
from plantao.tickets.testing import LONG_AGO, MONDAY_9H, MONDAY_10H, MONDAY_11H, a_requester, a_ticket
from tests.browser.desk import NARROW, PHONE, WIDE, Desk, must_be_accessible, picture, press

NOW = MONDAY_11H + timedelta(minutes=3)


@pytest.fixture
def carla(desk: Desk) -> Iterator[Agent]:
    """Open a morning's tickets; it is eleven, and the coordinator was rung."""
    desk.at = NOW
    with ladders_wired():
        with transaction.atomic():
            carla = a_morning()
        watch(MONDAY_11H)
        yield carla


def a_morning() -> Agent:
    """Open what a morning brings."""
    carla = an_agent("Carla Reis", at=LONG_AGO, mail="carla@jatoba.example")
    on_duty("noc_coordinator", "Davi Melo")
    norte, serra = a_customer("Norte Fibra Telecom", at=LONG_AGO), a_customer("Serra Azul Provedor", at=LONG_AGO)
    rui = a_requester(norte, mail="rui@norte.example")
    a_ticket(subject="Enlace principal fora desde as 8h40, cidade inteira sem serviço", criticality="urgent", requester=rui)
    late = a_ticket(subject="Perda de pacotes no trânsito IP", criticality="emergency", customer=serra, opened_at=MONDAY_9H)
    late.assign(by=DESK, at=MONDAY_10H, to=carla.person)
    held = a_ticket(subject="Troca de ONU", criticality="planned", requester=rui, held={"awaiting_customer": MONDAY_10H})
    held.hold(by=DESK, at=MONDAY_10H, public=True, reason="scheduled", ends_at=NOW + timedelta(hours=4))
    a_ticket(subject="Latência alta para São Paulo", criticality="controlled", opened_at=MONDAY_10H)
    a_ticket(subject="Segunda via do boleto", department="finance", criticality="controlled", customer=serra, opened_at=MONDAY_10H)
    return carla


def everywhere(desk: Desk, who: Agent, address: str, name: str) -> None:
    """Look at a page on a desk, on a phone and on the narrowest, in both themes."""
    for size, width in ((WIDE, 1440), (PHONE, 390), (NARROW, 320)):
        for dark in (False, True):
            page = desk.signed_in(who, size=size, dark=dark)
            page.goto(address)
            picture(page, f"{name}-{width}-{'dark' if dark else 'light'}")
        must_be_accessible(page)


class TestTheDutyPage:
    def test_when_it_is_opened_then_everybody_can_read_it(self, desk: Desk, carla: Agent) -> None:
        everywhere(desk, carla, "/", "duty")

    def test_when_the_first_ring_is_acknowledged_by_a_key_then_it_is_gone_and_said_so(self, desk: Desk, carla: Agent) -> None:
        page = desk.signed_in(carla)
        page.goto("/")
        rings = page.locator(".duty-rings li")
        before = rings.count()

        press(page, "a")

        expect(page.locator("#toasts")).to_contain_text("reconhecido")
        expect(rings).to_have_count(before - 1)


class TestTheQueue:
    def test_when_it_is_opened_then_everybody_can_read_it(self, desk: Desk, carla: Agent) -> None:
        everywhere(desk, carla, "/tickets/?hold=none", "queue")

    def test_when_words_are_typed_then_the_rows_and_the_address_follow(self, desk: Desk, carla: Agent) -> None:
        page = desk.signed_in(carla)
        page.goto("/tickets/")

        press(page, "f")
        page.keyboard.type("boleto")

        expect(page.locator("[data-item]")).to_have_count(1)
        expect(page).to_have_url(re.compile("text=boleto"))

    def test_when_walked_through_by_keys_then_enter_opens_the_ticket(self, desk: Desk, carla: Agent) -> None:
        page = desk.signed_in(carla)
        page.goto("/tickets/?text=boleto")

        press(page, "j")
        press(page, "Enter")

        expect(page).to_have_url(re.compile(f"/tickets/{Ticket.objects.get(department='finance').protocol}/"))

    def test_when_a_ticket_comes_in_meanwhile_then_it_appears_by_itself(self, desk: Desk, carla: Agent) -> None:
        page = desk.signed_in(carla)
        page.goto("/tickets/")
        with transaction.atomic():
            a_ticket(subject="Roteador reiniciando", opened_at=MONDAY_11H)

        tick(page)

        expect(page.get_by_text("Roteador reiniciando")).to_be_visible()

    def test_when_nothing_is_like_that_then_it_says_what_to_do(self, desk: Desk, carla: Agent) -> None:
        page = desk.signed_in(carla, size=PHONE)
        page.goto("/tickets/?text=xyzzy")
        picture(page, "queue-nothing-390")

        expect(page.get_by_text("Nenhum chamado com esses filtros")).to_be_visible()


class TestTheSearch:
    def test_when_it_is_opened_then_everybody_can_read_it(self, desk: Desk, carla: Agent) -> None:
        everywhere(desk, carla, "/search/?q=norte", "search")

    def test_when_asked_from_any_page_by_its_key_then_the_ticket_is_an_enter_away(self, desk: Desk, carla: Agent) -> None:
        page = desk.signed_in(carla)
        page.goto("/rota/")

        press(page, "/")
        page.keyboard.type("boleto")
        press(page, "Enter")
        expect(page.locator("[data-item]")).to_have_count(1)
        press(page, "j")
        press(page, "Enter")

        expect(page).to_have_url(re.compile(f"/tickets/{Ticket.objects.get(department='finance').protocol}/"))


def tick(page: Page) -> None:
    """Let the live parts ask, as they do every quarter of a minute."""
    page.evaluate("document.body.dispatchEvent(new CustomEvent('tick'))")
