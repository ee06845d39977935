"""The page of a ticket in a real browser: read, replied to, noted on, held, by keyboard; and with nothing that axe finds."""

from collections.abc import Iterator, Mapping
from datetime import timedelta

import pytest
from django.db import transaction
from playwright.sync_api import expect

from plantao.directory.models import Customer
from plantao.directory.testing import a_customer
from plantao.escalation.testing import ladders_wired, on_duty
from plantao.events.models import Event
from plantao.people.models import Person
from plantao.sla.testing import watch
from plantao.staff.models import Agent
from plantao.staff.testing import an_agent
from plantao.tickets.models import Entry, File, LinkKind, Ticket, Words
from plantao.tickets.testing import LONG_AGO, MONDAY_9H, MONDAY_10H, MONDAY_11H, a_requester, a_ticket, as_contact
from tests.browser.desk import NARROW, PHONE, WIDE, Desk, must_be_accessible, picture, press

NOW = MONDAY_11H + timedelta(minutes=3)
Size = Mapping[str, int]


@pytest.fixture
def carla(desk: Desk) -> Iterator[Agent]:
    desk.at = NOW
    with ladders_wired():
        yield an_agent("Carla Reis", at=LONG_AGO, mail="carla@jatoba.example")


@pytest.fixture
def ticket(carla: Agent) -> Ticket:
    """Return a ticket that had a morning."""
    with transaction.atomic():
        ticket = a_morning(carla)
    watch(MONDAY_11H)
    return ticket


def a_morning(carla: Agent) -> Ticket:
    on_duty("noc_coordinator", "Davi Melo")
    norte = a_customer("Norte Fibra Telecom", at=LONG_AGO)
    rui = a_requester(norte, mail="rui@norte.example")
    text = "Bom dia, o enlace principal caiu às 8h40 e a cidade inteira está sem serviço.\nO roteador não responde a ping desde então."
    ticket = a_ticket(subject="Enlace principal fora desde as 8h40", text=text, criticality="urgent", requester=rui, customer=norte)
    minutes = {number: MONDAY_9H + timedelta(minutes=number) for number in range(125)}
    ticket.assign(by=carla.actor, at=minutes[4], to=carla.person)
    ticket.attend(by=carla.actor, at=minutes[6], public=True)
    trace = File(name="traceroute.txt", content=b"1 10.0.0.1 1 ms", content_type="text/plain")
    ticket.note(by=carla.actor, at=minutes[9], words=Words("Sem luz na porta 4 do DGO; acionando a fibra.", files=(trace,)))
    ticket.reply(by=carla.actor, at=minutes[12], public=True, words=Words("Confirmamos a queda. A equipe de campo saiu agora."))
    ticket.reply(by=as_contact(rui), at=minutes[20], public=True, words=Words("Obrigado. Há previsão?", quoted="> Confirmamos a queda."))
    case = ticket.pass_to_vendor(by=carla.actor, at=minutes[25], public=True, vendor="Fibra Sul", reference="FS-4471")
    ticket.forecast(by=carla.actor, at=minutes[26], case_id=case.pk, due_at=minutes[90])
    hold = ticket.hold(by=carla.actor, at=minutes[30], public=True, reason="awaiting_customer", question="O local tem energia?")
    ticket.hold_began(hold_id=hold.pk, at=minutes[31], message=0)
    ticket.resume(by=carla.actor, at=minutes[45], public=True, reason="awaiting_customer")
    ticket.forecast_broken(by=carla.actor, at=minutes[91], case_id=case.pk)
    other = a_ticket(subject="Lentidão em Caruaru", customer=norte, opened_at=MONDAY_10H)
    ticket.link(by=carla.actor, at=minutes[95], public=True, other=other, kind=LinkKind.RELATED)
    ticket.promise(by=carla.actor, at=minutes[120], public=True, due_at=NOW + timedelta(minutes=40))
    return ticket


