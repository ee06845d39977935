"""Every act of a ticket's page: its form is shown, and what is filled in becomes the event it stands for."""

from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone

from plantao.console.tickets.offers import OFFERS
from plantao.directory.testing import a_service
from plantao.events.models import Event
from plantao.staff.models import Agent
from plantao.staff.testing import an_agent
from plantao.tickets.models import Entry, EntryKind, LinkKind, Ticket, Words
from plantao.tickets.testing import LONG_AGO, MONDAY_10H, MONDAY_11H, STAFF, a_ticket, resolve
from tests.pages import SignIn

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
LATER = "2026-11-16T18:00"

Prepared = tuple[str, dict[str, Any]]
"""Where the act is posted, below the ticket's address, and what is filled in."""


def plain(path: str, **said: Any) -> Callable[[Ticket], Prepared]:
    return lambda ticket: (path, said)


def of_a_hold(path: str, **said: Any) -> Callable[[Ticket], Prepared]:
    def prepare(ticket: Ticket) -> Prepared:
        hold = ticket.hold(by=STAFF, at=MONDAY_10H, public=True, reason="scheduled")
        return f"holds/{hold.pk}/{path}", said

    return prepare


def of_a_case(path: str, **said: Any) -> Callable[[Ticket], Prepared]:
    def prepare(ticket: Ticket) -> Prepared:
        case = ticket.pass_to_vendor(by=STAFF, at=MONDAY_10H, public=False, vendor="Fabricante Sul")
        ticket.forecast(by=STAFF, at=MONDAY_10H, case_id=case.pk, due_at=MONDAY_11H)
        return f"vendor-cases/{case.pk}/{path}", said

    return prepare


def when_resolved(path: str, **said: Any) -> Callable[[Ticket], Prepared]:
    def prepare(ticket: Ticket) -> Prepared:
        resolve(ticket, at=MONDAY_11H)
        return path, said

    return prepare


def with_another(path: str, *, linked: bool = False, **said: Any) -> Callable[[Ticket], Prepared]:
    def prepare(ticket: Ticket) -> Prepared:
        other = a_ticket(customer=ticket.customer)
        if not linked:
            return path, {"other": other.protocol, **said}
        link = ticket.link(by=STAFF, at=MONDAY_10H, public=True, other=other, kind=LinkKind.RELATED)
        return path.format(link.pk), said

    return prepare


def split(ticket: Ticket) -> Prepared:
    entry = Entry.objects.get(ticket=ticket, kind=EntryKind.MESSAGE)
    return "splits/", {"entries": [entry.pk], "subject": "The invoice"}


def after_spam(ticket: Ticket) -> Prepared:
    ticket.not_a_contact(by=STAFF, at=MONDAY_10H)
    return "reinstatements/", {}


def unwatched(ticket: Ticket) -> Prepared:
    person = an_agent("Ana Lima", at=LONG_AGO).person
    ticket.watch(by=STAFF, at=MONDAY_10H, public=False, person=person)
    return f"watchers/{person.pk}/unwatchings/", {}


def another_customer(ticket: Ticket) -> Prepared:
    Ticket.objects.filter(pk=ticket.pk).update(customer=None, requester=None)
    return "customers/", {"customer": "norte fibra"}


def a_service_of_theirs(ticket: Ticket) -> Prepared:
    assert ticket.customer is not None
    return "services/", {"service": a_service(ticket.customer, at=LONG_AGO).service_id}


def reassigned(ticket: Ticket) -> Prepared:
    return "assignments/", {"to": an_agent("Ana Lima", at=LONG_AGO).person_id}


