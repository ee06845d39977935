"""What follows from what: each event and the functions that react to it, in order. The whole behaviour of the house."""

from collections.abc import Mapping, Sequence

from plantao.directory.verbs import Verb as Customer
from plantao.escalation.reactions import MOVES, climb
from plantao.escalation.verbs import Verb as Escalation
from plantao.events.recording import Reaction
from plantao.messaging.verbs import Verb as Messaging
from plantao.notifications.access import tell_access
from plantao.notifications.duty import tell_gap, tell_ring
from plantao.notifications.reactions import tell
from plantao.sla.reactions import COUNTS, count
from plantao.sla.verbs import Verb as Promised
from plantao.staff.verbs import Verb as Staff
from plantao.tickets.reactions import answered, came_back, contact_left, hear_what_was_said, reached, say_to_children
from plantao.tickets.repeating import look_for_a_fault_before
from plantao.tickets.verbs import Verb as Ticket

REACTIONS: Mapping[str, Sequence[Reaction]] = {
    Messaging.DELIVERED: [reached],
    Messaging.BOUNCED: [came_back],
    **{verb: [tell] for verb in (*Ticket, *Promised, *Escalation)},
    **{verb: [count, tell] for verb in COUNTS},
    **{verb: [climb, tell] for verb in MOVES - COUNTS},
    **{verb: [count, climb, tell] for verb in MOVES & COUNTS},
    Ticket.OPENED: [look_for_a_fault_before, count, climb, tell],
    Ticket.SERVICE_SET: [look_for_a_fault_before, climb, tell],
    Staff.INVITED: [tell_access],
    Staff.FORGOT_PASSWORD: [tell_access],
    Escalation.RUNG: [tell_ring],
    Escalation.GAP_FOUND: [tell_gap],
    Ticket.LINKED: [climb, tell, hear_what_was_said],
    Ticket.REPLIED: [answered, count, tell, say_to_children],
    Ticket.PROMISED: [count, tell, say_to_children],
    Ticket.HELD: [count, climb, tell, say_to_children],
    Ticket.RESTORED: [count, climb, tell, say_to_children],
    Customer.CONTACT_LEFT: [contact_left],
}
