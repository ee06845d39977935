"""The timeline of a ticket's page: how what happened is told."""

from datetime import timedelta

import pytest
from django.test import Client

from plantao.console.tickets.timeline import Line
from plantao.events.actor import DESK, Actor, ActorKind
from plantao.events.models import Event
from plantao.events.recording import record
from plantao.messaging.models import Notice
from plantao.messaging.verbs import Verb as Messaging
from plantao.staff.models import Agent
from plantao.staff.testing import an_agent
from plantao.tickets.models import Late, Ticket, Words
from plantao.tickets.testing import LONG_AGO, MONDAY_10H, MONDAY_11H, as_contact
from plantao.tickets.verbs import Verb

pytestmark = pytest.mark.django_db


def line_of(desk: Client, ticket: Ticket, verb: str) -> Line:
    """Return how its page tells the newest event of a verb."""
    number = Event.objects.filter(timeline=ticket.timeline_id, verb=verb).latest("pk").pk
    lines: list[Line] = desk.get(f"/tickets/{ticket.protocol}/").context["timeline"].lines
    return next(line for line in lines if line.number == number)


class TestATimeline:
    def test_when_a_message_came_back_then_it_says_to_whom_it_went(self, desk: Client, ticket: Ticket, carla: Agent) -> None:
        said = ticket.reply(by=carla.actor, at=MONDAY_10H, public=True, words=Words("On our way.")).event
        notice = Notice.objects.create(
            event=said, occasion="replied", person=ticket.requester, channel="email", address="rui@norte.example", language="en",
            state="withheld", created_at=MONDAY_10H, is_public=True, content={},
        )  # fmt: skip
        record(ticket, Messaging.BOUNCED, by=DESK, at=MONDAY_11H, public=False, message=1, notices=[notice.pk], occasions=["replied"])

        assert "Bruno Lima" in line_of(desk, ticket, Messaging.BOUNCED).says

    def test_when_the_requester_agreed_to_a_lower_criticality_then_that_stands_there(
        self, desk: Client, ticket: Ticket, carla: Agent
    ) -> None:
        ana = an_agent("Ana Lima", at=LONG_AGO)
        ticket.classify(
            by=ana.actor, at=MONDAY_10H, public=True, criticality="planned", reason="It can wait.", has_consent=True,
            approved_by=carla.actor,
        )  # fmt: skip

        said = line_of(desk, ticket, Verb.CLASSIFIED).says

        assert said.endswith("com o consentimento do solicitante, com aprovação de Carla Reis")

    def test_when_a_vendor_writes_then_nobody_is_said_to_have_written_it_down(self, desk: Client, ticket: Ticket, carla: Agent) -> None:
        case = ticket.pass_to_vendor(by=carla.actor, at=MONDAY_10H, public=False, vendor="Fabricante Sul")
        vendor = Actor(ActorKind.STRANGER)
        ticket.hear_from_vendor(by=vendor, at=MONDAY_11H, case_id=case.pk, words=Words("By noon."))

        assert line_of(desk, ticket, Verb.HEARD_FROM_VENDOR).says == "escreveu, como fornecedor"

    @pytest.mark.parametrize(("seconds", "is_told"), [(59, False), (60, True)])
    def test_when_it_was_written_down_in_the_minute_it_happened_then_only_one_instant_is_told(
        self, desk: Client, ticket: Ticket, seconds: int, is_told: bool
    ) -> None:
        assert ticket.requester is not None
        late = Late(MONDAY_10H + timedelta(seconds=seconds))
        ticket.reply(by=as_contact(ticket.requester), at=MONDAY_10H, public=True, words=Words("Still down."), late=late)

        assert (line_of(desk, ticket, Verb.REPLIED).recorded_at is not None) is is_told
