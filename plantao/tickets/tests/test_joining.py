"""Tickets among each other: links, merges, repeat contacts."""

from typing import Any

import pytest

from plantao.directory.testing import a_customer
from plantao.events.actor import OPERATOR
from plantao.rules.ticket_lifecycle import NotInThisStatus
from plantao.tickets.models import Entry, LinkKind, Protocol, Ticket, Words
from plantao.tickets.models.joining import (
    AlreadyLinked,
    AnotherCustomers,
    LinkedToItself,
    NotLinked,
    OneParentOnly,
    ParentIsNotMerged,
)
from plantao.tickets.queries import of_ticket
from plantao.tickets.testing import LONG_AGO, MONDAY_10H, MONDAY_11H, MONDAY_12H, a_requester, a_ticket, as_contact
from plantao.tickets.verbs import Verb

pytestmark = pytest.mark.django_db
WHEN: dict[str, Any] = {"by": OPERATOR, "at": MONDAY_10H, "public": True}


class TestLinking:
    def test_when_two_are_linked_then_both_timelines_keep_which_points_at_which(self) -> None:
        one, other = a_ticket(), a_ticket()

        one.link(other=other, kind=LinkKind.REPEAT, **WHEN)

        facts = [ticket.timeline.events.get(verb=Verb.LINKED).facts for ticket in (one, other)]
        assert facts == [
            {"link": "repeat", "other": other.protocol, "is_from": True},
            {"link": "repeat", "other": one.protocol, "is_from": False},
        ]

    def test_when_it_is_undone_from_the_other_side_then_it_is_gone_and_both_keep_that(self) -> None:
        one, other = a_ticket(), a_ticket()
        one.link(other=other, kind=LinkKind.RELATED, **WHEN)

        other.unlink(other=one, kind=LinkKind.RELATED, **WHEN)

        assert not one.links.exists()
        assert one.timeline.events.get(verb=Verb.UNLINKED).facts["is_from"] is True
        with pytest.raises(NotLinked):
            one.unlink(other=other, kind=LinkKind.RELATED, **WHEN)

    def test_when_they_are_linked_so_already_or_are_one_then_it_is_refused(self) -> None:
        one, other = a_ticket(), a_ticket()
        one.link(other=other, kind=LinkKind.RELATED, **WHEN)

        with pytest.raises(AlreadyLinked):
            other.link(other=one, kind=LinkKind.RELATED, **WHEN)
        with pytest.raises(LinkedToItself):
            one.link(other=one, kind=LinkKind.REPEAT, **WHEN)

    def test_when_one_customer_would_see_anothers_number_then_it_is_refused_and_inside_it_may_be(self) -> None:
        one = a_ticket(customer=a_customer(at=LONG_AGO))
        other = a_ticket(customer=a_customer("Provedor Boreal", at=LONG_AGO))

        with pytest.raises(AnotherCustomers):
            one.link(other=other, kind=LinkKind.RELATED, **WHEN)
        one.link(by=OPERATOR, at=MONDAY_10H, public=False, other=other, kind=LinkKind.RELATED)

        assert not one.timeline.events.get(verb=Verb.LINKED).is_public


class TestAMassIncident:
    def test_when_the_parent_is_nobodys_then_children_of_many_customers_point_at_it(self) -> None:
        parent = a_ticket()
        children = [a_ticket(customer=a_customer(name, at=LONG_AGO)) for name in ("Provedor Aurora", "Provedor Boreal")]

        for child in children:
            child.link(other=parent, kind=LinkKind.PARENT, **WHEN)

        assert [link.ticket for link in parent.linked_from.order_by("id")] == children

    def test_when_a_child_would_get_two_parents_or_a_child_of_its_own_then_it_is_refused(self) -> None:
        parent, child, third = a_ticket(), a_ticket(), a_ticket()
        child.link(other=parent, kind=LinkKind.PARENT, **WHEN)

        for one, other in ((child, third), (third, child), (parent, third)):
            with pytest.raises(OneParentOnly):
                one.link(other=other, kind=LinkKind.PARENT, **WHEN)

    def test_when_the_parent_would_be_merged_away_then_it_is_refused(self) -> None:
        parent, child = a_ticket(), a_ticket()
        child.link(other=parent, kind=LinkKind.PARENT, **WHEN)

        with pytest.raises(ParentIsNotMerged):
            parent.merge(into=a_ticket(), **WHEN)


