"""Mails that are on no ticket, in a real browser: looked at, and filed."""

import re
from datetime import timedelta

import pytest
from django.db import transaction
from playwright.sync_api import expect

from plantao.console.mails.tests.test_mails import in_quarantine, in_tray
from plantao.directory.testing import a_customer
from plantao.messaging.models import BlockedSender, Inbound
from plantao.staff.models import Agent
from plantao.staff.permissions import Right
from plantao.staff.testing import an_agent
from plantao.tickets.models import Ticket
from plantao.tickets.testing import LONG_AGO, MONDAY_15H, a_ticket
from tests.browser.desk import PHONE, Desk, must_be_accessible, picture, press
from tests.browser.test_duty_and_queue import everywhere


@pytest.fixture
def caio(desk: Desk) -> Agent:
    """It is three; an alarm lies in the tray, and a mail in quarantine."""
    desk.at = MONDAY_15H
    with transaction.atomic():
        caio = an_agent("Caio Dias", at=LONG_AGO, rights=(Right.COORDINATOR,))
        a_ticket(subject="Quem fala é o João da torre")
        BlockedSender.objects.block("promo@ofertas.example", by=caio.actor, at=MONDAY_15H, reason="Só propaganda")
    in_tray()
    in_quarantine()
    return caio


class TestMailsOnNoTicket:
    @pytest.mark.parametrize("shelf", ["quarantine", "unfiled", "blocked"])
    def test_when_a_shelf_is_opened_then_everybody_can_read_it(self, desk: Desk, caio: Agent, shelf: str) -> None:
        everywhere(desk, caio, f"/mails/?shelf={shelf}", f"mails-{shelf}")

    def test_when_one_is_opened_then_everybody_can_read_it(self, desk: Desk, caio: Agent) -> None:
        everywhere(desk, caio, f"/mails/{Inbound.objects.get(dead_at__isnull=False).pk}/", "mail")

    def test_when_it_is_opened_by_keys_from_the_duty_page_and_made_a_ticket_then_its_page_says_whose(self, desk: Desk, caio: Agent) -> None:
        with transaction.atomic():
            a_customer("Norte Fibra Telecom", at=LONG_AGO)
        page = desk.signed_in(caio)
        page.goto("/")
        page.get_by_role("link", name="E-mails sem chamado").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("E-mails sem chamado")
        press(page, "j")
        press(page, "Enter")
        expect(page.get_by_role("heading", level=1)).to_have_text("Temperatura alta no POP")

        page.locator("summary", has_text="Abrir um chamado com ele").click()
        page.get_by_label("Nome ou número do cliente").fill("Norte")
        page.get_by_role("button", name="Abrir o chamado").click()

        expect(page).to_have_url(re.compile("/tickets/"))
        expect(page.get_by_text("Norte Fibra Telecom").first).to_be_visible()
        assert Ticket.objects.filter(customer__name="Norte Fibra Telecom").count() == 1

    def test_when_a_colleague_was_first_then_it_is_said_beside_the_form_and_what_was_typed_stays(self, desk: Desk, caio: Agent) -> None:
        inbound = Inbound.objects.get(dead_at__isnull=False)
        page = desk.signed_in(caio, size=PHONE)
        page.goto(f"/mails/{inbound.pk}/")
        Inbound.objects.filter(pk=inbound.pk).update(dead_at=None, done_at=MONDAY_15H + timedelta(minutes=1), outcome="bounce")

        page.get_by_text("Descartar").first.click()
        page.get_by_label("Por quê").first.fill("Não é nosso")
        page.get_by_role("button", name="Descartar").click()

        expect(page.get_by_role("alert")).to_contain_text("antes de você")
        expect(page.get_by_label("Por quê").first).to_have_value("Não é nosso")
        picture(page, "mail-conflict-390")
        must_be_accessible(page)
