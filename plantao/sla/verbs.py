"""
What becomes of a ticket's promises, as events on its timeline.

Those that time itself brings count from their instant (`at`), and are recorded when the watch, or the next act on the
ticket, finds them; `late_by` is the difference, in whole seconds.
"""

from enum import StrEnum


class Verb(StrEnum):
    """`clock` is its name in the handbook, `round` that of one that repeats; instants in facts are ISO 8601 in UTC."""

    BREACHED = "sla.breached"
    """clock, round, due_at, criticality, late_by; public where the clock is published"""

    BREACH_WITHDRAWN = "sla.breach_withdrawn"
    """clock, round, due_at, breach (the event): the facts, put right, say that this promise was not broken then; public like the breach"""

    MARKED = "sla.marked"
    """clock, round, mark_at, due_at, criticality, late_by: our own early mark passed, unmet; never public"""

    RERATED = "sla.rerated"
    """before, after (handbook, calendars: ids of versions; calendar: the customer's), clocks (by name: before, after, each state
    and due_at); never public"""

    REMINDED = "sla.reminded"
    """hold, reason, asked_of, late_by: whoever is waited for was reminded; public where somebody was asked"""

    LEFT_UNANSWERED = "sla.left_unanswered"
    """hold, reason, why (service_down, bounced, contested), late_by: not ended, though nobody answered; never public"""

    PROMISE_BROKEN = "sla.promise_broken"
    """promise, due_at, late_by: we were not back by then; never public"""

    CHASE_DUE = "sla.chase_due"
    """case, chase_at, late_by: the vendor is to be chased; never public"""
