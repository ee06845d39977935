"""What can happen to a member of staff, and to the rota of a role."""

from enum import StrEnum


class Verb(StrEnum):
    """Verbs on an agent's timeline, and on a rota's."""

    ADDED = "staff.added"
    DISABLED = "staff.disabled"
    CHOSE = "staff.chose"
    """changes (of language, time_zone, quiet_hours, channels: before and after)"""
    INVITED = "staff.invited"
    """address (with which they will sign in)"""
    FORGOT_PASSWORD = "staff.forgot_password"  # noqa: S105 - an event, not a password
    ABSENCE_NOTED = "staff.absence_noted"
    ABSENCE_CANCELLED = "staff.absence_cancelled"

    SHIFT_ADDED = "rota.shift_added"
    SHIFT_ENDED = "rota.shift_ended"
    ASSIGNED = "rota.assigned"
    HANDED_OVER = "rota.handed_over"
    SWAPPED = "rota.swapped"
    CANCELLED = "rota.cancelled"
