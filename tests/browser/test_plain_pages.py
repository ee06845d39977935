"""Pages without scripts in a real browser: what a link in a mail opens, and what can't be answered; in both themes, narrow and wide."""

from datetime import timedelta

import pytest
from django.db import transaction
from playwright.sync_api import expect

from plantao.directory.testing import a_contact, a_customer
from plantao.notifications.links import LinkedAct, link
from plantao.tickets.testing import LONG_AGO, a_ticket, resolve
from tests.browser.desk import NARROW, WIDE, Desk, must_be_accessible, picture


@pytest.fixture
def disagreement(desk: Desk) -> str:
    """Return the address behind "I disagree" in the mail of a resolution."""
    with transaction.atomic():
        requester = a_contact(a_customer(at=LONG_AGO), at=LONG_AGO, mail="ana@provedor.example").person
        customer = requester.contacts.get().customer
        ticket = a_ticket(customer=customer, requester=requester, subject="Link em Belo Horizonte fora do ar", opened_at=desk.now())
        resolve(ticket, at=desk.now() + timedelta(minutes=30))
    desk.at += timedelta(hours=1)
    return "/" + link(LinkedAct.DISAGREE, ticket=ticket, person=requester).split("/", 3)[3]


class TestAPageWithoutScripts:
    @pytest.mark.parametrize("address", ["/no/such/page/", "/acknowledgement/forged/"])
    def test_when_nothing_is_there_then_it_is_said_so_that_everybody_can_read_it(self, desk: Desk, address: str) -> None:
        page = desk.visitor(size=NARROW)
        page.goto(address)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        must_be_accessible(page)
        picture(page, f"plain-{address.split('/')[1]}-320")

    def test_when_the_link_of_a_mail_is_opened_then_its_form_works(self, desk: Desk, disagreement: str) -> None:
        for size, dark in ((NARROW, True), (WIDE, False)):
            page = desk.visitor(size=size, dark=dark)
            page.goto(disagreement)
            must_be_accessible(page)
            picture(page, f"plain-disagreement-{size['width']}")
        page.get_by_label("O que ainda não está certo?").fill("Continua caindo.")
        page.get_by_role("button", name="Não concordo").click()
        expect(page.get_by_text("está registrada no protocolo")).to_be_visible()
