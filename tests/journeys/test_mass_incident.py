"""One fibre, many customers: one update goes to all, each is restored at its own minute, and nobody learns who else is hit."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, transaction

from plantao.directory.testing import a_contact, a_customer
from plantao.events.actor import DESK, OPERATOR
from plantao.messaging.models import Notice
from plantao.people.models import Person
from plantao.staff.models import Agent
from plantao.staff.testing import an_agent
from plantao.tickets.models import File, LinkKind, Ticket, Words
from plantao.tickets.models.opening import Asked
from plantao.tickets.verbs import Verb
from plantao.work.loop import run_due
from tests.journeys.conftest import House, text_of

UPDATE = "Fibra rompida no km 12; a equipe chega às 10h."
PEOPLE = {"Aurora": ("ana@aurora.example", "pt-br"), "Boreal": ("bo@boreal.example", "es"), "Cedro": ("cy@cedro.example", "en")}


@transaction.atomic
def opened(house: House, *, subject: str, customer: str = "") -> Ticket:
    """Open a ticket that is nobody's, or that the contact of a new customer asks for in their language."""
    asked = Asked()
    if customer:
        mail, language = PEOPLE[customer]
        its = a_customer(customer, at=house.at)
        person = a_contact(its, at=house.at, name=f"Contact of {customer}", mail=mail).person
        Person.objects.filter(pk=person.pk).update(language=language)
        asked = Asked(customer=its, requester=person)
    words = Words("Sem sinal.")
    return Ticket.open(by=DESK, at=house.at, public=True, channel="email", subject=subject, words=words, asked=asked)


@pytest.fixture
def parent(house: House) -> Ticket:
    return opened(house, subject="Backbone BHZ-RIO")


@pytest.fixture
def agent(house: House) -> Agent:
    return an_agent(at=house.at)


@pytest.fixture
def children(house: House, parent: Ticket) -> list[Ticket]:
    tickets = [opened(house, subject=f"Down at {customer}", customer=customer) for customer in PEOPLE]
    for ticket in tickets:
        with transaction.atomic():
            ticket.link(by=OPERATOR, at=house.at, public=True, other=parent, kind=LinkKind.PARENT)
    house.later(minutes=5)
    return tickets


@transaction.atomic
def say(ticket: Ticket, agent: Agent, house: House, text: str = UPDATE, *, files: tuple[File, ...] = ()) -> None:
    ticket.reply(by=agent.actor, at=house.at, public=True, words=Words(text, files=files))


def heard(ticket: Ticket) -> list[tuple[str, str | None]]:
    """Return what a child heard from its parent, and why not where it could not."""
    events = ticket.timeline.events.filter(verb=Verb.PASSED_DOWN).order_by("pk")
    return [(event.facts["act"], event.facts["refused"]) for event in events]