ACTS: dict[str, Callable[[Ticket], Prepared]] = {
    "replied": plain("replies/", text="On our way."),
    "noted": plain("notes/", text="Rack 4."),
    "attended": plain("attendances/"),
    "completed": plain("answers/", given_service_id="BHZ-0001"),
    "promised": plain("promises/", due_at=LATER),
    "assigned": reassigned,
    "classified": plain("classifications/", department="support", item="", criticality="urgent", reason="All is down."),
    "handed_over": plain("handovers/", level="engineering", department="support", reason="Needs the core team."),
    "corrected": plain("corrections/", fact="opened_at", instant="2026-11-16T08:30", reason="They called before."),
    "held": plain("holds/", reason="awaiting_customer", question="Is it powered?"),
    "resumed": of_a_hold("resumptions/"),
    "hold_contested": of_a_hold("contestations/", reason="We never asked for it."),
    "hold_cancelled": of_a_hold("cancellations/", reason="Wrong ticket."),
    "restored": plain("restorations/", fault_started_at="2026-11-16T08:00"),
    "resolved": plain("resolutions/", cause="power", responsible="customer", done_text="Breaker on.", restored_at="2026-11-16T14:00"),
    "confirmed": when_resolved("confirmations/"),
    "disagreed": when_resolved("disagreements/", channel="phone", text="Still down."),
    "closed": when_resolved("closures/"),
    "cancelled": plain("cancellations/", reason="Twice the same."),
    "not_a_contact": plain("non-contacts/"),
    "a_contact_after_all": after_spam,
    "linked": with_another("links/", kind="related"),
    "unlinked": with_another("links/{}/unlinkings/", linked=True),
    "merged": with_another("merges/"),
    "split": split,
    "contacted_again": plain("contacts/", channel="phone", text="Any news?"),
    "watched": plain("watchers/", mail="noc@norte.example"),
    "unwatched": unwatched,
    "customer_set": another_customer,
    "requester_set": plain("requesters/", mail="lia@norte.example", name="Lia Couto"),
    "service_set": a_service_of_theirs,
    "passed_to_vendor": plain("vendor-cases/", vendor="Fabricante Sul", reference="RMA-7", contacts="Plantão\nGerência", chase_at=LATER),
    "chased": of_a_case("chases/", chase_at=LATER),
    "heard_from_vendor": of_a_case("words/", text="The part is on its way."),
    "forecast": of_a_case("forecasts/", due_at=LATER),
    "forecast_broken": of_a_case("broken-forecasts/"),
    "informed_restored": of_a_case("restorations/"),
    "verified": of_a_case("verifications/"),
}


class TestEveryAct:
    @pytest.mark.parametrize("verb", ACTS)
    def test_when_its_form_is_filled_in_then_it_has_happened(self, desk: Client, ticket: Ticket, carla: Agent, verb: str) -> None:
        path, said = ACTS[verb](ticket)
        address = f"/tickets/{ticket.protocol}/{path}"
        before = Event.objects.latest("pk").pk

        asked = desk.get(address, headers=HTMX)
        answer = desk.post(address, said, headers=HTMX)

        assert asked.status_code == 200
        assert answer.status_code == 204, answer.content.decode()
        assert answer["HX-Redirect"].startswith("/tickets/")
        event = Event.objects.filter(pk__gt=before, verb=f"ticket.{verb}", person=carla.person).first()
        assert event is not None
        assert desk.get(answer["HX-Redirect"]).status_code == 200

    @pytest.mark.parametrize("verb", ["held", "classified", "promised", "restored", "handed_over"])
    def test_when_it_is_kept_within_then_nothing_of_it_is_public(self, desk: Client, ticket: Ticket, verb: str) -> None:
        path, said = ACTS[verb](ticket)
        said = {**said, "reason": "scheduled", "question": ""} if verb == "held" else said
        before = Event.objects.latest("pk").pk

        answer = desk.post(f"/tickets/{ticket.protocol}/{path}", {**said, "internal": "on"}, headers=HTMX)

        assert answer.status_code == 204, answer.content.decode()
        assert not Event.objects.filter(pk__gt=before, is_public=True).exists()
        assert not Entry.objects.filter(event__pk__gt=before, is_public=True).exists()


class TestAFaultThatManyReport:
    def test_when_a_mass_incident_is_opened_then_it_is_nobodys_and_the_ticket_is_its_first_child(
        self, desk: Client, ticket: Ticket, carla: Agent
    ) -> None:
        said = {"subject": "Ring South is cut", "text": "km 12, seen by us."}

        answer = desk.post(f"/tickets/{ticket.protocol}/mass-incidents/", said, headers=HTMX)

        parent = Ticket.objects.get(subject="Ring South is cut")
        assert answer["HX-Redirect"] == f"/tickets/{parent.protocol}/"
        assert (parent.customer, parent.requester, parent.criticality) == (None, None, ticket.criticality)
        assert ticket.links.get(kind=LinkKind.PARENT).other == parent
        assert not Event.objects.filter(timeline=parent.timeline_id, is_public=True).exists()
        assert Entry.objects.get(ticket=parent).person_id == carla.person_id

    def test_when_the_ticket_is_part_of_one_already_then_it_says_so_and_none_is_opened(self, desk: Client, ticket: Ticket) -> None:
        ticket.link(by=STAFF, at=MONDAY_10H, public=False, other=a_ticket(), kind=LinkKind.PARENT)

        answer = desk.post(f"/tickets/{ticket.protocol}/mass-incidents/", {"subject": "Ring South is cut"}, headers=HTMX)

        assert answer.status_code == 409


