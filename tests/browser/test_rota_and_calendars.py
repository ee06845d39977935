"""The rota and the calendars in a real browser: on a desk, on a phone, on the narrowest; in both themes."""

from datetime import timedelta

import pytest
from django.db import transaction
from playwright.sync_api import expect

from plantao.events.actor import OPERATOR
from plantao.staff.models import Agent, Rota
from plantao.staff.permissions import Right
from plantao.staff.testing import a_shift, an_agent
from plantao.tickets.testing import LONG_AGO, a_ticket
from tests.browser.desk import NARROW, PHONE, WIDE, Desk, must_be_accessible, picture, press

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


class TestPlanning:
    @pytest.fixture
    def elena(self, carla: Agent) -> Agent:
        with transaction.atomic():
            return an_agent("Elena Paz", at=LONG_AGO, rights=(Right.ADMINISTRATOR,))

    def test_when_somebody_is_put_into_a_gap_by_keyboard_then_it_closes_and_the_entry_has_the_focus(self, desk: Desk, elena: Agent) -> None:
        page = desk.signed_in(elena)
        page.goto("/rota/")
        gap = page.get_by_role("link", name="Designar alguém").first
        gap.focus()
        press(page, "Enter")
        sheet = page.get_by_role("dialog", name="Designar alguém uma vez")
        expect(sheet).to_be_visible()
        expect(sheet.get_by_label("Função")).to_have_value("noc_manager")
        must_be_accessible(page)
        press(page, "Escape")
        expect(gap).to_be_focused()

        press(page, "Enter")
        sheet.get_by_label("Quem").select_option(label="Davi Melo")
        sheet.get_by_role("button", name="Designar").click()

        entry = page.get_by_role("listitem").filter(has_text="Davi Melo em primeiro lugar na fila")
        expect(entry).to_be_focused()

    def test_when_the_rule_says_no_then_the_sentence_stands_in_the_sheet_and_what_was_chosen_stays(self, desk: Desk, elena: Agent) -> None:
        page = desk.signed_in(elena, size=NARROW)
        page.goto("/rota/")
        press(page, "t")
        sheet = page.get_by_role("dialog", name="Trocar plantões")
        sheet.get_by_label("Uma pessoa").select_option(label="Davi Melo")
        sheet.get_by_label("A outra").select_option(label="Davi Melo")
        sheet.get_by_label("Até").fill("2026-11-25T12:00")
        sheet.get_by_role("button", name="Trocar").click()

        expect(sheet.get_by_role("alert")).to_contain_text("duas pessoas")
        expect(sheet.get_by_label("Até")).to_have_value("2026-11-25T12:00")
        must_be_accessible(page)
        picture(page, "rota-refused-320")

    def test_when_a_colleague_was_faster_then_it_is_shown_and_may_be_sent_again(self, desk: Desk, elena: Agent, carla: Agent) -> None:
        page = desk.signed_in(elena, size=PHONE, dark=True)
        page.goto("/rota/")
        page.get_by_role("link", name="Designar uma vez").click()
        sheet = page.get_by_role("dialog", name="Designar alguém uma vez")
        sheet.get_by_label("Função").select_option("noc_coordinator")
        sheet.get_by_label("Quem").select_option(label="Carla Reis")
        sheet.get_by_label("Até").fill("2026-11-25T12:00")
        with transaction.atomic():
            rota = Rota.objects.of("noc_coordinator")
            rota.assign(carla, by=OPERATOR, at=desk.now(), since=desk.now(), until=desk.now() + timedelta(hours=1))
        sheet.get_by_role("button", name="Designar").click()
        expect(sheet.get_by_role("alert")).to_contain_text("Carla Reis")
        must_be_accessible(page)
        picture(page, "rota-conflict-390")

        sheet.get_by_role("button", name="Já vi").click()

        expect(page.locator("#toasts")).to_contain_text("A pessoa está de plantão nesse período.")

    def test_when_a_shift_is_asked_for_then_rows_are_added_and_everybody_can_fill_it_in(self, desk: Desk, elena: Agent) -> None:
        page = desk.signed_in(elena, size=PHONE)
        page.goto("/rota/")
        page.get_by_role("link", name="Novo turno").click()
        sheet = page.get_by_role("dialog", name="Novo turno")
        sheet.get_by_label("Quem, na ordem do rodízio").select_option(label="Davi Melo")
        sheet.get_by_role("button", name="Mais uma pessoa").click()
        expect(sheet.get_by_label("Depois")).to_have_count(2)
        expect(sheet.get_by_label("Quem, na ordem do rodízio")).to_have_value(str(Agent.objects.get(person__name="Davi Melo").pk))
        must_be_accessible(page)
        picture(page, "rota-shift-390")

        sheet.get_by_role("button", name="Incluir").click()

        expect(page.get_by_role("listitem").filter(has_text="Davi Melo").filter(has_text="dia e noite")).to_be_focused()


class TestTheCalendars:
    def test_when_they_are_opened_then_everybody_can_read_them(self, desk: Desk, carla: Agent) -> None:
        everywhere(desk, carla, "/calendars/", "calendars")

    def test_when_a_day_is_set_then_what_moves_is_seen_first_and_the_day_has_the_focus_after(self, desk: Desk, carla: Agent) -> None:
        with transaction.atomic():
            elena = an_agent("Elena Paz", at=LONG_AGO, rights=(Right.ADMINISTRATOR,))
            ticket = a_ticket(criticality="controlled", opened_at=desk.now())
        page = desk.signed_in(elena, size=PHONE)
        page.goto("/calendars/")
        press(page, "n")
        sheet = page.get_by_role("dialog", name="Definir um dia de um calendário")
        sheet.get_by_label("Calendário").select_option("office")
        sheet.get_by_label("Dia", exact=True).fill("2026-11-24")
        sheet.get_by_label("Por quê").fill("Luto oficial")
        sheet.get_by_role("button", name="Ver o que muda").click()
        expect(sheet.get_by_text(ticket.protocol)).to_be_visible()
        must_be_accessible(page)
        picture(page, "calendars-moves-390")

        sheet.get_by_role("button", name="Definir o dia").click()

        expect(page.locator("#office-2026-11-24")).to_be_focused()
        page.get_by_role("link", name="Chamados abertos").click()
        expect(page.get_by_role("dialog", name="Reavaliar chamados abertos").get_by_text(ticket.protocol)).to_be_visible()
