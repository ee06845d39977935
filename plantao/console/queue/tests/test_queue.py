"""The queue's page: what is wanted, in what order, a page at a time."""

from collections.abc import Iterator

import pytest
from django.test import Client

from plantao import clock
from plantao.directory.testing import a_customer
from plantao.staff.models import Agent
from plantao.staff.testing import an_agent
from plantao.tickets.models import Ticket
from plantao.tickets.testing import LONG_AGO, MONDAY_9H, MONDAY_10H, MONDAY_11H, MONDAY_12H, MONDAY_15H, a_desk, a_requester, a_ticket
from tests.pages import Budget, SignIn

NOW = MONDAY_15H
HTMX = {"HX-Request": "true"}

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _monday_at_three() -> Iterator[None]:
    with clock.frozen(NOW):
        yield


def subjects(desk: Client, address: str = "/tickets/") -> list[str]:
    answer = desk.get(address)
    assert answer.status_code == 200
    return [row.ticket.subject for row in answer.context["rows"]]


def due(subject: str, at: object) -> Ticket:
    ticket = a_ticket(subject=subject)
    Ticket.objects.filter(pk=ticket.pk).update(next_due_at=at)
    return ticket


class TestOpenTickets:
    def test_when_it_is_opened_then_what_lacks_a_next_step_stands_first_then_what_is_due_next(self, desk: Client) -> None:
        due("Later", MONDAY_12H)
        due("Sooner", MONDAY_10H)
        due("Without", None)

        assert subjects(desk) == ["Without", "Sooner", "Later"]

    def test_when_tickets_are_over_then_they_are_left_out(self, desk: Client) -> None:
        a_ticket(subject="Done", attended_at=MONDAY_10H, resolved_at=MONDAY_11H)
        a_ticket(subject="Open")

        assert subjects(desk) == ["Open"]

    def test_when_it_lacks_a_next_step_then_the_row_says_so(self, desk: Client) -> None:
        due("Without", None)

        assert "sem próximo passo" in desk.get("/tickets/").content.decode()

    def test_when_nothing_is_open_then_the_page_says_so(self, desk: Client) -> None:
        assert "Nada em aberto" in desk.get("/tickets/").content.decode()


class TestWhatIsWanted:
    @pytest.mark.parametrize(
        ("asked", "found"),
        [
            ("status=resolved", ["Done"]),
            ("status=all&text=wa", ["Waits"]),
            ("hold=any", ["Waits"]),
            ("hold=awaiting_customer", ["Waits"]),
            ("hold=none&criticality=urgent&holder=none", ["Urgent"]),
            ("department=finance", ["Bill"]),
            ("customer=norte", ["Urgent"]),
            ("holder=none&hold=none&department=support", ["Urgent"]),
            ("mine=1", ["Mine"]),
            ("text=bill", ["Bill"]),
            ("criticality=no-such", []),
            ("holder=x&mine=", ["Bill", "Mine", "Urgent", "Waits"]),
        ],
    )
    def test_when_the_address_says_it_then_only_those_are_shown(self, desk: Client, carla: Agent, asked: str, found: list[str]) -> None:
        a_ticket(subject="Done", attended_at=MONDAY_10H, resolved_at=MONDAY_11H)
        a_ticket(subject="Waits", requester=a_requester(mail="rui@norte.example"), held={"awaiting_customer": MONDAY_10H})
        a_ticket(subject="Urgent", criticality="urgent", customer=a_customer("Norte Fibra", at=LONG_AGO))
        a_ticket(subject="Bill", department="finance", criticality="planned")
        a_ticket(subject="Mine").assign(by=carla.actor, at=MONDAY_10H, to=carla.person)

        assert sorted(subjects(desk, f"/tickets/?{asked}")) == found

    def test_when_nothing_is_like_that_then_the_page_says_what_to_do(self, desk: Client) -> None:
        assert "Nenhum chamado" in desk.get("/tickets/?customer=nobody").content.decode()

    def test_when_the_agent_serves_one_department_then_others_tickets_are_not_shown(self, signed_in: SignIn) -> None:
        a_desk()
        finance = an_agent("Ana Lima", at=LONG_AGO, mail="ana@jatoba.example")
        Agent.objects.filter(pk=finance.pk).update(departments=["finance"])
        a_ticket(subject="Link", department="support")
        a_ticket(subject="Bill", department="finance", criticality="planned")

        assert subjects(signed_in(finance)) == ["Bill"]


class TestManyTickets:
    def test_when_one_walks_through_the_pages_and_back_then_each_stands_on_one_page_once(self, desk: Client) -> None:
        for number in range(60):
            due(f"T{number:02}", None if number < 10 else MONDAY_9H)
        Ticket.objects.filter(subject__in=["T58", "T59"]).update(next_due_at=MONDAY_11H)

        first = desk.get("/tickets/")
        second = desk.get(f"/tickets/{first.context['after']}")
        back = desk.get(f"/tickets/{second.context['before']}")

        pages = [[row.ticket.subject for row in answer.context["rows"]] for answer in (first, second, back)]
        assert pages[0] + pages[1] == [f"T{number:02}" for number in range(60)]
        assert pages[2] == pages[0]
        assert (first.context["before"], second.context["after"], back.context["before"]) == ("", "", "")

    @pytest.mark.parametrize("cursor", ["x", "after--", "after-1-x", f"after-{'9' * 20}-1", f"before-{'9' * 18}-1", "after-²-1"])
    def test_when_the_cursor_is_nonsense_then_it_is_the_first_page(self, desk: Client, cursor: str) -> None:
        a_ticket(subject="One")

        assert subjects(desk, f"/tickets/?cursor={cursor}") == ["One"]

    def test_when_many_are_shown_then_few_queries_are_asked(self, desk: Client, budget: Budget) -> None:
        rui = a_requester(mail="rui@norte.example")
        for number in range(20):
            a_ticket(subject=f"T{number}", requester=rui, held={"awaiting_customer": MONDAY_10H} if number % 3 else None)

        with budget(9):
            desk.get("/tickets/?department=support")

    def test_when_a_part_is_asked_for_then_the_rows_alone_come_and_ask_for_the_same_again(self, desk: Client) -> None:
        a_ticket(subject="Link down")

        said = desk.get("/tickets/?text=link", headers=HTMX).content.decode()

        assert "<html" not in said
        assert 'hx-get="/tickets/?text=link"' in said
        assert "Link down" in said