class TestWhoMay:
    def test_when_an_agent_lacks_the_right_then_the_act_is_shut_and_not_offered(self, ticket: Ticket, signed_in: SignIn) -> None:
        ana = signed_in(an_agent("Ana Lima", at=LONG_AGO))

        page = ana.get(f"/tickets/{ticket.protocol}/").content.decode()

        assert "/holds/" in page
        assert "/corrections/" not in page
        assert ana.get(f"/tickets/{ticket.protocol}/corrections/").status_code == 403
        assert ana.post(f"/tickets/{ticket.protocol}/corrections/", {}).status_code == 403

    def test_when_a_ticket_is_another_departments_then_no_act_finds_it(self, ticket: Ticket, signed_in: SignIn) -> None:
        ana = an_agent("Ana Lima", at=LONG_AGO)
        Agent.objects.filter(pk=ana.pk).update(departments=["finance"])

        assert signed_in(ana).post(f"/tickets/{ticket.protocol}/notes/", {"text": "x"}).status_code == 404


class TestWhatIsOffered:
    def test_when_a_ticket_is_over_then_only_what_still_may_be_done_is(self, desk: Client, ticket: Ticket) -> None:
        resolve(ticket, at=MONDAY_11H)

        offered = {each.offer.name for each in desk.get(f"/tickets/{ticket.protocol}/").context["offers"]}

        assert {"ticket-confirmations", "ticket-disagreements", "ticket-closures"} <= offered
        assert not {"ticket-holds", "ticket-assignments", "ticket-merges", "ticket-reinstatements"} & offered

    def test_when_the_requester_disagreed_already_then_neither_that_nor_its_contrary_is_offered_again(
        self, desk: Client, ticket: Ticket
    ) -> None:
        resolve(ticket, at=MONDAY_11H)
        ticket.disagree(by=STAFF, at=MONDAY_11H, public=True, channel="phone", words=Words("It is down again."))

        offered = {each.offer.name for each in desk.get(f"/tickets/{ticket.protocol}/").context["offers"]}

        assert not {"ticket-confirmations", "ticket-disagreements"} & offered

    def test_when_two_acts_are_offered_then_they_have_different_keys(self) -> None:
        keys = [offer.key for offer in OFFERS if offer.key]

        assert len(keys) == len(set(keys))
        assert not {"j", "k", "r", "n", "?", "/"} & set(keys)


class TestAFormFilledInWrongly:
    def test_when_something_is_missing_then_the_form_comes_back_with_what_was_typed(self, desk: Client, ticket: Ticket) -> None:
        answer = desk.post(f"/tickets/{ticket.protocol}/handovers/", {"department": "support", "level": "engineering"}, headers=HTMX)

        assert answer.status_code == 422
        assert answer.content.decode().lstrip().startswith("<form")
        assert '<option value="engineering" selected>' in answer.content.decode()

    def test_when_a_rule_says_no_then_a_sentence_says_why(self, desk: Client, ticket: Ticket) -> None:
        ticket.attend(by=STAFF, at=MONDAY_10H, public=True)

        answer = desk.post(f"/tickets/{ticket.protocol}/attendances/", {}, headers=HTMX)

        assert answer.status_code == 409
        assert 'role="alert"' in answer.content.decode()

    def test_when_a_rule_says_no_then_instants_are_told_by_the_readers_clock(self, desk: Client, ticket: Ticket) -> None:
        ticket.attend(by=STAFF, at=MONDAY_10H, public=True)

        said = desk.post(f"/tickets/{ticket.protocol}/attendances/", {}, headers=HTMX).content.decode()

        assert timezone.localtime(MONDAY_10H, ZoneInfo("America/Sao_Paulo")).strftime("%d/%m/%Y %H:%M") in said

    def test_when_a_rule_says_no_then_it_calls_things_as_the_handbook_does(self, ticket: Ticket, signed_in: SignIn) -> None:
        ana = signed_in(an_agent("Ana Lima", at=LONG_AGO))
        lower = {"department": "support", "item": "", "criticality": "planned", "reason": "It can wait."}

        said = ana.post(f"/tickets/{ticket.protocol}/classifications/", lower, headers=HTMX).content.decode()

        assert "de “Urgente” para “Planejado”" in said
