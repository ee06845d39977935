"""Why a version of the calendars was made, in the reader's language."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext

from plantao.agreements.models import Because, CalendarVersion
from plantao.ui.terms import Terms


def because_said(version: CalendarVersion, terms: Terms) -> str:
    """Return the sentence of why a version was made; a person's words stand beside it."""
    about = version.about
    if version.because == Because.YEAR:
        return gettext("the year {year} was added").format(year=about["year"])
    if version.because == Because.HANDBOOK:
        return gettext("version {number} of the handbook was put in force").format(number=about.get("handbook", "–"))
    day, calendar = date_format(date.fromisoformat(about["date"]), "SHORT_DATE_FORMAT"), terms.calendar(about["calendar"])
    said = gettext("{day} was set in {calendar}") if version.because == Because.DAY_SET else gettext("{day} was cleared in {calendar}")
    return said.format(day=day, calendar=calendar)
