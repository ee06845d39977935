"""Open by phone: the protocol before anything else, whatever becomes of the call."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from plantao import clock
from plantao.agreements.testing import a_contract
from plantao.directory.models import Contact
from plantao.directory.testing import a_contact, a_customer, a_service
from plantao.people.addresses import Kind
from plantao.people.models import Person
from plantao.staff.models import Agent
from plantao.tickets.models import Entry, Protocol, Ticket
from plantao.tickets.testing import LONG_AGO, MONDAY_9H, a_ticket
from plantao.tickets.verbs import Verb
from tests.pages import Budget

HTMX = {"HX-Request": "true"}

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_monday() -> Iterator[None]:
    with clock.frozen(MONDAY_9H):
        yield


@pytest.fixture
def bruno(carla: Agent) -> Contact:
    aurora = a_customer("Provedor Aurora", at=LONG_AGO)
    a_contract(aurora, "basic", at=LONG_AGO)
    a_service(aurora, "BHZ-0001", at=LONG_AGO)
    bruno = a_contact(aurora, at=LONG_AGO, name="Bruno Lima", mail="bruno@aurora.example")
    bruno.person.add_address(Kind.PHONE, "+55 31 5555-0143", at=LONG_AGO)
    return bruno


def pick(desk: Client, contact: Contact, *, token: str = "one") -> str:
    """Pick a caller; return the number of the call."""
    answer = desk.post(reverse("calls"), {"token": token, "contact": contact.pk})
    assert answer.status_code == 302, answer.content.decode()
    return answer["Location"].split("/")[2]


def say(desk: Client, protocol: str, **said: str) -> Any:
    """Send what the caller says, as the form would."""
    ticket = Ticket.objects.by_protocol(protocol)
    place = {"department": ticket.department, "item": ticket.item, "criticality": ticket.criticality}
    return desk.post(reverse("call-matter", args=[protocol]), {"token": f"said on {protocol}", "words": "", **place, **said}, headers=HTMX)


class TestTheSearch:
    def test_when_nothing_is_typed_then_the_field_waits_and_a_stranger_can_be_served(self, desk: Client, budget: Budget) -> None:
        with budget(15):
            page = desk.get(reverse("call")).content.decode()

        assert 'id="q"' in page
        assert "autofocus" in page
        assert page.count('name="token"') == 1

    def test_when_a_caller_is_found_then_all_that_helps_to_know_them_is_there(self, desk: Client, bruno: Contact, budget: Budget) -> None:
        open_ticket = a_ticket(customer=bruno.customer, requester=bruno.person, subject="Perda de pacotes")

        with budget(15):
            part = desk.get(reverse("call"), {"q": "31 5555-0143"}, headers=HTMX).content.decode()

        assert "<html" not in part
        for fact in ("Bruno Lima", "Provedor Aurora", "+55 31 5555-0143", "basic", open_ticket.protocol, "Perda de pacotes"):
            assert fact in part
        assert 'name="number" value="31 5555-0143"' in part

    def test_when_a_protocol_is_read_out_then_its_ticket_is_found(self, desk: Client, bruno: Contact) -> None:
        ticket = a_ticket(customer=bruno.customer)

        part = desk.get(reverse("call"), {"q": ticket.protocol}, headers=HTMX).content.decode()

        assert reverse("call-contacts", args=[ticket.protocol]) in part

    def test_when_nobody_fits_then_it_says_so_and_keeps_what_was_typed(self, desk: Client, bruno: Contact) -> None:
        part = desk.get(reverse("call"), {"q": "Zulmira"}, headers=HTMX).content.decode()

        assert "call-none" in part
        assert 'value="Zulmira"' in part


class TestPickingACaller:
    def test_when_they_are_picked_then_they_have_a_protocol_before_a_word_is_said(
        self, desk: Client, bruno: Contact, carla: Agent, budget: Budget
    ) -> None:
        protocol = pick(desk, bruno)

        ticket = Ticket.objects.get(protocol=protocol)
        assert (ticket.channel, ticket.status, ticket.attended_at) == ("phone", "attended", MONDAY_9H)
        assert (ticket.requester, ticket.customer, ticket.plan) == (bruno.person, bruno.customer, "basic")
        assert (ticket.criticality, ticket.holder) == (ticket.terms.unclassified.criticality, carla.person)
        with budget(15):
            page = desk.get(reverse("call-matter", args=[protocol])).content.decode()
        assert f'<p class="protocol-large">{protocol}</p>' in page
        assert page.index("protocol-large") < page.index('name="words"')

    def test_when_it_is_sent_twice_then_there_is_one_ticket(self, desk: Client, bruno: Contact) -> None:
        assert pick(desk, bruno, token="same") == pick(desk, bruno, token="same")  # noqa: S106 - of a form

        assert Ticket.objects.count() == 1
        pick(desk, bruno, token="another")  # noqa: S106 - of a form
        assert Ticket.objects.count() == 2

    def test_when_the_caller_hangs_up_then_what_is_there_is_true(self, desk: Client, bruno: Contact) -> None:
        ticket = Ticket.objects.get(protocol=pick(desk, bruno))

        assert ticket.subject == "Ligação de Bruno Lima"
        assert not ticket.is_described
        assert ticket.is_open

    def test_when_nobody_knows_them_then_a_name_and_a_number_do(self, desk: Client, bruno: Contact) -> None:
        desk.post(reverse("calls"), {"token": "x", "name": "Zulmira", "number": "(31) 3555-0177", "customer": bruno.customer.pk})

        ticket = Ticket.objects.get()
        assert ticket.requester == Person.objects.at_address(Kind.PHONE, "+553135550177")
        assert (ticket.requester and ticket.requester.name, ticket.customer) == ("Zulmira", bruno.customer)

    def test_when_they_say_nothing_of_themselves_then_they_have_a_protocol_all_the_same(self, desk: Client) -> None:
        desk.post(reverse("calls"), {"token": "x"})

        assert Ticket.objects.get().requester is None

    def test_when_the_number_is_none_then_it_is_asked_again_and_the_name_kept(self, desk: Client) -> None:
        answer = desk.post(reverse("calls"), {"token": "x", "name": "Zulmira", "number": "12"})

        assert answer.status_code == 422
        assert 'value="Zulmira"' in answer.content.decode()


class TestACallAboutAnOpenTicket:
    def test_when_it_is_picked_then_the_call_has_a_number_of_its_own(self, desk: Client, bruno: Contact) -> None:
        ticket = a_ticket(customer=bruno.customer)

        for _ in range(2):
            answer = desk.post(reverse("call-contacts", args=[ticket.protocol]), {"token": "x"})

        again = Protocol.objects.get(ticket=ticket, is_first=False)
        assert (answer["Location"], again.channel) == (reverse("call-matter", args=[again.number]), "phone")
        page = desk.get(answer["Location"]).content.decode()
        assert f'<p class="protocol-large">{again.number}</p>' in page
        assert 'name="criticality"' not in page

    def test_when_they_say_something_then_it_is_written_there(self, desk: Client, bruno: Contact) -> None:
        ticket = a_ticket(customer=bruno.customer)
        desk.post(reverse("call-contacts", args=[ticket.protocol]), {"token": "x"})
        number = Protocol.objects.get(ticket=ticket, is_first=False).number

        answer = desk.post(reverse("call-matter", args=[number]), {"token": "y", "words": "Voltou a cair."}, headers=HTMX)

        assert answer["HX-Redirect"] == reverse("call-promised", args=[number])
        assert Entry.objects.get(event__verb=Verb.DESCRIBED).text == "Voltou a cair."


class TestTheMatter:
    def test_when_all_is_said_then_the_verbs_have_it(self, desk: Client, bruno: Contact) -> None:
        protocol = pick(desk, bruno)

        answer = say(
            desk, protocol, words="Sem luz desde as 8.", subject="Sem luz", service="bhz-0001",
            criticality="emergency", reason="Tudo parado.", given_on_site_contact="Dalva, ramal 12",
        )  # fmt: skip

        assert answer["HX-Redirect"] == reverse("call-promised", args=[protocol])
        ticket = Ticket.objects.get(protocol=protocol)
        assert (ticket.subject, ticket.criticality, str(ticket.service)) == ("Sem luz", "emergency", "BHZ-0001")
        assert ticket.answers.get(field="on_site_contact").text == "Dalva, ramal 12"
        assert Entry.objects.get(event__verb=Verb.DESCRIBED).text == "Sem luz desde as 8."

    def test_when_it_is_refused_then_the_sentence_comes_alone_and_nothing_is_done(self, desk: Client, bruno: Contact) -> None:
        protocol = pick(desk, bruno)

        answer = say(desk, protocol, words="Uma dúvida.", criticality="planned", reason="Só uma dúvida.")

        assert answer.status_code == 409
        assert "<form" not in answer.content.decode()
        assert 'role="alert"' in answer.content.decode()

    def test_when_they_agree_that_it_is_less_grave_then_it_is_lowered(self, desk: Client, bruno: Contact) -> None:
        protocol = pick(desk, bruno)

        say(desk, protocol, words="Uma dúvida.", criticality="planned", reason="Só uma dúvida.", consent="on")

        assert Ticket.objects.get(protocol=protocol).criticality == "planned"

    def test_when_it_is_sent_twice_then_it_is_said_once(self, desk: Client, bruno: Contact) -> None:
        protocol = pick(desk, bruno)

        assert [say(desk, protocol, words="Sem luz.", subject="Sem luz").status_code for _ in range(2)] == [204, 204]

        assert Entry.objects.filter(event__verb=Verb.DESCRIBED).count() == 1

    def test_when_nobody_knows_the_service_then_it_says_so_and_nothing_typed_is_lost(self, desk: Client, bruno: Contact) -> None:
        protocol = pick(desk, bruno)

        answer = say(desk, protocol, service="NADA-9", words="Sem luz.")

        assert answer.status_code == 422
        assert all(typed in answer.content.decode() for typed in ("NADA-9", "Sem luz."))

    def test_when_a_choice_is_made_then_what_follows_is_shown(self, desk: Client, bruno: Contact, budget: Budget) -> None:
        protocol = pick(desk, bruno)
        handbook = Ticket.objects.get(protocol=protocol).terms
        department = next(iter(handbook.departments))

        with budget(15):
            part = desk.get(
                reverse("call-asks", args=[protocol]),
                {"department": department, "criticality": "emergency"},
                headers={**HTMX, "HX-Trigger-Name": "criticality"},
            ).content.decode()

        assert 'data-change="raised"' in part
        assert "quem está no local" in part
        assert "junto ao equipamento" in part
        assert "<fieldset" not in part


class TestTheEnd:
    def test_when_it_is_kept_then_what_was_said_before_hanging_up_is_there(self, desk: Client, bruno: Contact, budget: Budget) -> None:
        protocol = pick(desk, bruno)

        with budget(15):
            page = desk.get(reverse("call-promised", args=[protocol])).content.decode()

        assert protocol in page
        assert reverse("ticket", args=[protocol]) in page
        assert 'data-key="c"' in page

    def test_when_it_was_a_wrong_number_then_it_is_no_contact_and_can_be_taken_back(self, desk: Client, bruno: Contact) -> None:
        protocol = pick(desk, bruno)

        page = desk.post(reverse("call-mistakes", args=[protocol]), follow=True).content.decode()

        assert not Ticket.objects.get(protocol=protocol).is_contact
        assert reverse("call-second-thoughts", args=[protocol]) in page
        desk.post(reverse("call-second-thoughts", args=[protocol]))
        assert Ticket.objects.get(protocol=protocol).is_contact
