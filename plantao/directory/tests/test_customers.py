"""Taking customers in, and finding whose a sender is."""

from datetime import UTC, datetime

import pytest

from plantao.directory.models import Contact, Customer, Service
from plantao.directory.models.customer import DomainClaimed, DomainIsEverybodys
from plantao.directory.models.service import ServiceIdTaken
from plantao.directory.testing import a_contact, a_customer, a_service
from plantao.events.actor import DESK
from plantao.events.models import Event

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 11, 16, 12, tzinfo=UTC)


class TestADomainThatACustomerClaims:
    def test_a_sender_of_it_is_the_customers(self) -> None:
        aurora = a_customer(at=MONDAY, domains=("aurora.example",))

        assert Customer.objects.of_mail_domain("Noc@Aurora.Example") == aurora

    def test_a_sender_below_it_is_too_unless_somebody_claims_that(self) -> None:
        aurora = a_customer(at=MONDAY, domains=("aurora.example",))
        south = a_customer("Aurora Sul", at=MONDAY, domains=("sul.aurora.example",))

        assert Customer.objects.of_mail_domain("x@bh.aurora.example") == aurora
        assert Customer.objects.of_mail_domain("x@poa.sul.aurora.example") == south

    def test_a_sender_whose_domain_only_ends_alike_is_not(self) -> None:
        a_customer(at=MONDAY, domains=("aurora.example",))

        assert Customer.objects.of_mail_domain("x@notaurora.example") is None

    def test_a_disabled_customer_claims_nobody(self) -> None:
        aurora = a_customer(at=MONDAY, domains=("aurora.example",))
        Customer.objects.filter(pk=aurora.pk).update(disabled_at=MONDAY)

        assert Customer.objects.of_mail_domain("x@aurora.example") is None

    def test_another_customer_is_refused_it(self) -> None:
        a_customer(at=MONDAY, domains=("aurora.example",))

        with pytest.raises(DomainClaimed):
            a_customer("Provedor Boreal", at=MONDAY, domains=("aurora.example",))

    @pytest.mark.parametrize("name", ["gmail.com", "UOL.com.br", "localhost"])
    def test_what_is_everybodys_is_refused(self, name: str) -> None:
        with pytest.raises(DomainIsEverybodys):
            a_customer(at=MONDAY, domains=(name,))


class TestAContact:
    def test_added_twice_is_one(self) -> None:
        aurora = a_customer(at=MONDAY)
        bruno = a_contact(aurora, at=MONDAY)

        again = Contact.objects.add(aurora, bruno.person, by=DESK, at=MONDAY)

        assert again == bruno
        assert Event.objects.filter(timeline=aurora.timeline, verb="customer.contact_added").count() == 1

    def test_who_left_is_not_among_the_live(self) -> None:
        bruno = a_contact(a_customer(at=MONDAY), at=MONDAY)

        bruno.leave(by=DESK, at=MONDAY)

        assert not Contact.objects.live().exists()


class TestAService:
    def test_is_found_in_words_by_its_service_id(self) -> None:
        aurora = a_customer(at=MONDAY)
        circuit = a_service(aurora, "BHZ-0001", at=MONDAY)

        assert Service.objects.named_in("Circuito bhz-0001, sem sinal", customer=aurora) == circuit
        assert Service.objects.named_in("BHZ-00012 caiu", customer=aurora) is None

    def test_a_service_id_is_given_once(self) -> None:
        aurora = a_customer(at=MONDAY)
        a_service(aurora, "BHZ-0001", at=MONDAY)

        with pytest.raises(ServiceIdTaken):
            a_service(aurora, "bhz-0001", at=MONDAY)