class TestAParentOfThreeCustomers:
    def test_when_staff_reply_then_each_hears_it_in_their_language_and_thread(
        self, house: House, parent: Ticket, children: list[Ticket], agent: Agent
    ) -> None:
        before = len(house.sent())

        say(parent, agent, house, files=(File(name="rota.txt", content=b"km 12", content_type="text/plain"),))
        house.later(minutes=2)

        told = {str(mail["To"]): mail for mail in house.sent()[before:]}
        answers = {"ana@aurora.example": "nossa resposta", "bo@boreal.example": "nuestra respuesta", "cy@cedro.example": "our answer"}
        for child, (address, phrase) in zip(children, answers.items(), strict=True):
            text = text_of(next(mail for to, mail in told.items() if address in to))
            assert UPDATE in text
            assert phrase in text
            assert child.protocol in text
            assert not [each for each in (parent, *children) if each != child and each.protocol in text]
        assert [[file.get_filename() for file in mail.iter_attachments()] for mail in told.values()] == [["rota.txt"]] * 3
        assert len(told) == 3
        assert all(Ticket.objects.get(pk=child.pk).status == "attended" for child in children)

    def test_when_the_first_of_them_is_reached_then_the_parent_is_attended_at_that_instant(
        self, house: House, parent: Ticket, children: list[Ticket], agent: Agent
    ) -> None:
        say(children[1], agent, house, "Já estamos vendo.")
        reached_at = house.at
        house.run()
        house.later(minutes=3)
        say(parent, agent, house)
        house.run()

        parent.refresh_from_db()
        assert (parent.status, parent.attended_at) == ("attended", reached_at)
        assert parent.timeline.events.filter(verb=Verb.ATTENDED).count() == 1

    def test_when_nobody_of_ours_has_said_a_word_then_the_parent_is_not_attended(
        self, house: House, parent: Ticket, children: list[Ticket]
    ) -> None:
        house.run()

        parent.refresh_from_db()
        assert parent.attended_at is None

    def test_when_one_is_resolved_then_it_hears_no_more(self, house: House, parent: Ticket, children: list[Ticket], agent: Agent) -> None:
        with transaction.atomic():
            children[0].cancel(by=OPERATOR, at=house.at, public=True, reason="Não é mais necessário.")

        say(parent, agent, house)
        house.run()

        assert [heard(child) for child in children] == [[], [(Verb.REPLIED, None)], [(Verb.REPLIED, None)]]

    def test_when_it_is_restored_then_children_are_told_and_restored_each_at_its_own_instant(
        self, house: House, parent: Ticket, children: list[Ticket], agent: Agent
    ) -> None:
        before = len(house.sent())
        with transaction.atomic():
            parent.restore(by=agent.actor, at=house.at, public=True)
        house.later(minutes=2)

        assert [Ticket.objects.get(pk=child.pk).restored_at for child in children] == [None] * 3
        assert sorted(text_of(mail).count("the common fault is over") for mail in house.sent()[before:]) == [0, 0, 1]
        with transaction.atomic():
            children[1].restore(by=agent.actor, at=house.at, public=True)
        assert Ticket.objects.get(pk=children[1].pk).restored_at == house.at

    def test_when_it_waits_or_promises_then_so_do_the_children_and_what_they_cannot_is_marked(
        self, house: House, parent: Ticket, children: list[Ticket], agent: Agent
    ) -> None:
        with transaction.atomic():
            children[2].hold(by=OPERATOR, at=house.at, public=True, reason="scheduled")
        with transaction.atomic():
            parent.hold(by=agent.actor, at=house.at, public=True, reason="scheduled", ends_at=house.at + timedelta(hours=5))
            parent.promise(by=agent.actor, at=house.at, public=True, due_at=house.at + timedelta(hours=1))
        house.run()

        assert heard(children[0]) == [(Verb.HELD, None), (Verb.PROMISED, None)]
        assert heard(children[2]) == [(Verb.HELD, "AlreadyOnHold"), (Verb.PROMISED, None)]
        assert children[0].holds.get().ends_at == house.at + timedelta(hours=5)
        assert children[0].promises.get(ended_at=None).due_at == house.at + timedelta(hours=1)

    def test_when_one_is_linked_later_or_a_note_is_written_then_it_hears_the_last_public_word_and_what_comes(
        self, house: House, parent: Ticket, children: list[Ticket], agent: Agent
    ) -> None:
        with transaction.atomic():
            children[0].unlink(by=OPERATOR, at=house.at, public=True, other=parent, kind=LinkKind.PARENT)
        say(parent, agent, house, "Antes.")
        say(parent, agent, house, "Primeira.")
        with transaction.atomic():
            parent.note(by=agent.actor, at=house.at, words=Words("Internal."))
            children[0].link(by=OPERATOR, at=house.at, public=True, other=parent, kind=LinkKind.PARENT)
        say(parent, agent, house, "Segunda.")
        house.run()

        said = [entry.text for entry in children[0].entries.filter(kind="reply")]
        assert said == ["Primeira.", "Segunda."]
        assert [entry.text for entry in children[1].entries.filter(kind="reply")] == ["Antes.", "Primeira.", "Segunda."]
        assert not children[1].entries.filter(text="Internal.").exists()

    def test_when_one_more_customer_calls_later_then_they_hear_at_once_what_holds_and_nothing_twice(
        self, house: House, parent: Ticket, agent: Agent
    ) -> None:
        say(parent, agent, house, "Primeira.")
        with transaction.atomic():
            parent.hold(by=agent.actor, at=house.at, public=True, reason="scheduled", ends_at=house.at + timedelta(hours=5))
            parent.promise(by=agent.actor, at=house.at, public=True, due_at=house.at + timedelta(minutes=30))
        house.later(minutes=10)
        late = opened(house, subject="Down too", customer="Boreal")
        for _ in range(2):
            with transaction.atomic():
                late.link(by=OPERATOR, at=house.at, public=True, other=parent, kind=LinkKind.PARENT)
            house.later(minutes=1)
            with transaction.atomic():
                late.unlink(by=OPERATOR, at=house.at, public=True, other=parent, kind=LinkKind.PARENT)

        assert heard(late) == [(Verb.REPLIED, None), (Verb.PROMISED, None)]
        assert any("Primeira." in text_of(mail) for mail in house.sent() if "bo@boreal.example" in str(mail["To"]))
        assert not late.holds.exists()

    def test_when_the_promise_has_passed_then_it_is_not_made_anew(self, house: House, parent: Ticket, agent: Agent) -> None:
        with transaction.atomic():
            parent.promise(by=agent.actor, at=house.at, public=True, due_at=house.at + timedelta(minutes=30))
        house.later(hours=1)
        late = opened(house, subject="Down too", customer="Boreal")

        with transaction.atomic():
            late.link(by=OPERATOR, at=house.at, public=True, other=parent, kind=LinkKind.PARENT)
        house.run()

        assert heard(late) == []

    def test_when_two_workers_pass_it_down_then_each_child_hears_everything_once_in_order(
        self, house: House, parent: Ticket, children: list[Ticket], agent: Agent
    ) -> None:
        texts = [f"Aviso {number}." for number in range(6)]

        def work(_: int) -> None:
            try:
                run_due(house.at)
            finally:
                connection.close()

        with ThreadPoolExecutor(2) as pool:
            for text in texts:
                say(parent, agent, house, text)
                list(pool.map(work, range(2)))
        house.run()

        for child in children:
            assert [entry.text for entry in child.entries.filter(kind="reply").order_by("pk")] == texts
            assert Notice.objects.filter(thread=child.thread, occasion="reply").count() == len(texts)


class TestAParentOfACustomer:
    def test_when_staff_reply_there_then_nothing_of_it_reaches_another_customer(self, house: House, agent: Agent) -> None:
        parent, child = opened(house, subject="One", customer="Aurora"), opened(house, subject="Two", customer="Boreal")
        with transaction.atomic():
            child.link(by=OPERATOR, at=house.at, public=False, other=parent, kind=LinkKind.PARENT)

        say(parent, agent, house)
        house.run()

        assert heard(child) == [(Verb.REPLIED, "AnotherCustomers")]
        assert not child.entries.filter(text=UPDATE).exists()
