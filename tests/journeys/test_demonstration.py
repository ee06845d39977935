"""The demonstration: who may sign in, where it is loaded and where not, and that it lives on within bounds."""

import argparse
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth import authenticate
from django.db import transaction

from plantao import clock
from plantao.agreements.models import CalendarVersion, HandbookPeriod
from plantao.demo import living
from plantao.demo.logins import logins
from plantao.events.actor import DESK
from plantao.messaging.models import Inbound
from plantao.operate import demo
from plantao.operate.first_handbook import apply_where_none
from plantao.operate.simulated import Simulation
from plantao.operate.trouble import Trouble
from plantao.operate.up import FIRST_HANDBOOK
from plantao.people.models import Person
from plantao.staff.models import Agent
from plantao.tickets.models import Ticket, Words
from plantao.tickets.models.hold import AWAITING_CUSTOMER
from plantao.tickets.models.opening import Asked
from plantao.work.loop import run_due

NOW = datetime(2026, 11, 19, 15, tzinfo=UTC)


def asked_for(*words: str) -> argparse.Namespace:
    """Return the options of `plantao demo`."""
    parser = argparse.ArgumentParser()
    demo.configure(parser)
    return parser.parse_args(words)


@pytest.fixture
def _nothing_happens(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """A month in which nobody does anything: everybody is there at its end."""
    monkeypatch.setattr(Simulation, "instants", lambda life: iter(()))
    monkeypatch.setattr(demo, "open_rooms", lambda: None)


@pytest.fixture
def _loaded(_nothing_happens: None) -> Iterator[None]:
    with clock.frozen(NOW):
        apply_where_none(FIRST_HANDBOOK, at=NOW)
        assert demo.run(asked_for()) == 0
        yield


@pytest.mark.usefixtures("_loaded")
class TestADemonstration:
    def test_when_it_is_loaded_then_one_for_each_job_may_sign_in_with_what_is_printed(self, capsys: pytest.CaptureFixture[str]) -> None:
        capsys.readouterr()
        assert demo.run(asked_for("--json")) == 0
        told = json.loads(capsys.readouterr().out)["logins"]

        jobs = [login["job"] for login in told]
        assert sorted(jobs) == sorted({"analyst", "engineer", "coordinator", "manager", "director", "finance", "sales", "administrator"})
        for login in told:
            person = authenticate(request=None, username=login["mail"], email=login["mail"], password=login["password"])
            assert isinstance(person, Person)
            assert person.is_fictional
            assert Agent.objects.filter(person=person).exists()

    def test_when_a_handbook_was_put_in_force_for_it_then_that_came_into_force_as_the_month_began(self) -> None:
        periods = list(HandbookPeriod.objects.values_list("version__number", "since", "until"))

        assert periods == [(1, NOW - timedelta(days=demo.DAYS), None)]
        assert list(CalendarVersion.objects.values_list("number", "made_at")) == [(1, NOW - timedelta(days=demo.DAYS))]

    def test_when_its_busy_hours_pass_then_somebody_writes_now_and_then(self) -> None:
        said = [living.minute(NOW + timedelta(minutes=minute)) for minute in range(60)]

        wrote = [line for line in said if line.endswith(" wrote")]
        assert 4 <= len(wrote) <= 20
        assert Inbound.objects.count() == len(wrote)

    def test_when_it_is_night_then_hardly_anybody_does(self) -> None:
        night = NOW.replace(hour=6)

        assert sum(bool(living.minute(night + timedelta(minutes=minute))) for minute in range(60)) <= 4

    def test_when_somebody_was_asked_then_they_answer_after_a_while(self) -> None:
        ticket = a_question_asked(at=NOW)

        said = [living.minute(NOW + timedelta(minutes=minute)) for minute in range(3, 40)]
        with clock.frozen(NOW + timedelta(minutes=40)):
            run_due(NOW + timedelta(minutes=40), raises=True)

        assert any(line.endswith(" answered") for line in said)
        assert not ticket.is_on_hold

    def test_when_nobody_works_on_the_tickets_then_nobody_new_writes(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(living, "MOST_OPEN", 0)

        assert not any(living.minute(NOW + timedelta(minutes=minute)) for minute in range(30))

    def test_when_it_is_asked_for_again_then_nothing_is_loaded_twice(self) -> None:
        people = Person.objects.count()

        assert demo.run(asked_for()) == 0

        assert Person.objects.count() == people


@pytest.mark.usefixtures("_nothing_happens")
class TestNoDemonstration:
    def test_when_nobody_of_it_is_there_then_nothing_lives_on(self) -> None:
        assert logins() == ()
        assert not any(living.minute(NOW + timedelta(minutes=minute)) for minute in range(30))

    def test_when_the_machine_is_too_busy_then_it_is_left_out_and_nothing_stays(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(demo, "PATIENCE", 0.0)

        with pytest.raises(Trouble, match="so busy"), clock.frozen(NOW):
            demo.run(asked_for("--hurried"))

        assert not Person.objects.exists()

    def test_when_the_installation_is_in_use_then_it_refuses(self) -> None:
        with transaction.atomic():
            Person.objects.create_person(name="Ana", at=NOW)
            Agent.objects.add(Person.objects.get(), by=DESK, at=NOW)

        with pytest.raises(Trouble, match="there are staff here already"):
            demo.run(asked_for())


def a_question_asked(*, at: datetime) -> Ticket:
    """Open a ticket of one of the cast, ask them something, and let it be delivered."""
    requester = Person.objects.get(name="Ana Souza")
    agent = Agent.objects.get(person__email=logins()[0].mail)
    with transaction.atomic():
        ticket = Ticket.open(
            by=agent.actor, at=at, public=True, channel="phone", subject="Link", words=Words("Caiu"), asked=Asked(requester=requester),
            is_live=True,
        )  # fmt: skip
    with transaction.atomic():
        ticket.hold(by=agent.actor, at=at, public=True, reason=AWAITING_CUSTOMER, question="A luz acende?")
    with clock.frozen(at):
        run_due(at, raises=True)
    return ticket
