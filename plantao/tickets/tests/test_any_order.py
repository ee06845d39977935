"""Whatever is done to tickets in whatever order: they stay whole, their numbers are found, and nothing internal is public."""

from collections.abc import Callable
from datetime import datetime, timedelta
from inspect import isfunction, ismethod, signature
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from plantao.directory.testing import a_customer
from plantao.events.actor import OPERATOR
from plantao.events.models import Event
from plantao.rules.refused import Refused
from plantao.rules.ticket_lifecycle import Status
from plantao.staff.permissions import Right, permissions_of
from plantao.tickets.models import Entry, Hold, LinkKind, Ticket, Words
from plantao.tickets.models.entry import INTERNAL
from plantao.tickets.testing import LONG_AGO, MONDAY_9H, a_requester, a_ticket, as_contact
from plantao.tickets.verbs import Verb

Act = Callable[[Ticket, Ticket, datetime], Any]
NOT_VERBS = {"attended_by_message", "hear_from_parent", "parent_restored", "lose_contact"}  # follow from what a person did elsewhere
INTERNAL_VERBS = {
    Verb.NOTED, Verb.ASSIGNED, Verb.NOT_A_CONTACT, Verb.A_CONTACT_AFTER_ALL, Verb.UNWATCHED, Verb.CUSTOMER_SET,
    Verb.CHASED, Verb.HEARD_FROM_VENDOR, Verb.FORECAST, Verb.FORECAST_BROKEN, Verb.INFORMED_RESTORED, Verb.VERIFIED,
    Verb.PASSED_DOWN, Verb.CONTACT_LOST,
}  # fmt: skip


def by_staff(at: datetime) -> dict[str, Any]:
    return {"by": OPERATOR, "at": at, "public": True}


SAID: dict[str, Any] = {"cause": "power", "responsible": "us", "done": "Done."}
ACTS: dict[str, Act] = {
    "reply": lambda one, _, at: one.reply(words=Words("Hello."), **by_staff(at)),
    "answer": lambda one, _, at: one.requester and one.reply(by=as_contact(one.requester), at=at, public=True, words=Words("Yes.")),
    "note": lambda one, _, at: one.note(by=OPERATOR, at=at, words=Words("secret")),
    "attend": lambda one, _, at: one.attend(**by_staff(at)),
    "raise": lambda one, _, at: one.classify(criticality="emergency", reason="Worse.", **by_staff(at)),
    "lower": lambda one, _, at: one.classify(criticality="planned", reason="Better.", **by_staff(at)),
    "bill": lambda one, _, at: one.classify(item="invoice_copy", criticality="planned", reason="A bill.", **by_staff(at)),
    "hand over": lambda one, _, at: one.hand_over(level="engineering", reason="Hard.", **by_staff(at)),
    "ask": lambda one, _, at: one.hold(reason="awaiting_customer", question="Sure?", **by_staff(at)),
    "wait": lambda one, _, at: one.hold(reason="scheduled", **by_staff(at)),
    "delivered": lambda one, _, at: [one.hold_began(hold_id=hold.pk, at=at, message=1) for hold in one.holds.all()],
    "resume": lambda one, _, at: one.resume(reason="scheduled", **by_staff(at)),
    "cancel hold": lambda one, _, at: [one.cancel_hold(hold_id=hold.pk, reason="No.", **by_staff(at)) for hold in one.holds.all()],
    "restore": lambda one, _, at: one.restore(**by_staff(at)),
    "resolve": lambda one, _, at: one.resolve(restored_at=at, **SAID, **by_staff(at)),
    "resolve restored": lambda one, _, at: one.resolve(**SAID, **by_staff(at)),
    "confirm": lambda one, _, at: one.confirm(**by_staff(at)),
    "disagree": lambda one, _, at: one.disagree(channel="email", words=Words("No."), **by_staff(at)),
    "close": lambda one, _, at: one.close(**by_staff(at)),
    "cancel": lambda one, _, at: one.cancel(reason="Not wanted.", **by_staff(at)),
    "not a contact": lambda one, _, at: one.not_a_contact(by=OPERATOR, at=at),
    "a contact": lambda one, _, at: one.a_contact_after_all(by=OPERATOR, at=at),
    "merge": lambda one, other, at: one.merge(into=other, **by_staff(at)),
    "link": lambda one, other, at: one.link(other=other, kind=LinkKind.RELATED, **by_staff(at)),
    "adopt": lambda one, other, at: one.link(other=other, kind=LinkKind.PARENT, **by_staff(at)),
    "call again": lambda one, _, at: one.add_contact(channel="phone", **by_staff(at)),
    "describe": lambda one, _, at: one.describe(words=Words("No light on it."), **by_staff(at)),
    "promise": lambda one, _, at: one.promise(due_at=at + timedelta(hours=1), **by_staff(at)),
    "vendor": lambda one, _, at: one.pass_to_vendor(vendor="Sul", words=Words("secret"), **by_staff(at)),
    "correct": lambda one, _, at: one.correct(fact="opened_at", after=MONDAY_9H - timedelta(minutes=1), reason="Log.", **by_staff(at)),
}  # fmt: skip


