"""`plantao customer` and `plantao staff`, as an operator types them."""

import json

import pytest

from plantao import clock
from plantao.agreements.testing import a_handbook_in_force
from plantao.directory.models import Contact, Customer
from plantao.messaging.testing import PigeonPost, only_channel
from plantao.operate.cli import main
from plantao.people.models import Address

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

    @pytest.mark.parametrize("address", ["", "bruno", "bruno@", "two words@aurora.example", f"{'b' * 250}@aurora.example"])
    def test_when_an_address_is_none_then_nobody_is_taken_in_by_it(self, address: str, capsys: pytest.CaptureFixture[str]) -> None:
        main(["customer", "add", "Provedor Aurora"])

        assert main(["customer", "contact", "provedor aurora", address]) == 1
        assert main(["staff", "add", address]) == 1

        assert capsys.readouterr().err.count("is no mail address") == 2
        assert not Address.objects.exists()

    def test_when_a_service_has_no_id_then_it_is_asked_for(self, capsys: pytest.CaptureFixture[str]) -> None:
        main(["customer", "add", "Provedor Aurora"])

        assert main(["customer", "service", "provedor aurora", " "]) == 1
        assert "say the service's ID" in capsys.readouterr().err

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

    def test_when_it_speaks_another_language_elsewhere_then_both_are_set_and_taken_back(self) -> None:
        main(["customer", "add", "Provedor Aurora"])

        assert main(["customer", "set", "provedor aurora", "--language", "es", "--time-zone", "America/Bogota"]) == 0
        assert main(["customer", "set", "provedor aurora", "--language", "none"]) == 0

        customer = Customer.objects.get()
        assert (customer.language, customer.time_zone) == ("", "America/Bogota")
        changes = [event.facts["changes"] for event in customer.timeline.events.filter(verb="customer.changed").order_by("id")]
        assert changes == [
            {"language": {"before": "", "after": "es"}, "time_zone": {"before": "", "after": "America/Bogota"}},
            {"language": {"before": "es", "after": ""}},
        ]


class TestAnAddressFromWhichMailCameBack:
    def test_when_it_works_again_then_it_is_tried_again_and_an_event_says_so(self, capsys: pytest.CaptureFixture[str]) -> None:
        main(["customer", "add", "Provedor Aurora"])
        main(["customer", "contact", "provedor aurora", "bruno@aurora.example"])
        works = ["customer", "contact", "provedor aurora", "bruno@aurora.example", "--address-works"]
        assert main(works) == 1
        assert "no mail to bruno@aurora.example came back" in capsys.readouterr().err
        Address.objects.update(bounced_at=clock.now())

        assert main(works) == 0

        assert Contact.objects.get().person.mail_address == "bruno@aurora.example"
        assert Customer.objects.get().timeline.events.filter(verb="customer.address_works").count() == 1


class TestHowSomebodyIsToBeTold:
    def test_when_a_contact_chooses_then_the_list_shows_it_and_an_event_says_what_changed(self, capsys: pytest.CaptureFixture[str]) -> None:
        main(["customer", "add", "Provedor Aurora"])
        main(["customer", "contact", "provedor aurora", "bruno@aurora.example", "--language", "es"])

        chosen = [
            "--time-zone",
            "America/Santiago",
            "--quiet",
            "mon-fri 22:00-07:00",
            "--quiet",
            "sat,sun 20:00-10:00",
            "--channel",
            "email",
        ]
        with only_channel(PigeonPost(name="email")):
            assert main(["customer", "contact", "provedor aurora", "bruno@aurora.example", *chosen]) == 0
        capsys.readouterr()
        assert main(["customer", "contacts", "provedor aurora", "--json"]) == 0

        assert json.loads(capsys.readouterr().out) == {
            "name": "", "mail": "bruno@aurora.example", "language": "es", "time_zone": "America/Santiago",
            "quiet_hours": ["mon-fri 22:00-07:00", "sat,sun 20:00-10:00"], "channels": ["email"],
        }  # fmt: skip
        events = Customer.objects.get().timeline.events.filter(verb="customer.contact_chose").order_by("id")
        assert [sorted(event.facts["changes"]) for event in events] == [["language"], ["channels", "quiet_hours", "time_zone"]]

    def test_when_staff_choose_and_take_it_back_then_the_list_follows(self, capsys: pytest.CaptureFixture[str]) -> None:
        main(["staff", "add", "carla@noc.example", "--quiet", "mon-sun 22:00-07:00"])

        assert main(["staff", "set", "carla@noc.example", "--quiet", "none", "--language", "en"]) == 0
        capsys.readouterr()
        main(["staff", "list", "--json"])

        listed = json.loads(capsys.readouterr().out)
        assert (listed["language"], listed["quiet_hours"]) == ("en", [])

    @pytest.mark.parametrize(
        ("choice", "sentence"),
        [
            (["--language", "fr"], "does not speak fr"),
            (["--time-zone", "Brasilia"], "no time zone Brasilia"),
            (["--quiet", "always"], "must leave some of the week"),
            (["--quiet", "at night"], "at night says no hours"),
            (["--channel", "pigeon"], "no channel 'pigeon'"),
        ],
    )
    def test_when_it_can_not_be_chosen_then_a_sentence_says_why_and_nothing_changes(
        self, choice: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        main(["staff", "add", "carla@noc.example"])

        assert main(["staff", "set", "carla@noc.example", *choice]) == 1

        assert sentence in capsys.readouterr().err


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
