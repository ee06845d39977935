"""Protocols: unique, quick when fifty open at once, consecutive in quiet hours, never lost to a killed connection."""

import os
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection, transaction

from plantao.tickets.models import Protocol, Ticket, numbers
from plantao.tickets.testing import MONDAY_9H, SAO_PAULO, a_desk, a_ticket

TEMPLATE = "{opened:%Y%m%d}{sequence:06d}"
OTHER_TEMPLATE = "{opened:%Y%m%d}0{sequence:05d}"


def the_next(at: datetime = MONDAY_9H, template: str = TEMPLATE, zone: ZoneInfo = SAO_PAULO) -> str:
    return numbers.next_protocol(template, at=at, zone=zone)


@pytest.mark.django_db
class TestQuietHours:
    def test_when_contacts_come_one_by_one_then_their_numbers_are_consecutive(self) -> None:
        first, second, third = the_next(), the_next(), the_next()

        assert [int(second) - int(first), int(third) - int(second)] == [1, 1]
        assert first.startswith("20261116")

    def test_when_the_transaction_of_an_opening_is_undone_then_its_number_is_not_given_again(self) -> None:
        with transaction.atomic():
            lost = the_next()
            transaction.set_rollback(True)

        assert int(the_next()) == int(lost) + 1

    def test_when_the_day_changes_in_the_providers_zone_then_the_count_starts_anew(self) -> None:
        midnight = datetime(2031, 3, 5, 3, 0, tzinfo=UTC)  # 00:00 in São Paulo

        assert the_next(midnight - timedelta(seconds=1)) == "20310304000001"
        assert the_next(midnight) == "20310305000001"
        assert the_next(midnight, zone=ZoneInfo("Asia/Tokyo")) == "20310305000002"

    def test_when_another_template_wrote_that_number_before_then_it_is_passed_over(self) -> None:
        taken = a_ticket(opened_at=datetime(2031, 4, 1, 12, tzinfo=UTC)).protocol
        assert taken == "20310401000001"
        connection.cursor().execute("UPDATE tickets_protocol SET number = '20310401000003' WHERE number = %s", [taken])

        assert the_next(datetime(2031, 4, 1, 12, tzinfo=UTC), template=OTHER_TEMPLATE) == "20310401000002"
        assert the_next(datetime(2031, 4, 1, 12, tzinfo=UTC)) == "20310401000004"


@pytest.mark.django_db
class TestTheSecondConnection:
    def test_when_postgresql_ended_it_then_the_next_number_comes_all_the_same(self) -> None:
        before = the_next()
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )

        assert int(the_next()) == int(before) + 1

    def test_when_the_process_forks_then_the_child_counts_on_a_connection_of_its_own(self) -> None:
        before = the_next()
        read, write = os.pipe()
        child = os.fork()
        if child == 0:
            os.write(write, str(numbers._till._connection).encode())
            os._exit(0)
        os.waitpid(child, 0)

        assert os.read(read, 100) == b"None"
        assert int(the_next()) == int(before) + 1


@pytest.mark.django_db(transaction=True)
class TestAStorm:
    def test_when_fifty_open_at_once_then_every_ticket_has_its_own_number_and_none_is_skipped(self) -> None:
        a_desk()

        def open_some(_: int) -> list[str]:
            try:
                with transaction.atomic():
                    return [a_ticket(opened_at=MONDAY_9H).protocol]
            finally:
                connection.close()

        with ThreadPoolExecutor(max_workers=50) as pool:
            opened = [number for some in pool.map(open_some, range(150)) for number in some]

        assert len(set(opened)) == 150
        assert Ticket.objects.count() == Protocol.objects.count() == 150
        assert max(map(int, opened)) - min(map(int, opened)) == 149
