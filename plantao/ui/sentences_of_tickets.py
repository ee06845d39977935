"""What a refusal of a ticket's verb says, by its class; see plantao/ui/refusals.py."""

from collections.abc import Mapping

from django.utils.translation import gettext_noop

from plantao.rules.refused import Refused
from plantao.tickets.models.belonging import AlreadyWatching, CustomerIsKnown, NotOfThisCustomer, NotWatching
from plantao.tickets.models.correcting import CorrectionNotApproved, NotAFact, NothingToCorrect, OutOfOrder
from plantao.tickets.models.ending import AlreadyConfirmed, AlreadyRestored, ResolutionIncomplete, RestoredBeforeItFailed
from plantao.tickets.models.joining import AlreadyLinked, AnotherCustomers, LinkedToItself, NotLinked, OneParentOnly, ParentIsNotMerged
from plantao.tickets.models.opening import NothingToSplit
from plantao.tickets.models.passing import AlreadyInformed, AlreadyVerified, NoForecastToBreak, NoSuchCase, NotAhead
from plantao.tickets.models.row import BeforeTheOpening, ForStaffOnly
from plantao.tickets.models.talking import AlreadyAttended, AlreadyDescribed, NothingSaid, PromiseNotAhead
from plantao.tickets.models.terms import ItemOfAnotherDepartment, NotToBeGiven, UnknownKey
from plantao.tickets.models.treating import MayNotApprove, NothingChanges, NotStaff, ReasonMissing
from plantao.tickets.models.waiting import (
    AlreadyOnHold,
    HoldCancelled,
    HoldEndsBeforeItBegins,
    HoldNeedsApproval,
    HoldNotOfThisTicket,
    NobodyToAsk,
    NotOnHold,
)

OF_TICKETS: Mapping[type[Refused], str] = {
    AlreadyWatching: gettext_noop("They are told of this ticket already."),
    CustomerIsKnown: gettext_noop("This ticket has a customer already; putting that right is a coordinator's."),
    NotOfThisCustomer: gettext_noop("This %(what)s belongs to another customer than the ticket."),
    NotWatching: gettext_noop("They are not among those who are told of this ticket."),
    CorrectionNotApproved: gettext_noop("A correction (%(fact)s) is a coordinator's, or needs the approval of one."),
    NotAFact: gettext_noop("%(fact)s is nothing that can be corrected; there are %(known)s."),
    NothingToCorrect: gettext_noop("There is nothing to correct: %(fact)s is not on record."),
    OutOfOrder: gettext_noop("Out of order: first comes %(earlier)s (%(earlier_at)s), then %(later)s (%(later_at)s)."),
    AlreadyConfirmed: gettext_noop("The requester said at %(confirmed_at)s that this is solved."),
    AlreadyRestored: gettext_noop("The service is on record as restored at %(restored_at)s; if that is wrong, correct it."),
    ResolutionIncomplete: gettext_noop("To resolve it, the handbook also asks for: %(missing)s."),
    RestoredBeforeItFailed: gettext_noop("The service can't be back (%(restored_at)s) before the fault began (%(fault_started_at)s)."),
    AlreadyLinked: gettext_noop("This ticket and %(other)s are linked so already (%(kind)s)."),
    AnotherCustomers: gettext_noop("%(protocol)s and %(other)s belong to different customers: joined, one would see the other."),
    LinkedToItself: gettext_noop("%(protocol)s can't be joined with itself."),
    NotLinked: gettext_noop("This ticket and %(other)s are not linked so (%(kind)s)."),
    OneParentOnly: gettext_noop("%(protocol)s can't become a child of %(other)s: a child has one parent, which is nobody's child itself."),
    ParentIsNotMerged: gettext_noop("%(protocol)s is the parent of a mass incident and stays with its children."),
    NothingToSplit: gettext_noop("Only what came in on %(protocol)s itself can be split off it."),
    AlreadyInformed: gettext_noop("The vendor said at %(informed_restored_at)s that it works."),
    AlreadyVerified: gettext_noop("It was verified at %(verified_at)s that it works."),
    NoForecastToBreak: gettext_noop("The vendor gave no forecast that could be broken by now."),
    NoSuchCase: gettext_noop("This ticket has no vendor case %(case)s."),
    NotAhead: gettext_noop("%(due_at)s is not ahead; say when the vendor is to be asked, or to be done, from now on."),
    BeforeTheOpening: gettext_noop("This can't have happened at %(at)s: the ticket was opened at %(opened_at)s."),
    ForStaffOnly: gettext_noop("Only our own staff can do this (%(act)s)."),
    AlreadyAttended: gettext_noop("The requester was reached at %(attended_at)s; the first time is what counts."),
    AlreadyDescribed: gettext_noop("%(protocol)s has its subject already; what was said since is added below it."),
    NothingSaid: gettext_noop("This needs words (%(act)s): write something."),
    PromiseNotAhead: gettext_noop("%(due_at)s is not ahead: promise an instant that is still to come."),
    ItemOfAnotherDepartment: gettext_noop("%(item)s is asked of the department %(its_department)s, not of %(department)s."),
    NotToBeGiven: gettext_noop("The handbook does not ask for %(field)s; it asks for %(known)s."),
    UnknownKey: gettext_noop("The handbook has no %(what)s named %(key)s; it has %(known)s."),
    NotStaff: gettext_noop("Only a member of staff can hold a ticket."),
    NothingChanges: gettext_noop("Everything is so already (%(act)s)."),
    MayNotApprove: gettext_noop("Whoever is named as approving may not approve this: it takes %(permission)s."),
    ReasonMissing: gettext_noop("This needs a reason, in words (%(act)s)."),
    AlreadyOnHold: gettext_noop("It waits for this reason already (%(reason)s)."),
    HoldCancelled: gettext_noop("This hold (%(hold)s) was cancelled by a correction before."),
    HoldEndsBeforeItBegins: gettext_noop("A hold can't end (%(until)s) before it begins (%(since)s)."),
    HoldNeedsApproval: gettext_noop("The handbook lets nobody do this to the hold %(reason)s without a coordinator's approval."),
    HoldNotOfThisTicket: gettext_noop("This ticket has no hold %(hold)s."),
    NobodyToAsk: gettext_noop("A question (%(reason)s) needs somebody to answer it, and this ticket has no requester: say whom to ask."),
    NotOnHold: gettext_noop("It does not wait for %(reason)s; it waits for %(open)s."),
}