class TestATicketWithAHistory:
    def test_when_it_is_read_anywhere_then_nothing_stands_in_the_way(self, desk: Desk, carla: Agent, ticket: Ticket) -> None:
        for size, width in ((WIDE, 1440), (PHONE, 390), (NARROW, 320)):
            page = desk.signed_in(carla, size=size)
            page.goto(f"/tickets/{ticket.protocol}/")
            expect(page.get_by_text("FS-4471")).to_be_visible()
            expect(page.get_by_role("heading", name="Escalonamento")).to_be_visible()
            picture(page, f"ticket-{width}-light")
            if width != 320:
                page.emulate_media(color_scheme="dark")
                picture(page, f"ticket-{width}-dark")
            must_be_accessible(page)


class TestWordsWithoutASpace:
    def test_when_somebody_is_called_so_and_writes_so_then_no_page_is_wider_than_the_window(self, desk: Desk, carla: Agent) -> None:
        customer = a_customer(at=LONG_AGO)
        Customer.objects.filter(pk=customer.pk).update(name="C" * 200)
        requester = a_requester(customer)
        Person.objects.filter(pk=requester.pk).update(name="N" * 200)
        with transaction.atomic():
            ticket = a_ticket(subject="A" * 250, text="W" * 1_000, requester=requester)
        page = desk.signed_in(carla, size=PHONE)

        for address in (f"/tickets/{ticket.protocol}/", f"/tickets/{ticket.protocol}/around/", "/tickets/", "/search/?q=NNN", "/"):
            page.goto(address)
            must_be_accessible(page)


class TestByKeyboard:
    def test_when_one_replies_then_what_was_typed_waits_in_the_browser_until_it_is_sent(
        self, desk: Desk, carla: Agent, ticket: Ticket
    ) -> None:
        page = desk.signed_in(carla)
        page.goto(f"/tickets/{ticket.protocol}/")
        press(page, "r")
        page.keyboard.type("A fibra foi emendada")
        page.reload()
        words = page.get_by_label("O que o cliente vai ler")
        expect(words).to_have_value("A fibra foi emendada")
        picture(page, "ticket-reply")
        page.get_by_role("button", name="Enviar ao cliente").click()
        expect(page.locator(".timeline").get_by_text("A fibra foi emendada")).to_be_visible()
        expect(words).to_have_value("")
        assert Entry.objects.get(text="A fibra foi emendada").is_public

    def test_when_one_signs_out_then_what_was_typed_is_told_of_and_leaves_the_browser(
        self, desk: Desk, carla: Agent, ticket: Ticket
    ) -> None:
        page = desk.signed_in(carla)
        page.goto(f"/tickets/{ticket.protocol}/")
        page.evaluate("localStorage.setItem('plantao.draft.0.1.reply', 'a colleague’s')")
        press(page, "n")
        page.keyboard.type("A senha do roteador")
        page.locator(".desk-bar .menu summary").click()
        page.get_by_role("button", name="Sair").click()
        expect(page.get_by_text("O que você digitou e não enviou")).to_be_visible()
        picture(page, "sign-out")
        must_be_accessible(page)
        page.get_by_role("button", name="Sair").click()

        expect(page.get_by_role("button", name="Entrar", exact=True)).to_be_visible()
        assert page.evaluate("Object.values(localStorage)") == ["a colleague’s"]

    def test_when_one_notes_while_replying_then_the_one_form_gives_way_to_the_other(self, desk: Desk, carla: Agent, ticket: Ticket) -> None:
        page = desk.signed_in(carla)
        page.goto(f"/tickets/{ticket.protocol}/")
        press(page, "r")
        press(page, "Escape")
        press(page, "n")
        expect(page.get_by_role("button", name="Enviar ao cliente")).to_be_hidden()
        page.keyboard.type("Cliente sem energia no POP")
        picture(page, "ticket-note")
        page.get_by_role("button", name="Guardar anotação interna").click()
        expect(page.locator(".timeline [data-inside]").get_by_text("Cliente sem energia no POP").first).to_be_visible()
        assert not Entry.objects.get(text="Cliente sem energia no POP").is_public

    def test_when_one_holds_it_without_the_question_then_the_sheet_says_what_is_missing(
        self, desk: Desk, carla: Agent, ticket: Ticket
    ) -> None:
        page = desk.signed_in(carla)
        page.goto(f"/tickets/{ticket.protocol}/")
        press(page, "h")
        sheet = page.get_by_role("dialog")
        sheet.get_by_role("button", name="Colocar em pendência").click()
        expect(sheet.get_by_text("Escreva a pergunta")).to_be_visible()
        picture(page, "ticket-hold")
        must_be_accessible(page)
        sheet.get_by_label("Pergunta ao cliente").fill("Há energia no local?")
        sheet.get_by_role("button", name="Colocar em pendência").click()
        expect(page.locator(".timeline").get_by_text("Há energia no local?")).to_be_visible()


