"""Whoever acts on a ticket holds its lock and sees it as it is, however it was loaded."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, transaction

from plantao.events.actor import OPERATOR
from plantao.rules.refused import Refused
from plantao.rules.ticket_lifecycle import NotInThisStatus
from plantao.tickets.models import Ticket
from plantao.tickets.testing import MONDAY_10H, MONDAY_11H, a_ticket, resolve
from plantao.work.acting import run_retrying


@pytest.mark.django_db
class TestATicketThatWasLoadedBefore:
    def test_when_somebody_ended_it_meanwhile_then_a_verb_sees_that(self) -> None:
        loaded = a_ticket()
        stale = Ticket.objects.get(pk=loaded.pk)
        loaded.cancel(by=OPERATOR, at=MONDAY_10H, public=True, reason="Not wanted.")

        with pytest.raises(NotInThisStatus):
            resolve(stale, at=MONDAY_11H)

    def test_when_the_block_in_which_it_was_locked_is_undone_then_it_is_read_anew(self) -> None:
        ticket = Ticket.objects.get(pk=a_ticket().pk)

        with transaction.atomic():
            ticket.cancel(by=OPERATOR, at=MONDAY_10H, public=True, reason="Not wanted.")
            transaction.set_rollback(True)
        ticket.attend(by=OPERATOR, at=MONDAY_11H, public=True)

        assert ticket.status == "attended"

    def test_when_something_is_expected_then_it_is_an_index_and_no_event(self) -> None:
        ticket = a_ticket()

        ticket.expect_by(MONDAY_11H)

        assert Ticket.objects.get(pk=ticket.pk).next_due_at == MONDAY_11H
        assert ticket.timeline.events.count() == 1


@pytest.mark.django_db(transaction=True)
class TestManyAtOnce:
    def test_when_there_is_no_transaction_then_a_verb_is_a_bug(self) -> None:
        with transaction.atomic():
            ticket = a_ticket()

        with pytest.raises(RuntimeError, match="transaction"):
            ticket.attend(by=OPERATOR, at=MONDAY_10H, public=True)

    def test_when_all_would_resolve_it_then_one_does(self) -> None:
        with transaction.atomic():
            pk = a_ticket().pk

        def act(_: int) -> None:
            resolve(Ticket.objects.get(pk=pk), at=MONDAY_11H)

        assert _together(8, act).count(None) == 1

    def test_when_everything_is_merged_with_everything_then_every_number_is_found_and_nobody_waits_for_ever(self) -> None:
        with transaction.atomic():
            tickets = [a_ticket() for _ in range(5)]

        def act(number: int) -> None:
            one, other = tickets[number % 5], tickets[(number + 1 + number // 5) % 5]
            at = MONDAY_10H + timedelta(seconds=number)
            Ticket.objects.get(pk=one.pk).merge(by=OPERATOR, at=at, public=True, into=Ticket.objects.get(pk=other.pk).survivor)

        errors = _together(20, act)

        survivors = set(Ticket.objects.still_open())
        assert len(survivors) == 5 - errors.count(None)
        assert {Ticket.objects.by_protocol(ticket.protocol) for ticket in tickets} == survivors


def _together(times: int, act: Callable[[int], None]) -> list[str | None]:
    """Let many act at once, each in a transaction of its own; return the name of what each was refused with, None where it was not."""

    def one(number: int) -> str | None:
        try:
            run_retrying(lambda: act(number))
        except Refused as refused:
            return type(refused).__name__
        else:
            return None
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=8) as pool:
        return list(pool.map(one, range(times)))
