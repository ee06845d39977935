"""Who may change the rota: administrators; and what is one's own, oneself or a coordinator."""

from datetime import timedelta

import pytest

from plantao.events.actor import OPERATOR, Actor, ActorKind
from plantao.staff.models import Absence, Agent, Rota
from plantao.staff.models.agent import NotYours
from plantao.staff.permissions import Right
from plantao.staff.testing import a_shift, an_agent
from plantao.staff.tests.conftest import LONG_AGO, MONDAY, ROLE

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


class TestWhoMay:
    @pytest.fixture
    def carla(self) -> Agent:
        return an_agent("Carla", at=LONG_AGO)

    @pytest.fixture
    def davi(self) -> Agent:
        return an_agent("Davi", at=LONG_AGO, rights=(Right.COORDINATOR,))

    def test_only_an_administrator_changes_shifts_and_assigns(self, ana: Agent, davi: Agent, rota: Rota) -> None:
        shift = a_shift(ROLE, ana, at=MONDAY)
        boss = an_agent("Elena", at=MONDAY, rights=(Right.ADMINISTRATOR,))

        with pytest.raises(NotYours):
            shift.end(by=davi.actor, at=MONDAY)
        with pytest.raises(NotYours):
            rota.assign(davi, by=davi.actor, at=MONDAY, since=MONDAY, until=MONDAY + DAY)
        shift.end(by=boss.actor, at=MONDAY + DAY)

    def test_the_two_and_a_coordinator_hand_over_swap_and_cancel_and_nobody_else(
        self, ana: Agent, bia: Agent, carla: Agent, davi: Agent, rota: Rota
    ) -> None:
        a_shift(ROLE, ana, bia, at=MONDAY)
        terms = {"at": MONDAY, "since": MONDAY, "until": MONDAY + DAY}

        with pytest.raises(NotYours):
            rota.hand_over(ana, bia, by=carla.actor, **terms)
        with pytest.raises(NotYours):
            rota.swap(ana, bia, by=Actor(ActorKind.CONTACT, ana.person_id), **terms)
        for who in (ana, bia, davi):
            made = rota.swap(ana, bia, by=who.actor, **terms)
            with pytest.raises(NotYours):
                made.cancel(by=carla.actor, at=MONDAY)
            made.cancel(by=who.actor, at=MONDAY)

    def test_an_absence_is_ones_own_or_a_coordinators_to_tell(self, ana: Agent, bia: Agent, davi: Agent) -> None:
        with pytest.raises(NotYours):
            ana.note_absence(by=bia.actor, at=MONDAY)
        for who in (ana, davi):
            absence = ana.note_absence(by=who.actor, at=MONDAY, since=MONDAY + DAY)
            with pytest.raises(NotYours):
                absence.cancel(by=bia.actor, at=MONDAY)
            absence.cancel(by=who.actor, at=MONDAY)
        assert not Absence.objects.filter(withdrawn_at=None).exists()

    def test_who_no_longer_serves_may_not_even_what_is_theirs(self, ana: Agent) -> None:
        ana.disable(by=OPERATOR, at=MONDAY)

        with pytest.raises(NotYours):
            ana.note_absence(by=ana.actor, at=MONDAY)
