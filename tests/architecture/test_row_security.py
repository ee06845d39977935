"""The second wall: whatever the program asks, the portal's role sees no row of another customer, and nothing internal."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest
from django.apps import apps
from django.conf import settings
from django.db import ProgrammingError, connection, transaction

from plantao.agreements.testing import a_handbook_in_force
from plantao.directory.models import Customer
from plantao.directory.testing import a_customer
from plantao.events.actor import DESK
from plantao.events.models import Event
from plantao.tickets.models import Entry, Protocol, Ticket
from plantao.tickets.models.entry import Words
from plantao.tickets.models.opening import Asked

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 11, 16, 12, tzinfo=UTC)

# Tables with a customer's rows that the portal has no business with at all.
NEVER = {"directory_domain", "messaging_inbound", "messaging_message"}


@contextmanager
def portal_of(*customers: Customer) -> Iterator[None]:
    """Act as the portal does for people of these customers."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {settings.PORTAL_ROLE}")
        cursor.execute("SELECT set_config('plantao.customers', %s, true)", [",".join(str(customer.pk) for customer in customers)])
        yield
        cursor.execute("RESET ROLE")


def a_ticket_of(customer: Customer | None) -> Ticket:
    with transaction.atomic():
        ticket = Ticket.open(
            by=DESK, at=MONDAY, public=True, channel="other", subject="Sem sinal", words=Words("Caiu"), asked=Asked(customer=customer)
        )
        ticket.note(by=DESK, at=MONDAY, words=Words("Cliente já reclamou ontem"))
        return ticket


class TestEveryTableWithACustomersRows:
    @pytest.mark.parametrize(
        "table",
        sorted(
            model._meta.db_table
            for model in apps.get_models()
            if any(field.column == "customer_id" for field in model._meta.local_fields) and model._meta.db_table not in NEVER
        ),
    )
    def test_stands_behind_the_wall(self, table: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT polname FROM pg_policy JOIN pg_class ON pg_class.oid = polrelid WHERE relname = %s", [table])
            policies = {name for (name,) in cursor.fetchall()}
            cursor.execute("SELECT relrowsecurity FROM pg_class WHERE relname = %s", [table])
            assert cursor.fetchone() == (True,)
        assert policies == {"app", "portal"}


class TestThePortal:
    def test_sees_its_own_public_rows_and_nothing_else(self) -> None:
        a_handbook_in_force(at=MONDAY)
        aurora, boreal = a_customer(at=MONDAY), a_customer("Boreal", at=MONDAY)
        ours = a_ticket_of(aurora)
        a_ticket_of(boreal)
        a_ticket_of(None)

        with portal_of(aurora):
            assert list(Ticket.objects.values_list("pk", flat=True)) == [ours.pk]
            assert list(Entry.objects.values_list("text", flat=True)) == ["Caiu"]
            assert list(Protocol.objects.values_list("number", flat=True)) == [ours.protocol]
            assert set(Event.objects.values_list("is_public", "customer_id")) == {(True, aurora.pk)}
            assert list(Customer.objects.all()) == [aurora]

    def test_sees_nothing_where_nobody_was_named(self) -> None:
        a_handbook_in_force(at=MONDAY)
        a_ticket_of(a_customer(at=MONDAY))

        with portal_of():
            assert not Ticket.objects.exists()

    @pytest.mark.parametrize("table", sorted({*NEVER, "people_person", "staff_agent", "files_blob", "work_task", "tickets_vendorcase"}))
    def test_may_not_even_ask_for_what_is_not_for_it(self, table: str) -> None:
        with pytest.raises(ProgrammingError), portal_of(), connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM {table}")

    def test_may_change_nothing(self) -> None:
        with pytest.raises(ProgrammingError), portal_of():
            Ticket.objects.update(subject="x")
