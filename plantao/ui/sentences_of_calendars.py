"""What a refusal of an edited calendar says, by its class; see plantao/ui/refusals.py."""

from collections.abc import Mapping

from django.utils.translation import gettext_noop

from plantao.agreements.calendar_days import (
    CalendarsChanged,
    DayIsTheFiles,
    DayNotKept,
    DayStaysAsItIs,
    EditNeedsReason,
    HoursOverlap,
    NobodySetIt,
    NoSuchCalendar,
)
from plantao.rules.refused import Refused

OF_CALENDARS: Mapping[type[Refused], str] = {
    NoSuchCalendar: gettext_noop("The handbook in force has no calendar %(calendar)s; it has %(known)s."),
    DayNotKept: gettext_noop("%(date)s is out of reach: days are kept from %(since)s to %(until)s."),
    DayIsTheFiles: gettext_noop(
        "The handbook's file says what %(date)s is (%(source)s of calendar %(calendar)s). Change it there: the next file that is applied "
        "would undo an edit made here."
    ),
    DayStaysAsItIs: gettext_noop("Nothing would change: %(date)s stands so in calendar %(calendar)s already."),
    NobodySetIt: gettext_noop("Nobody set or reviewed %(date)s in calendar %(calendar)s, so there is nothing to clear."),
    HoursOverlap: gettext_noop("The hours of %(date)s overlap, or end before they begin."),
    EditNeedsReason: gettext_noop("Say why: it is kept with the new version of the calendars."),
    CalendarsChanged: gettext_noop("The calendars were changed meanwhile: version %(number)s is the newest, and you saw %(seen)s."),
}
