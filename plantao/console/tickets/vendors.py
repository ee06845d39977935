"""Vendor cases: a vendor is asked, chased, heard, and held to their word."""

from plantao.console.tickets.acting import Doing, acts
from plantao.console.tickets.forms.vendors import BrokenForm, ChaseForm, ForecastForm, HeardForm, InformedForm, PassForm, VerifyForm
from plantao.tickets.models import Words


@acts("ticket.pass_to_vendor", PassForm)
def vendor_cases(doing: Doing) -> None:
    """Ask a manufacturer or supplier."""
    said = {name: doing.said[name] for name in ("vendor", "reference", "mail", "chase_at")}
    contacts = [line.strip() for line in doing.said["contacts"].splitlines() if line.strip()]
    doing.ticket.pass_to_vendor(**doing.openly, **said, contacts=contacts, words=doing.words)


@acts("ticket.chase", ChaseForm, is_said=True)
def chases(doing: Doing) -> None:
    """Ask them again."""
    said = {name: doing.said[name] for name in ("chase_at", "reference")}
    doing.ticket.chase(**doing.how, **said, case_id=doing.ids["number"], words=doing.words)


@acts("ticket.hear_from_vendor", HeardForm, is_said=True)
def vendor_words(doing: Doing) -> None:
    """File what they said."""
    doing.ticket.hear_from_vendor(**doing.how, case_id=doing.ids["number"], words=doing.words or Words(""))


@acts("ticket.forecast", ForecastForm)
def forecasts(doing: Doing) -> None:
    """Note by when they say it is done."""
    doing.ticket.forecast(**doing.how, case_id=doing.ids["number"], due_at=doing.said["due_at"])


@acts("ticket.forecast_broken", BrokenForm)
def broken_forecasts(doing: Doing) -> None:
    """Note that their last word was broken."""
    doing.ticket.forecast_broken(**doing.how, case_id=doing.ids["number"])


@acts("ticket.informed_restored", InformedForm)
def vendor_restorations(doing: Doing) -> None:
    """Note that they say it works."""
    doing.ticket.informed_restored(**doing.how, case_id=doing.ids["number"])


@acts("ticket.verify", VerifyForm)
def verifications(doing: Doing) -> None:
    """Note that our check, or the customer's, found that it works."""
    doing.ticket.verify(**doing.how, case_id=doing.ids["number"])