class TestAColleagueInBetween:
    def test_when_somebody_replied_meanwhile_then_it_is_shown_and_mine_goes_out_when_i_say_so(
        self, desk: Desk, carla: Agent, ticket: Ticket
    ) -> None:
        page = desk.signed_in(carla)
        page.goto(f"/tickets/{ticket.protocol}/")
        ana = an_agent("Ana Lima", at=LONG_AGO, mail="ana@jatoba.example")
        with transaction.atomic():
            ticket.reply(by=ana.actor, at=NOW, public=True, words=Words("Já voltou."))
        press(page, "r")
        page.keyboard.type("Ainda em campo")
        page.get_by_role("button", name="Enviar ao cliente").click()
        expect(page.get_by_role("alert").get_by_text("Já voltou.")).to_be_visible()
        picture(page, "ticket-conflict")
        page.get_by_role("button", name="Já vi: enviar mesmo assim").click()
        expect(page.locator("#timeline").get_by_text("Ainda em campo")).to_be_visible()
        assert Event.objects.filter(verb="ticket.replied", person=carla.person).count() == 2


class TestOnAPhone:
    @pytest.mark.parametrize("size", [PHONE, NARROW], ids=["390", "320"])
    def test_when_scrolled_to_the_end_then_nothing_is_hidden_behind_the_bar(
        self, desk: Desk, carla: Agent, ticket: Ticket, size: Size
    ) -> None:
        page = desk.signed_in(carla, size=size)
        page.goto(f"/tickets/{ticket.protocol}/")
        page.wait_for_load_state("networkidle")

        for name in ("Responder", "Anotar", "Reconhecer", "Resolver"):
            expect(page.locator(".act-bar").get_by_text(name, exact=True)).to_be_in_viewport(ratio=1)
        page.evaluate("window.scrollTo(0, document.documentElement.scrollHeight)")
        bottom = page.evaluate(
            "Math.max(...[...document.querySelectorAll('.ticket-aside > *')].map(each => each.getBoundingClientRect().bottom))"
        )
        assert bottom <= page.evaluate("document.querySelector('.act-bar').getBoundingClientRect().top")
        picture(page, f"ticket-bar-{size['width']}")
        must_be_accessible(page)

    def test_when_reply_is_pressed_at_the_bottom_then_one_writes_above_it(self, desk: Desk, carla: Agent, ticket: Ticket) -> None:
        page = desk.signed_in(carla, size=PHONE)
        page.goto(f"/tickets/{ticket.protocol}/")

        page.locator(".act-bar").get_by_text("Responder", exact=True).click()

        expect(page.get_by_label("O que o cliente vai ler")).to_be_focused()
        expect(page.get_by_role("button", name="Enviar ao cliente")).to_be_visible()
        expect(page.locator(".act-bar")).to_be_hidden()


class TestATicketThatRings:
    def test_when_its_key_is_pressed_then_it_is_acknowledged_and_the_key_is_gone(self, desk: Desk, carla: Agent, ticket: Ticket) -> None:
        page = desk.signed_in(carla)
        page.goto(f"/tickets/{ticket.protocol}/")
        expect(page.locator("#acknowledge button")).to_be_visible()

        page.keyboard.press("?")
        expect(page.locator("#keys")).to_contain_text("Reconhecer")
        page.keyboard.press("Escape")
        page.keyboard.press("a")

        expect(page.locator("#toasts")).to_contain_text("reconhecido")
        expect(page.locator("#acknowledge button")).to_have_count(0)
        assert Event.objects.filter(verb="escalation.acknowledged", person=carla.person).count() == 1
