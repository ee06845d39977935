"""Statements written once that read a row with what belongs to it."""

import pytest
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext

from plantao.events.models import Timeline
from plantao.people.models import Person
from plantao.people.testing import a_person
from plantao.prepared import Among, Gap, Prepared
from plantao.staff.models import Agent
from plantao.staff.tests.conftest import MONDAY


@pytest.mark.django_db
class TestAQueryThatJoins:
    def test_gives_each_row_with_what_belongs_to_it_and_nothing_where_nothing_does(self) -> None:
        person = a_person("Carla Reis", at=MONDAY)
        agent = Agent.objects.create(person=person, timeline=Timeline.objects.create(), created_at=MONDAY)
        stranger = a_person("Ana Souza", at=MONDAY)
        of_ids = Prepared(lambda: Person.objects.filter(Among(F("pk"), Gap("ids"))).select_related("agent__timeline").order_by("pk"))

        with CaptureQueriesContext(connection) as captured:
            carla, ana = of_ids.rows(ids=[person.pk, stranger.pk])
            found = carla.agent, carla.agent.timeline.pk, carla.agent.person, getattr(ana, "agent", None)

        assert found == (agent, agent.timeline_id, carla, None)
        assert len(captured) == 1
        assert of_ids.rows(ids=[]) == []