class TestAnySequenceOfVerbs(TestCase):
    @settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(acts=st.lists(st.tuples(st.sampled_from(sorted(ACTS)), st.integers(0, 2), st.integers(0, 2)), min_size=5, max_size=25))
    def test_when_it_runs_then_every_ticket_is_whole(self, acts: list[tuple[str, int, int]]) -> None:
        customer = a_customer(at=LONG_AGO)
        requester = a_requester(customer)
        tickets = [a_ticket(customer=customer, requester=requester), a_ticket(customer=customer), a_ticket()]

        for minute, (name, one, other) in enumerate(acts, start=1):
            try:
                with transaction.atomic():
                    ACTS[name](tickets[one], tickets[other], MONDAY_9H + timedelta(minutes=minute))
            except Refused:
                tickets[one].refresh_from_db()
                tickets[other].refresh_from_db()

        for ticket in Ticket.objects.all():
            check_whole(ticket)
        check_nothing_leaks()


def check_whole(ticket: Ticket) -> None:
    """Numbers are found, the status says what the instants say, and nothing waits on a ticket that is not open."""
    assert Ticket.objects.by_protocol(ticket.protocol) == ticket.survivor
    assert ticket.survivor.merged_into is None
    assert ticket.protocols.filter(is_first=True).count() == (0 if ticket.merged_into else 1)
    assert (ticket.status == Status.CANCELLED) == (ticket.cancelled_at is not None)
    assert (ticket.status in {Status.RESOLVED, Status.CLOSED}) == (ticket.resolved_at is not None) == hasattr(ticket, "resolution")
    assert ticket.is_open or not ticket.holds.filter(ended_by="").exists()
    assert ticket.is_open or not ticket.promises.filter(ended_at=None).exists()
    statuses = {Verb.ATTENDED: ticket.attended_at, Verb.RESTORED: ticket.restored_at, Verb.RESOLVED: ticket.resolved_at}
    for verb, instant in statuses.items():
        assert [event.at for event in ticket.timeline.events.filter(verb=verb)] == ([] if instant is None else [instant])


def check_nothing_leaks() -> None:
    assert not Entry.objects.filter(is_public=True, text="secret").exists()
    assert not Entry.objects.filter(is_public=True, kind__in=INTERNAL).exists()
    assert not Entry.objects.filter(is_public=True, event__is_public=False).exists()
    assert not Event.objects.filter(is_public=True, verb__in=INTERNAL_VERBS).exists()
    assert not Hold.objects.filter(until__isnull=True).exclude(ended_by="").exists()


def methods() -> dict[str, Any]:
    """Return every verb of a ticket: its public methods, as far as somebody acts by them."""
    kinds = [kind for kind in Ticket.mro() if kind.__module__.startswith("plantao.tickets")]
    found = {name: getattr(Ticket, name) for kind in kinds for name in vars(kind) if not name.startswith("_")}
    functions = {name: each for name, each in found.items() if (isfunction(each) or ismethod(each)) and name not in NOT_VERBS}
    return {name: each for name, each in functions.items() if "by" in signature(each).parameters}


class TestEveryVerb:
    VERBS = methods()

    def test_when_it_is_a_method_then_it_says_whether_it_is_public_or_is_internal_by_nature(self) -> None:
        internal = {name for name, verb in self.VERBS.items() if "public" not in signature(verb).parameters}

        assert internal == {
            "note", "assign", "not_a_contact", "a_contact_after_all", "unwatch", "set_customer", "chase", "open_parent",
            "hear_from_vendor", "forecast", "forecast_broken", "informed_restored", "verify",
        }  # fmt: skip

    def test_when_public_is_to_be_said_then_there_is_no_default(self) -> None:
        parameters = [signature(verb).parameters for verb in self.VERBS.values()]

        assert all(each["public"].default is each["public"].empty for each in parameters if "public" in each)

    @pytest.mark.parametrize("verb", sorted(VERBS))
    def test_when_it_is_a_method_then_a_permission_of_its_name_guards_it(self, verb: str) -> None:
        assert f"ticket.{verb}" in permissions_of(Right.values)
