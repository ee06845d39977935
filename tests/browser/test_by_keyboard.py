"""Where whoever works by keyboard stands after a refresh, after errors, after a sheet; and what whoever hears the page is told."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import transaction
from playwright.sync_api import Page, expect

from plantao.directory.testing import a_customer
from plantao.sla.testing import clocks_wired
from plantao.staff.models import Agent
from plantao.staff.testing import an_agent
from plantao.tickets.models import Ticket, Words
from plantao.tickets.testing import LONG_AGO, MONDAY_10H, MONDAY_11H, a_requester, a_ticket
from tests.browser.desk import PHONE, Desk, press

NOW = MONDAY_11H + timedelta(minutes=3)
SUBJECTS = ("Enlace fora", "Perda de pacotes", "Latência alta", "Troca de ONU")
# Whether what has the focus can be seen: nothing else is drawn over its middle.
IS_SEEN = """() => {
  const here = document.activeElement;
  const box = here.getBoundingClientRect();
  const drawn = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
  return drawn !== null && (here.contains(drawn) || drawn.contains(here));
}"""


@pytest.fixture
def carla(desk: Desk) -> Iterator[Agent]:
    """Open four tickets of one requester, an hour ago."""
    desk.at = NOW
    with clocks_wired():
        with transaction.atomic():
            norte = a_customer("Norte Fibra Telecom", at=LONG_AGO)
            rui = a_requester(norte, mail="rui@norte.example")
            for subject in SUBJECTS:
                a_ticket(subject=subject, criticality="controlled", requester=rui, customer=norte, opened_at=MONDAY_10H)
        yield an_agent("Carla Reis", at=LONG_AGO, mail="carla@jatoba.example")


@pytest.fixture
def ticket(carla: Agent) -> Ticket:
    return Ticket.objects.earliest("pk")


@pytest.fixture
def page(desk: Desk, carla: Agent, ticket: Ticket) -> Page:
    """Return the page of a ticket, with what it fetches."""
    page = desk.signed_in(carla)
    page.goto(f"/tickets/{ticket.protocol}/")
    expect(page.get_by_role("heading", name="Protocolos")).to_be_visible()
    return page


def tick(page: Page) -> None:
    """Let the live parts ask, as they do every quarter of a minute, and wait until they have."""
    with page.expect_event("requestfinished"):
        page.evaluate("document.body.dispatchEvent(new CustomEvent('tick'))")
    page.wait_for_load_state("networkidle")


class TestAListThatAsksAgain:
    @pytest.mark.parametrize("address", ["/", "/tickets/"])
    def test_when_it_was_walked_then_one_stands_where_one_stood(self, desk: Desk, carla: Agent, address: str) -> None:
        page = desk.signed_in(carla)
        page.goto(address)
        rows = page.locator("[data-list] [data-open]")
        press(page, "j")
        press(page, "j")

        tick(page)

        expect(rows.nth(1)).to_be_focused()
        press(page, "j")
        expect(rows.nth(2)).to_be_focused()

    def test_when_it_is_filtered_then_how_many_there_are_is_said_and_escape_takes_nothing_away(self, desk: Desk, carla: Agent) -> None:
        page = desk.signed_in(carla)
        page.goto("/tickets/")
        press(page, "f")
        page.keyboard.type("perda")
        expect(page.locator("#voice")).to_have_text("1 chamado nesta página")

        press(page, "Escape")

        expect(page.locator("#text")).to_have_value("perda")
        press(page, "j")
        expect(page.get_by_role("link", name="Perda de pacotes")).to_be_focused()

    def test_when_it_is_walked_on_a_phone_then_no_bar_lies_over_the_focus(self, desk: Desk, carla: Agent) -> None:
        page = desk.signed_in(carla, size=PHONE)
        page.goto("/tickets/")

        for key in ["j"] * 4 + ["k"] * 3 + ["Shift+Tab"] * 9:
            if key == "k":
                page.evaluate("window.scrollTo(0, document.documentElement.scrollHeight)")
            press(page, key)
            assert page.evaluate(IS_SEEN), page.evaluate("document.activeElement.outerHTML")


class TestASheet:
    def test_when_it_comes_back_with_an_error_then_the_cursor_is_in_the_wrong_field(self, page: Page) -> None:
        press(page, "h")
        sheet = page.get_by_role("dialog")
        sheet.get_by_role("button", name="Colocar em pendência").press("Enter")

        question = sheet.get_by_label("Pergunta ao cliente")
        expect(question).to_be_focused()
        expect(question).to_have_accessible_description(re.compile("Escreva a pergunta: só se espera o cliente"))

    def test_when_it_is_closed_unsent_then_what_was_typed_is_there_when_it_opens_again(self, page: Page) -> None:
        press(page, "h")
        question = page.get_by_role("dialog").get_by_label("Pergunta ao cliente")
        question.press_sequentially("Há energia?")
        press(page, "Escape")
        press(page, "h")

        expect(question).to_have_value("Há energia?")

    def test_when_it_was_opened_from_the_menu_then_closing_it_leads_back_there(self, page: Page) -> None:
        more = page.locator(".acts summary")
        more.press("Enter")
        press(page, "Tab")
        press(page, "Enter")
        expect(page.get_by_role("dialog")).to_be_visible()
        press(page, "Escape")

        expect(more).to_be_focused()

    def test_when_it_is_refused_then_what_was_wrong_before_is_no_longer_marked(self, page: Page) -> None:
        press(page, "h")
        sheet = page.get_by_role("dialog")
        sheet.get_by_role("button", name="Colocar em pendência").press("Enter")
        question = sheet.get_by_label("Pergunta ao cliente")
        expect(question).to_be_focused()
        question.press_sequentially("Há energia?")
        sheet.get_by_text("Aconteceu antes, aprovação, interno").press("Enter")
        sheet.get_by_label("Aconteceu antes, em").fill("2026-11-16T10:01")
        sheet.get_by_role("button", name="Colocar em pendência").press("Enter")

        expect(sheet.get_by_role("alert")).to_be_visible()
        expect(question).not_to_have_attribute("aria-invalid", "true")
        expect(sheet.locator(".field-error")).to_have_count(0)
        expect(sheet.get_by_role("button", name="Colocar em pendência")).to_be_focused()


class TestATicketWhereSomethingHappens:
    def test_when_it_comes_in_by_itself_then_it_is_said_and_what_was_unfolded_stays_so(
        self, desk: Desk, page: Page, ticket: Ticket
    ) -> None:
        strip = page.locator("#promises summary").first
        strip.press("Enter")
        with transaction.atomic():
            ticket.note(by=an_agent("Ana Lima", at=LONG_AGO).actor, at=NOW, words=Words("Sem luz na porta 4"))

        tick(page)

        expect(page.get_by_text("Sem luz na porta 4")).to_be_visible()
        expect(page.locator("#voice")).to_contain_text("Há novidade neste chamado.")
        expect(page.locator("#promises details").first).to_have_attribute("open", "")
        expect(strip).to_be_focused()

    def test_when_it_stops_an_act_then_the_focus_is_on_the_button_that_goes_on(self, page: Page, ticket: Ticket) -> None:
        with transaction.atomic():
            ticket.reply(by=an_agent("Ana Lima", at=LONG_AGO).actor, at=NOW, public=True, words=Words("Já voltou."))
        press(page, "r")
        page.keyboard.type("Ainda em campo")
        page.get_by_role("button", name="Enviar ao cliente").press("Enter")

        expect(page.get_by_role("button", name="Já vi: enviar mesmo assim")).to_be_focused()

    def test_when_an_act_is_done_then_the_next_page_says_so(self, page: Page) -> None:
        press(page, "n")
        page.keyboard.type("Cliente sem energia")
        page.get_by_role("button", name="Guardar anotação interna").press("Enter")

        expect(page.locator("#voice")).to_contain_text("Anotado")
