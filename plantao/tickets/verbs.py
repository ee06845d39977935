"""
Everything that can happen to a ticket, as events. A verb's method, permission and door bear the same word.

The facts of each stand beside it: keys and figures, enough for clocks, ladders and notices to be worked out from the
events alone. Words are in entries that point at the event; `sha256` is the hash of theirs. Every event may also carry
`late: true`, where a person wrote it down afterwards; the reason is an entry of the kind `late`.
"""

from enum import StrEnum


class Verb(StrEnum):
    """Instants in facts are ISO 8601 in UTC; people, customers, services, holds and vendor cases are named by their ids."""

    OPENED = "ticket.opened"
    """protocol, channel, department, item, criticality, asked (the criticality that was asked for), level, customer, requester,
    service, plan, calendar, handbook, calendars (numbers of versions), missing, asks_for, covered, live, fault_started_at"""

    REPLIED = "ticket.replied"
    """automatic; public by staff to the requester, or by whoever answers; not public: somebody unknown with a good reply address"""

    NOTED = "ticket.noted"
    """never public"""

    ATTENDED = "ticket.attended"
    """how (call, opening, message), message, event (what was said in it)"""

    COMPLETED = "ticket.completed"
    """fields (given now), missing (still)"""

    DESCRIBED = "ticket.described"
    """named: whether the ticket got its subject by it"""

    CLASSIFIED = "ticket.classified"
    """before, after (department, item, criticality), change (raised, lowered, same), consent, approved_by, missing, covered"""

    ASSIGNED = "ticket.assigned"
    """before, after (persons)"""

    HANDED_OVER = "ticket.handed_over"
    """before, after (level, department)"""

    PROMISED = "ticket.promised"
    """due_at, replaces (the instant promised before)"""

    HELD = "ticket.held"
    """hold, reason, since (null until the question is delivered), ends_at, asked_of, approved_by"""

    HOLD_BEGAN = "ticket.hold_began"
    """hold, reason, message: the question was delivered at `at`"""

    QUESTION_CAME_BACK = "ticket.question_came_back"
    """hold, reason, since, message: the question never arrived; the hold counts as if it had never been"""

    RESUMED = "ticket.resumed"
    """hold, reason, since, answered_by (the event of the answer, where it ended the hold)"""

    HOLD_CONTESTED = "ticket.hold_contested"
    """hold, reason"""

    HOLD_CANCELLED = "ticket.hold_cancelled"
    """hold, reason, since, until, approved_by: a correction; it counts as if it had never been"""

    RESTORED = "ticket.restored"
    """fault_started_at; `at` is when the service was back; resolving: true, where the resolution said so"""

    RESOLVED = "ticket.resolved"
    """cause, responsible, restored_at, holds (ended with it)"""

    CONFIRMED = "ticket.confirmed"
    """no facts: the requester says that it is solved"""

    DISAGREED = "ticket.disagreed"
    """protocol (of the new ticket)"""

    CLOSED = "ticket.closed"
    """no facts"""

    CANCELLED = "ticket.cancelled"
    """holds (ended with it)"""

    NOT_A_CONTACT = "ticket.not_a_contact"
    """holds (ended with it); never public"""

    A_CONTACT_AFTER_ALL = "ticket.a_contact_after_all"
    """status (that it got back); never public"""

    LINKED = "ticket.linked"
    """link (its kind), other (protocol); on both tickets: `is_from` says whether this one points at the other"""

    UNLINKED = "ticket.unlinked"
    """link (its kind), other (protocol), is_from"""

    PASSED_DOWN = "ticket.passed_down"
    """parent (protocol), said (the parent's event), act (its verb), refused (why it was not possible here, or null); never public"""

    PARENT_RESTORED = "ticket.parent_restored"
    """restored_at (of the parent)"""

    MERGED = "ticket.merged"
    """into (protocol), protocols (that went with it), holds (ended with it)"""

    CONTACTED_AGAIN = "ticket.contacted_again"
    """protocols, channel; merged (protocol), where they came with a ticket that was merged in"""

    SPLIT = "ticket.split"
    """protocol (of the new ticket), entries (copied to it)"""

    WATCHED = "ticket.watched"
    """person"""

    UNWATCHED = "ticket.unwatched"
    """person; never public"""

    CUSTOMER_SET = "ticket.customer_set"
    """before, after, plan, calendar, missing, covered; never public"""

    REQUESTER_SET = "ticket.requester_set"
    """before, after, missing"""

    CONTACT_LOST = "ticket.contact_lost"
    """person, holds (open ones that wait for them); never public"""

    SERVICE_SET = "ticket.service_set"
    """before, after, missing"""

    CORRECTED = "ticket.corrected"
    """fact, before, after, approved_by; hold, where the fact is a hold's"""

    PASSED_TO_VENDOR = "ticket.passed_to_vendor"
    """case, chase_at"""

    CHASED = "ticket.chased"
    """case, chase_at (the next one); never public"""

    HEARD_FROM_VENDOR = "ticket.heard_from_vendor"
    """case; never public"""

    FORECAST = "ticket.forecast"
    """case, forecast, due_at; never public"""

    FORECAST_BROKEN = "ticket.forecast_broken"
    """case, forecast, due_at; never public"""

    INFORMED_RESTORED = "ticket.informed_restored"
    """case: the vendor's word, nobody's check; never public"""

    VERIFIED = "ticket.verified"
    """case: our check, or the customer's word; never public"""
