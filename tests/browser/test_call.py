"""Open by phone, by the keyboard alone: search, pick, read the protocol out, write down, hang up."""

from django.db import transaction
from playwright.sync_api import Page

from plantao.agreements.testing import a_contract
from plantao.directory.models import Contact
from plantao.directory.testing import a_contact, a_customer, a_service
from plantao.people.addresses import Kind
from plantao.staff.models import Agent
from plantao.staff.testing import an_agent
from plantao.tickets.models import Ticket
from plantao.tickets.testing import LONG_AGO, a_ticket
from tests.browser.conftest import MONDAY_9H
from tests.browser.desk import NARROW, PHONE, WIDE, Desk, must_be_accessible, picture, press

SIZES = ((WIDE, "1440"), (PHONE, "390"), (NARROW, "320"))


def carla() -> Agent:
    return an_agent("Carla Reis", at=LONG_AGO, mail="carla@jatoba.example")


def bruno() -> Contact:
    aurora = a_customer("Provedor Aurora", at=LONG_AGO)
    a_contract(aurora, "basic", at=LONG_AGO)
    a_service(aurora, "BHZ-0001", at=LONG_AGO)
    bruno = a_contact(aurora, at=LONG_AGO, name="Bruno Lima", mail="bruno@aurora.example", may_give_access=True)
    bruno.person.add_address(Kind.PHONE, "+55 31 5555-0143", at=LONG_AGO)
    a_contact(aurora, at=LONG_AGO, name="Dalva Nunes", mail="dalva@aurora.example", may_open=False)
    with transaction.atomic():
        a_ticket(customer=aurora, requester=bruno.person, opened_at=MONDAY_9H, subject="Perda de pacotes no fim da tarde")
    return bruno


def seen_in_every_size(page: Page, name: str) -> None:
    for size, width in SIZES:
        page.set_viewport_size({"width": size["width"], "height": size["height"]})
        picture(page, f"{name}-{width}")
        must_be_accessible(page)
        picture(page, f"{name}-{width}-dark")
    page.set_viewport_size({"width": WIDE["width"], "height": WIDE["height"]})


class TestACall:
    def test_when_it_is_taken_with_the_keyboard_alone_then_the_number_comes_first_and_the_promise_last(self, desk: Desk) -> None:
        agent, caller = carla(), bruno()
        page = desk.signed_in(agent)
        page.goto("/calls/new/")

        page.keyboard.type("5555-0143")
        page.get_by_role("button", name="Bruno Lima").wait_for()
        seen_in_every_size(page, "call-found")
        press(page, "Enter")
        press(page, "Enter")

        page.locator(".protocol-large").wait_for()
        ticket = Ticket.objects.get(requester=caller.person, channel="phone")
        assert page.locator(".protocol-large").inner_text() == ticket.protocol
        seen_in_every_size(page, "call-matter")
        page.keyboard.type("Tudo fora desde as oito.")
        press(page, "Tab")
        page.keyboard.type("Sem link")
        for _ in range(4):
            press(page, "Tab")
        press(page, "ArrowUp")
        while not page.locator("[name=criticality][value=emergency]").is_checked():
            press(page, "ArrowUp")
        page.get_by_label("Nome e telefone de quem está no local").wait_for()
        seen_in_every_size(page, "call-emergency")
        page.locator("[name=criticality]:checked").focus()
        press(page, "Tab")
        press(page, "Tab")
        page.keyboard.type("Dalva, ramal 12")
        press(page, "Enter")

        page.get_by_role("heading", name="O que foi prometido").wait_for()
        seen_in_every_size(page, "call-promised")
        ticket.refresh_from_db()
        assert (ticket.subject, ticket.criticality) == ("Sem link", "emergency")
        assert ticket.answers.get(field="on_site_contact").text == "Dalva, ramal 12"
        press(page, "c")
        page.get_by_role("heading", name="Quem está ligando?").wait_for()
        assert page.evaluate("document.activeElement.id") == "q"

    def test_when_nobody_knows_the_caller_then_they_have_a_number_and_a_wrong_one_is_taken_back(self, desk: Desk) -> None:
        page = desk.signed_in(carla(), size=PHONE)
        page.goto("/calls/new/")
        page.keyboard.type("Zulmira Prado")
        page.locator(".call-none").wait_for()
        seen_in_every_size(page, "call-nobody")
        press(page, "Enter")
        press(page, "Enter")

        page.locator(".protocol-large").wait_for()
        page.get_by_role("button", name="Engano: não é um contato").click()
        page.get_by_role("heading", name="Não é um contato").wait_for()
        seen_in_every_size(page, "call-mistake")
        press(page, "u")
        page.locator(".protocol-large").wait_for()

    def test_when_it_is_about_an_open_ticket_then_it_has_a_number_of_its_own(self, desk: Desk) -> None:
        agent, caller = carla(), bruno()
        page = desk.signed_in(agent)
        page.goto("/calls/new/?q=aurora")

        page.get_by_role("button", name="Perda de pacotes").first.click()

        page.locator(".protocol-large").wait_for()
        seen_in_every_size(page, "call-again")
        first = Ticket.objects.get(requester=caller.person)
        assert page.locator(".protocol-large").inner_text() != first.protocol
        page.get_by_label("O que o cliente diz").fill("Voltou a cair.")
        page.get_by_role("button", name="Salvar").click()
        page.get_by_role("heading", name="O que foi prometido").wait_for()

    def test_when_it_is_refused_then_it_says_so_beside_the_form_and_keeps_what_was_typed(self, desk: Desk) -> None:
        agent, _ = carla(), bruno()
        page = desk.signed_in(agent)
        page.goto("/calls/new/?q=bruno")
        page.get_by_role("button", name="Bruno Lima").click()
        page.get_by_label("O que o cliente diz").fill("Uma dúvida.")
        page.locator("[name=criticality][value=planned]").check()
        page.get_by_label("Por que esta criticidade").wait_for()
        page.get_by_role("button", name="Salvar").click()

        page.get_by_role("alert").wait_for()
        seen_in_every_size(page, "call-refused")
        assert page.get_by_label("O que o cliente diz").input_value() == "Uma dúvida."
