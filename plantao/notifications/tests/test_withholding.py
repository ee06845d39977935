"""What does not go out by itself: the rules' answers, from what the post room knows."""

from datetime import timedelta

import pytest

from plantao.directory.testing import a_customer
from plantao.files.models import Blob
from plantao.messaging.models import Inbound, Notice
from plantao.notifications import withholding
from plantao.people.models import Person
from plantao.rules.automatic_mail import Caps
from plantao.tickets.models import Ticket, Words
from plantao.tickets.models.opening import Asked
from plantao.tickets.testing import LONG_AGO, MONDAY_9H, STAFF, a_desk, a_requester, as_contact

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("telling")]

MINUTE = timedelta(minutes=1)


def why(ticket: Ticket, person: Person | None = None) -> str:
    """Return why somebody (by default the requester) was not told of the registration; "" where they were."""
    return Notice.objects.get(thread=ticket.thread, person=person or ticket.requester, occasion="registered").why


@pytest.fixture
def requester() -> Person:
    """Somebody who writes to us."""
    a_desk()
    return a_requester(a_customer(at=LONG_AGO), mail="ana@provedor.example")


def mailed(requester: Person, *, minute: int = 0, is_automatic: bool = False, sameness: str = "", **envelope: object) -> Ticket:
    """Open a ticket from a mail."""
    at = MONDAY_9H + minute * MINUTE
    inbound = Inbound.objects.create(
        channel="email",
        outside_id=f"<{minute}@provedor.example>",
        original=Blob.objects.store(b"mail", at=at),
        envelope={"mail_from": "ana@provedor.example", **envelope},
        received_at=at,
        created_at=at,
        sender="ana@provedor.example",
        sameness=sameness,
    )
    words = Words("Help.", inbound=inbound, is_automatic=is_automatic)
    asked = Asked(requester=requester)
    return Ticket.open(by=as_contact(requester), at=at, public=True, channel="email", subject="x", words=words, asked=asked)


class TestAMailThatMayBeAnswered:
    def test_when_a_person_wrote_it_then_they_are_told(self, requester: Person) -> None:
        assert why(mailed(requester)) == ""


class TestAMailThatNobodyMayAnswer:
    def test_when_its_return_path_is_empty_then_its_sender_is_not_told(self, requester: Person) -> None:
        assert why(mailed(requester, mail_from="")) == "no_return_path"

    def test_when_a_machine_wrote_it_then_its_sender_is_not_told(self, requester: Person) -> None:
        assert why(mailed(requester, is_automatic=True)) == "automatic"

    def test_when_it_goes_round_in_circles_then_its_sender_is_not_told(self, requester: Person) -> None:
        assert why(mailed(requester, hops=31)) == "hops"

    def test_when_it_is_kept_back_then_the_ledger_holds_what_would_have_been_read(self, requester: Person) -> None:
        ticket = mailed(requester, is_automatic=True)

        assert ticket.protocol in Notice.objects.get(thread=ticket.thread).content["text"]


class TestAnAddressThatGotMuch:
    def test_when_the_cap_is_reached_then_the_next_is_held_back(self, requester: Person, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(withholding, "CAPS", Caps(to_one_address=2))

        whys = [why(mailed(requester, minute=minute)) for minute in (0, 1, 2, 62)]

        assert whys == ["", "", "address_cap", ""]

    def test_when_a_person_answers_all_the_same_then_that_goes(self, requester: Person, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(withholding, "CAPS", Caps(to_one_address=1))
        ticket = mailed(requester)

        ticket.reply(by=STAFF, at=MONDAY_9H + MINUTE, public=True, words=Words("We see it."))

        assert Notice.objects.get(occasion="reply").state == "waiting"


class TestTheSameSubjectAgainAndAgain:
    def test_when_the_cap_is_reached_then_the_next_is_held_back(self, requester: Person, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(withholding, "CAPS", Caps(to_one_subject=2))

        whys = [why(mailed(requester, minute=minute, sameness="link down")) for minute in range(3)]

        assert whys == ["", "", "subject_cap"]
