"""What can happen to the calendars."""

from enum import StrEnum


class Verb(StrEnum):
    """Verbs on the timeline of a calendar version: `calendar`, `date`, `before` and `after` (hours), and the hash of the reason."""

    DAY_SET = "calendar.day_set"
    DAY_CLEARED = "calendar.day_cleared"
