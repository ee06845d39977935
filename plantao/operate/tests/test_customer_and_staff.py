"""`plantao customer` and `plantao staff`, as an operator types them."""

import json

import pytest

from plantao import clock
from plantao.agreements.testing import a_handbook_in_force
from plantao.directory.models import Contact, Customer
from plantao.operate.cli import main

pytestmark = pytest.mark.django_db


class TestCustomer:
    def test_when_taken_in_with_all_that_is_known_then_the_list_shows_it(self, capsys: pytest.CaptureFixture[str]) -> None:
        a_handbook_in_force(at=clock.now())
        plan = "basic"

        assert main(["customer", "add", "Provedor Aurora", "--country", "br", "--domain", "aurora.example", "--plan", plan]) == 0
        assert main(["customer", "list", "--json"]) == 0

        listed = json.loads(capsys.readouterr().out.splitlines()[-1])
        assert listed | {"id": 0} == {
            "id": 0, "name": "Provedor Aurora", "country": "BR", "plan": plan, "domains": ["aurora.example"],
        }  # fmt: skip

    def test_when_a_contact_comes_and_goes_then_they_speak_for_it_and_no_longer(self) -> None:
        main(["customer", "add", "Provedor Aurora"])

        assert main(["customer", "contact", "provedor aurora", "bruno@aurora.example", "--name", "Bruno", "--may", "change"]) == 0
        assert Contact.objects.live().get().may_change
        assert main(["customer", "contact", "provedor aurora", "bruno@aurora.example", "--leaves"]) == 0
        assert not Contact.objects.live().exists()

    def test_when_the_plan_is_unknown_then_the_known_ones_are_named_and_nothing_is_taken_in(
        self, capsys: pytest.CaptureFixture[str]
    ) -> None:
        a_handbook_in_force(at=clock.now())

        assert main(["customer", "add", "Provedor Aurora", "--plan", "gold"]) == 1

        assert "no plan 'gold'; it has basic, full" in capsys.readouterr().err
        assert not Customer.objects.exists()

    def test_when_the_domain_is_anothers_then_a_sentence_says_so(self, capsys: pytest.CaptureFixture[str]) -> None:
        main(["customer", "add", "Aurora", "--domain", "aurora.example"])

        assert main(["customer", "add", "Boreal", "--domain", "aurora.example"]) == 1
        assert "aurora.example is another customer's already" in capsys.readouterr().err


class TestStaff:
    def test_when_taken_in_and_disabled_then_the_list_follows(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["staff", "add", "carla@noc.example", "--name", "Carla", "--right", "coordinator"]) == 0
        assert main(["staff", "list"]) == 0
        assert "carla@noc.example\tCarla\tcoordinator" in capsys.readouterr().out

        assert main(["staff", "disable", "carla@noc.example"]) == 0
        capsys.readouterr()
        assert main(["staff", "list"]) == 0
        assert capsys.readouterr().out == ""

    def test_when_staff_already_then_a_sentence_says_so(self, capsys: pytest.CaptureFixture[str]) -> None:
        main(["staff", "add", "carla@noc.example"])

        assert main(["staff", "add", "Carla@noc.example"]) == 1
        assert "is staff already" in capsys.readouterr().err
