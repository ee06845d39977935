"""A shift, from the sign-in to a ticket resolved, with a customer who answers by mail in between."""

from datetime import timedelta

import pytest
from django.db import transaction
from playwright.sync_api import Page, expect

from plantao.directory.testing import a_contact, a_customer
from plantao.messaging.models import Inbound
from plantao.staff.models import Agent
from plantao.staff.testing import an_agent
from plantao.tickets.models import Ticket
from tests.browser.desk import NARROW, PHONE, WIDE, Desk, must_be_accessible, picture, press
from tests.journeys.conftest import House, a_mail

ADDRESS, PASSWORD = "carla@jatoba.example", "quatro palavras bem longas"


@pytest.fixture
def house(desk: Desk) -> House:
    """The same desk from the other side: mails that come in, and what time brings."""
    return House(desk.at)


@pytest.fixture
def carla(desk: Desk) -> Agent:
    before = desk.at - timedelta(days=9)
    with transaction.atomic():
        norte = a_customer("Norte Fibra Telecom", at=before)
        a_contact(norte, name="Ana Souza", at=before, mail="ana@cliente.example")
        agent = an_agent("Carla Reis", at=before, mail=ADDRESS)
        agent.person.let_in(email=ADDRESS, password=PASSWORD)
        agent.person.is_fictional = True  # no second factor: that has tests of its own
        agent.person.save()
    return agent


def open_by_mail(house: House) -> Ticket:
    inbound = house.mail(a_mail("Nosso link caiu às 9h e o roteador não responde.\n\nAna"))
    assert isinstance(inbound, Inbound)
    return Ticket.objects.get()


def sign_in(page: Page) -> None:
    page.goto("/")
    page.get_by_label("E-mail").fill(ADDRESS)
    page.get_by_label("Senha").fill(PASSWORD)
    page.get_by_role("button", name="Entrar", exact=True).click()
    expect(page.get_by_role("heading", name="Plantão", exact=True)).to_be_visible()


class TestAShift:
    def test_when_a_ticket_is_treated_from_its_page_then_the_customer_answers_by_mail_and_it_is_resolved(
        self, desk: Desk, house: House, carla: Agent
    ) -> None:
        ticket = open_by_mail(house)
        page = desk.visitor()
        sign_in(page)
        page.get_by_role("link", name="Link fora do ar").first.click()
        expect(page.get_by_text("Nosso link caiu")).to_be_visible()

        press(page, "r")
        page.keyboard.type("Bom dia, Ana. Estamos verificando a porta do seu enlace.")
        picture(page, "ticket-reply")
        page.get_by_role("button", name="Enviar ao cliente").click()
        expect(page.locator("[data-say=outside] textarea")).to_be_hidden()
        expect(page.get_by_text("Estamos verificando")).to_be_visible()
        desk.at = house.later(minutes=2)
        press(page, "n")
        page.keyboard.type("Porta 1/0/3 sem luz; acionar campo.")
        page.locator("[data-say=inside] [type=submit]").click()
        expect(page.locator("[data-say=inside] textarea")).to_be_hidden()
        expect(page.get_by_text("acionar campo")).to_be_visible()
        told = house.sent()[-1]
        house.mail(
            a_mail(
                "O técnico já está no local.",
                subject="Re: Link fora do ar",
                message_id="<2@cliente.example>",
                In_Reply_To=str(told["Message-ID"]),
            )
        )
        page.reload()
        expect(page.get_by_text("já está no local")).to_be_visible()
        picture(page, "ticket-1440-light")
        must_be_accessible(page)

        press(page, "s")
        picture(page, "ticket-resolve")
        sheet = page.get_by_role("dialog")
        sheet.get_by_label("Causa").select_option(index=1)
        sheet.get_by_label("Responsável").select_option(index=1)
        sheet.get_by_label("O que foi feito").fill("Conector refeito e porta reativada.")
        sheet.get_by_label("Serviço normalizado desde").fill("2026-11-23T09:01")
        sheet.get_by_role("button", name="Resolver").click()

        expect(page.get_by_text("Resolvido").first).to_be_visible()
        ticket.refresh_from_db()
        assert ticket.status == "resolved"
        assert not any("acionar campo" in mail.as_string() for mail in house.sent())


class TestTheTicketPage:
    def test_when_it_is_opened_then_everybody_can_read_it(self, desk: Desk, house: House, carla: Agent) -> None:
        ticket = open_by_mail(house)
        for size, width in ((WIDE, 1440), (PHONE, 390), (NARROW, 320)):
            for dark in (False, True):
                page = desk.signed_in(carla, size=size, dark=dark)
                page.goto(f"/tickets/{ticket.protocol}/")
                picture(page, f"ticket-new-{width}-{'dark' if dark else 'light'}")
            must_be_accessible(page)
