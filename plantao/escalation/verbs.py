"""
What escalation brings, as events: on a ticket's timeline, on that of the member of staff who is rung, on a rota's.

Those that time itself brings count from their instant (`at`) and are recorded when the watch finds them; `late_by` is the
difference, in whole seconds.
"""

from enum import StrEnum


class Verb(StrEnum):
    """A step is named by `step` (its id), `role` and `after` (seconds of service time); people by their ids."""

    STEP_HAPPENED = "escalation.step_happened"
    """step, role, after, due_at, how (ring, message), criticality, asked (whether somebody asked for it), to (the role whose holders
    are told; "": the administrators), told (persons), gaps (roles that nobody held), over (the ladder had ended when it was
    recorded), late_by; public where the handbook publishes the ladder's start"""

    OFFERED = "escalation.offered"
    """step, role, after, due_at, criticality, over, late_by: due, and taken when somebody asks for it; public likewise"""

    ASKED = "ticket.escalation_asked"
    """step, role, after, due_at: somebody asked for a step that was due"""

    ACKNOWLEDGED = "escalation.acknowledged"
    """steps, until (by step): somebody has seen to it; never public"""

    RUNG = "escalation.rung"
    """On the timeline of whoever is rung. ring, ordinal, steps, tickets (protocols); never public"""

    GAP_FOUND = "rota.gap_found"
    """On a rota's timeline. role, since, until: nobody holds it then; never public"""
