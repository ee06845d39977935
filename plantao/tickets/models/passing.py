"""A vendor is asked: pass on, chase, hear, forecast, informed restored, verified. Internal, but for the passing on itself."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from plantao.events.actor import Actor
from plantao.events.models import Event
from plantao.people.addresses import Kind
from plantao.people.models import Person
from plantao.rules.refused import Refused
from plantao.rules.ticket_lifecycle import Act
from plantao.tickets.models.entry import Entry, EntryKind, Words
from plantao.tickets.models.family import Family
from plantao.tickets.models.row import Late, iso
from plantao.tickets.models.talking import NothingSaid, must_say_something
from plantao.tickets.models.vendor_case import Forecast, VendorCase
from plantao.tickets.verbs import Verb


class NoSuchCase(Refused):
    """The ticket has no such vendor case. Facts: `case` (id)."""


class NotAhead(Refused):
    """A vendor is chased, and forecasts, for later than now. Facts: `due_at`, `at` (ISO 8601)."""


class NoForecastToBreak(Refused):
    """The vendor gave no word that could be broken by now: none at all, one broken already, or one not due yet. Facts: `case`."""


class AlreadyVerified(Refused):
    """What the vendor did was found to work before. Facts: `verified_at` (ISO 8601)."""


class AlreadyInformed(Refused):
    """The vendor said before that it works. Facts: `informed_restored_at` (ISO 8601)."""


class Passing(Family):
    """The verbs of passing on to a vendor."""

    class Meta:
        abstract = True

    def pass_to_vendor(
        self,
        *,
        by: Actor,
        at: datetime,
        public: bool,
        vendor: str,
        reference: str = "",
        mail: str = "",
        contacts: Sequence[str] = (),
        chase_at: datetime | None = None,
        words: Words | None = None,
        late: Late | None = None,
    ) -> VendorCase:
        """
        Ask a manufacturer or supplier. `contacts` are whom to chase, in order; `words` what they were told, internal.

        The customer is told of it where `public`; their clocks run on, unless a hold that the handbook defines says otherwise.
        Whoever is at `mail` is known from now on, so that already their first mail is filed here.
        """
        if mail.strip():
            Person.objects.known_at(Kind.MAIL, mail.strip(), name=vendor.strip(), at=at)
        self._begin(Act.PASS_TO_VENDOR, by=by, at=at, late=late)
        if not vendor.strip():
            raise NothingSaid(act=Act.PASS_TO_VENDOR.value)
        _check_ahead(chase_at, at)
        case = VendorCase.objects.create(
            ticket_id=self.pk,
            vendor=vendor.strip()[:200],
            reference=reference.strip()[:100],
            mail=mail.strip().casefold()[:320],
            contacts=list(contacts),
            passed_at=at,
            chase_at=chase_at,
        )
        facts: dict[str, Any] = {"case": case.pk, "chase_at": iso(chase_at)}
        self._record(Verb.PASSED_TO_VENDOR, by=by, at=at, public=public, late=late, words=words, kind=EntryKind.VENDOR, **facts)
        return case

    def chase(
        self,
        *,
        by: Actor,
        at: datetime,
        case_id: int,
        chase_at: datetime | None = None,
        reference: str = "",
        words: Words | None = None,
        late: Late | None = None,
    ) -> VendorCase:
        """Ask the vendor how far they are; `chase_at` when next. `reference` is their number, where it was not known."""
        case = self._begin_case(Act.PASS_TO_VENDOR, case_id, by=by, at=at, late=late)
        _check_ahead(chase_at, at)
        case.chased_at, case.chase_at = at, chase_at
        case.reference = reference.strip()[:100] or case.reference
        case.save(update_fields=["chased_at", "chase_at", "reference"])
        facts: dict[str, Any] = {"case": case.pk, "chase_at": iso(chase_at)}
        self._record(Verb.CHASED, by=by, at=at, public=False, late=late, words=words, kind=EntryKind.VENDOR, **facts)
        return case

    def hear_from_vendor(self, *, by: Actor, at: datetime, case_id: int, words: Words, late: Late | None = None) -> Entry:
        """File what the vendor says, a mail or a call; internal always."""
        case = self._begin_case(Act.HEAR_FROM_VENDOR, case_id, by=by, at=at, late=late, by_customers=True)
        must_say_something(words, Act.HEAR_FROM_VENDOR)
        event = self._record(
            Verb.HEARD_FROM_VENDOR, by=by, at=at, public=False, late=late, words=words, kind=EntryKind.VENDOR, case=case.pk
        )
        return event.entries.get(kind=EntryKind.VENDOR)

    def forecast(self, *, by: Actor, at: datetime, case_id: int, due_at: datetime, late: Late | None = None) -> Forecast:
        """The vendor said by when it would be done. Each word is kept; the last one counts."""
        case = self._begin_case(Act.HEAR_FROM_VENDOR, case_id, by=by, at=at, late=late)
        _check_ahead(due_at, at)
        forecast = Forecast.objects.create(case=case, given_at=at, due_at=due_at)
        facts: dict[str, Any] = {"case": case.pk, "forecast": forecast.pk, "due_at": iso(due_at)}
        self._record(Verb.FORECAST, by=by, at=at, public=False, late=late, **facts)
        return forecast

    def forecast_broken(self, *, by: Actor, at: datetime, case_id: int, late: Late | None = None) -> Event:
        """The vendor's last word has passed and nothing works. Raises NoForecastToBreak."""
        case = self._begin_case(Act.HEAR_FROM_VENDOR, case_id, by=by, at=at, late=late)
        forecast = Forecast.objects.filter(case=case).order_by("-id").first()
        if forecast is None or forecast.broken_at is not None or at < forecast.due_at or case.verified_at is not None:
            raise NoForecastToBreak(case=case.pk)
        forecast.broken_at = at
        forecast.save(update_fields=["broken_at"])
        facts: dict[str, Any] = {"case": case.pk, "forecast": forecast.pk, "due_at": iso(forecast.due_at)}
        return self._record(Verb.FORECAST_BROKEN, by=by, at=at, public=False, late=late, **facts)

    def informed_restored(self, *, by: Actor, at: datetime, case_id: int, late: Late | None = None) -> Event:
        """The vendor says that it works again. That is their word; the service is restored by a check. Raises AlreadyInformed."""
        case = self._begin_case(Act.HEAR_FROM_VENDOR, case_id, by=by, at=at, late=late)
        if case.informed_restored_at is not None:
            raise AlreadyInformed(informed_restored_at=iso(case.informed_restored_at))
        case.informed_restored_at = at
        case.save(update_fields=["informed_restored_at"])
        return self._record(Verb.INFORMED_RESTORED, by=by, at=at, public=False, late=late, case=case.pk)

    def verify(self, *, by: Actor, at: datetime, case_id: int, late: Late | None = None) -> Event:
        """Our check, or the customer's word, found that it works. `restore` says since when. Raises AlreadyVerified."""
        case = self._begin_case(Act.HEAR_FROM_VENDOR, case_id, by=by, at=at, late=late)
        if case.verified_at is not None:
            raise AlreadyVerified(verified_at=iso(case.verified_at))
        case.verified_at, case.chase_at = at, None
        case.save(update_fields=["verified_at", "chase_at"])
        return self._record(Verb.VERIFIED, by=by, at=at, public=False, late=late, case=case.pk)

    def _begin_case(self, act: Act, case_id: int, *, by: Actor, at: datetime, late: Late | None, by_customers: bool = False) -> VendorCase:
        self._begin(act, by=by, at=at, late=late, by_customers=by_customers)
        case = VendorCase.objects.filter(ticket_id=self.pk, pk=case_id).first()
        if case is None:
            raise NoSuchCase(case=case_id)
        return case


def _check_ahead(due_at: datetime | None, at: datetime) -> None:
    if due_at is not None and due_at <= at:
        raise NotAhead(due_at=iso(due_at), at=iso(at))