class TestMerging:
    def test_when_one_is_merged_then_its_number_finds_the_other_as_a_repeat_contact(self) -> None:
        survivor, merged = a_ticket(), a_ticket(channel="whatsapp", held={"scheduled": MONDAY_10H})

        merged.merge(into=survivor, **WHEN)

        assert (merged.status, merged.survivor, merged.cancelled_at) == ("cancelled", survivor, MONDAY_10H)
        assert Ticket.objects.by_protocol(merged.protocol) == survivor
        assert [(each.number, each.is_first) for each in survivor.protocols.all()] == [(survivor.protocol, True), (merged.protocol, False)]
        event = survivor.timeline.events.get(verb=Verb.CONTACTED_AGAIN)
        assert event.facts == {"protocols": [merged.protocol], "channel": "whatsapp", "merged": merged.protocol}
        assert merged.timeline.events.get(verb=Verb.MERGED).facts["holds"] == [merged.holds.get().pk]

    def test_when_chains_of_merges_form_then_they_are_flat_and_every_number_and_word_is_found(self) -> None:
        first, second, third = a_ticket(text="one"), a_ticket(text="two"), a_ticket(text="three")

        first.merge(into=second, **WHEN)
        second.merge(into=third, **WHEN)

        assert {ticket.merged_into for ticket in Ticket.objects.exclude(pk=third.pk)} == {third}
        assert {Ticket.objects.by_protocol(ticket.protocol) for ticket in (first, second, third)} == {third}
        assert [entry.text for entry in Entry.objects.filter(of_ticket(third))] == ["one", "two", "three"]

    def test_when_an_older_one_goes_into_a_newer_or_the_other_way_then_both_work(self) -> None:
        one, two, three = a_ticket(), a_ticket(), a_ticket()

        three.merge(into=one, **WHEN)
        one.merge(into=two, **WHEN)

        assert two.protocols.count() == 3

    def test_when_somebody_else_asked_there_then_they_watch_here(self) -> None:
        customer = a_customer(at=LONG_AGO)
        asked, also_asked = a_requester(customer), a_requester(customer)
        survivor, merged = (a_ticket(customer=customer, requester=person) for person in (asked, also_asked))

        merged.merge(into=survivor, **WHEN)

        assert survivor.watchers.get().person == also_asked

    def test_when_they_are_two_customers_then_it_is_refused(self) -> None:
        one, other = (a_ticket(customer=a_customer(name, at=LONG_AGO)) for name in ("Provedor Aurora", "Provedor Boreal"))

        with pytest.raises(AnotherCustomers):
            one.merge(into=other, **WHEN)
        with pytest.raises(AnotherCustomers):
            one.merge(into=a_ticket(), **WHEN)

    def test_when_nobody_knows_whose_it_is_then_it_becomes_the_survivors_customers(self) -> None:
        customer = a_customer(at=LONG_AGO)
        merged = a_ticket()

        merged.merge(into=a_ticket(customer=customer), **WHEN)

        assert merged.customer == customer
        assert Protocol.objects.get(number=merged.protocol).customer_id == customer.pk

    def test_when_either_is_not_open_then_it_is_refused(self) -> None:
        with pytest.raises(NotInThisStatus):
            a_ticket(resolved_at=MONDAY_10H).merge(into=a_ticket(), **WHEN)
        with pytest.raises(NotInThisStatus) as refused:
            a_ticket().merge(into=a_ticket(resolved_at=MONDAY_10H), **WHEN)
        assert refused.value.facts["act"] == "receive_merged"


class TestTheNextContactOnTheSameMatter:
    def test_when_they_call_again_then_there_is_one_more_number_at_once(self) -> None:
        requester = a_requester()
        ticket = a_ticket(requester=requester)

        protocol = ticket.add_contact(by=as_contact(requester), at=MONDAY_11H, public=True, channel="phone", words=Words("Any news?"))

        assert not protocol.is_first
        assert Ticket.objects.by_protocol(protocol.number) == ticket
        event = ticket.timeline.events.get(verb=Verb.CONTACTED_AGAIN)
        assert (event.facts["protocols"], event.entries.get().text) == ([protocol.number], "Any news?")

    def test_when_the_ticket_is_not_open_then_a_new_one_is_to_be_opened(self) -> None:
        with pytest.raises(NotInThisStatus):
            a_ticket(resolved_at=MONDAY_10H).add_contact(by=OPERATOR, at=MONDAY_12H, public=True, channel="phone")
