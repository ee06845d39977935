"""The parts of which pages are made, in a real browser: how they look, and what they do without a line of script in a page."""

import pytest
from playwright.sync_api import Page, expect

from plantao.staff.testing import an_agent
from tests.browser.conftest import MONDAY_9H
from tests.browser.desk import NARROW, PHONE, WIDE, Desk, must_be_accessible, picture, press

pytestmark = pytest.mark.urls("tests.browser.gallery")


@pytest.fixture
def page(desk: Desk) -> Page:
    page = desk.signed_in(an_agent("Carla Reis", at=MONDAY_9H, mail="carla@jatoba.example"))
    page.goto("/gallery/")
    return page


class TestTheParts:
    def test_when_they_are_looked_at_then_everybody_can_read_them_at_any_size(self, desk: Desk) -> None:
        carla = an_agent("Carla Reis", at=MONDAY_9H, mail="carla@jatoba.example")
        for size, dark in ((WIDE, False), (PHONE, True), (NARROW, False)):
            page = desk.signed_in(carla, size=size, dark=dark)
            page.goto("/gallery/")
            picture(page, f"parts-{size['width']}")

            must_be_accessible(page)

    def test_when_the_menu_is_opened_then_everybody_can_read_it(self, desk: Desk) -> None:
        page = desk.signed_in(an_agent("Carla Reis", at=MONDAY_9H), size=PHONE)
        page.goto("/gallery/")
        page.get_by_label("Menu de Carla Reis").click()
        picture(page, "parts-menu")

        must_be_accessible(page)


class TestAClock:
    def test_when_its_instant_comes_then_it_says_that_it_is_late(self, page: Page) -> None:
        clock = page.locator(".clock", has_text="Primeiro atendimento")

        page.clock.install()
        expect(clock).to_contain_text("faltam 1")
        expect(page.locator(".clock", has_text="Atualização").first).to_contain_text("atraso de 7:")

        page.evaluate("document.querySelector('time[data-due]').dateTime = new Date(0).toISOString()")
        page.clock.run_for(2_000)
        expect(clock).to_have_attribute("data-state", "breached")


class TestKeys:
    def test_when_they_are_asked_for_then_those_of_the_page_are_listed(self, page: Page) -> None:
        press(page, "?")

        sheet = page.get_by_role("dialog", name="Atalhos de teclado")
        expect(sheet).to_contain_text("Aguardar")
        expect(sheet).to_contain_text("Responder")
        must_be_accessible(page)
        press(page, "Escape")
        expect(sheet).to_be_hidden()

    def test_when_j_and_k_are_pressed_then_the_list_is_walked_and_enter_opens(self, page: Page) -> None:
        press(page, "j")
        press(page, "j")
        press(page, "j")
        press(page, "k")
        expect(page.locator("[data-item][aria-current=true]")).to_contain_text("20261123000002")

        press(page, "Enter")
        page.wait_for_url("**/sample/")

    def test_when_a_key_opens_a_dialog_then_what_is_typed_in_it_is_no_key(self, page: Page) -> None:
        press(page, "h")
        dialog = page.locator("#hold")
        expect(dialog).to_be_visible()

        page.keyboard.type("jk?h")

        expect(dialog.locator("textarea")).to_have_value("jk?h")

    def test_when_they_are_switched_off_then_none_works_but_the_help(self, page: Page) -> None:
        press(page, "?")
        page.get_by_label("Atalhos de uma tecla").click()
        press(page, "Escape")

        press(page, "h")
        expect(page.locator("#hold")).to_be_hidden()


class TestAForm:
    def test_when_it_comes_back_with_errors_then_what_was_typed_is_still_there(self, page: Page) -> None:
        form = page.locator("form[action='/gallery/asked/']")
        form.locator("textarea").fill("Pode reiniciar o roteador?")

        form.get_by_role("button", name="Perguntar").click()

        expect(form.locator(".field-error")).to_be_visible()
        expect(form.locator("textarea")).to_have_value("Pode reiniciar o roteador?")
        must_be_accessible(page)

    def test_when_it_is_refused_then_the_sentence_stands_in_it_and_what_was_typed_too(self, page: Page) -> None:
        press(page, "h")
        dialog = page.locator("#hold")
        dialog.locator("textarea").fill("Pode reiniciar?")

        dialog.get_by_role("button", name="Perguntar").click()

        expect(dialog.get_by_role("alert")).to_contain_text("O chamado não aguarda")
        expect(dialog.locator("textarea")).to_have_value("Pode reiniciar?")
        picture(page, "parts-refused")
        must_be_accessible(page)

    def test_when_the_desk_is_away_then_a_note_says_so_and_nothing_is_lost(self, desk: Desk, page: Page) -> None:
        form = page.locator("form[action='/gallery/asked/']")
        form.locator("textarea").fill("Pode reiniciar?")
        page.context.set_offline(True)

        form.get_by_role("button", name="Perguntar").click()

        expect(page.locator(".toast-note")).to_contain_text("Sem contato com a central")
        expect(form.locator("textarea")).to_have_value("Pode reiniciar?")
        desk.errors.clear()  # the browser says, too, that it is offline


class TestALivePart:
    def test_when_it_is_time_then_it_asks_again(self, page: Page) -> None:
        page.evaluate("document.body.dispatchEvent(new CustomEvent('tick'))")

        expect(page.locator("#live")).to_have_text("depois")

    def test_when_a_dialog_is_open_then_it_waits(self, page: Page) -> None:
        press(page, "h")
        page.evaluate("document.body.dispatchEvent(new CustomEvent('tick'))")

        expect(page.locator("#live")).to_have_text("antes")
