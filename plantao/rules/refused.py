"""
The base of every "no" that a rule says.

A refusal is anticipated: it is shown to the person who asked, never logged as an error. It carries facts, not a
sentence; the sentence, in the person's language, is found by the class in `plantao/ui/refusals.py` and formatted with
the facts. Anything else that is raised is a bug, and loud.

Each refusal is defined beside the rule or the verb that raises it:

    Refused
    ├── rules/duration.py          NotADuration
    ├── rules/working_time.py      NeverOpen
    ├── rules/ticket_lifecycle.py  ImpossibleMove, NotInThisStatus, CancelledForGood, DisagreedTooLate
    ├── rules/criticality.py       CriticalityNotOffered, LoweringNeedsConsent
    ├── rules/duty_hours.py        NotDutyHours
    ├── rules/quiet_hours.py       NeverAwake
    ├── rules/late_fact.py         LateWithoutReason, TooLateForYou
    ├── rules/protocol.py          NotAProtocolTemplate, its kinds UnpairedBrace, UnknownPlaceholder, UnknownDatePart,
    │                              BadSequenceFormat, SequenceNotOnce, ProtocolCharacters, ProtocolLength, ProtocolsRepeat
    ├── people/models.py           NotALanguage, NotAZone
    ├── events/recording.py        FromTheFuture
    ├── agreements/applying.py        StartsInThePast, StillNeeded
    ├── agreements/calendar_days.py   NoSuchCalendar, DayNotKept, DayIsTheFiles, DayStaysAsItIs, NobodySetIt, HoursOverlap,
    │                                  EditNeedsReason, CalendarsChanged
    ├── agreements/queries.py         NoHandbook
    ├── directory/models/customer.py  DomainClaimed, DomainIsEverybodys
    ├── directory/models/service.py   ServiceIdTaken
    ├── staff/models/agent.py         NotYours, NoLongerServes, NoAddress, NotOfStaff, LacksTheRight
    ├── staff/models/kept.py          EndsBeforeItBegins, AlreadyOver
    ├── staff/models/rota.py          NotInLine, NoEndInSight, IsAbsent, WithThemselves
    ├── messaging/quarantine.py        NoLongerKept
    ├── messaging/models/blocked.py    AlreadyBlocked, BlocksOurOwn, NotBlocked
    ├── tickets/models/belonging.py   CustomerIsKnown, NotOfThisCustomer, AlreadyWatching, NotWatching
    ├── tickets/models/correcting.py  CorrectionNotApproved, NotAFact, NothingToCorrect, OutOfOrder
    ├── tickets/models/ending.py      AlreadyRestored, RestoredBeforeItFailed, ResolutionIncomplete, AlreadyConfirmed
    ├── tickets/models/joining.py     LinkedToItself, AlreadyLinked, NotLinked, OneParentOnly, AnotherCustomers,
    │                                  ParentIsNotMerged
    ├── tickets/models/opening.py     NothingToSplit
    ├── tickets/models/passing.py     NoSuchCase, NotAhead, NoForecastToBreak, AlreadyVerified, AlreadyInformed
    ├── tickets/models/row.py         ForStaffOnly, BeforeTheOpening
    ├── tickets/models/talking.py     NothingSaid, AlreadyAttended, AlreadyDescribed, PromiseNotAhead
    ├── tickets/models/terms.py       UnknownKey, ItemOfAnotherDepartment, NotToBeGiven
    ├── tickets/models/treating.py    ReasonMissing, NothingChanges, NotStaff, MayNotApprove
    ├── tickets/models/waiting.py     AlreadyOnHold, NotOnHold, HoldNeedsApproval, NobodyToAsk, HoldEndsBeforeItBegins,
    │                                  HoldNotOfThisTicket, HoldCancelled
    ├── escalation/acknowledging.py   NothingRings
    ├── escalation/asking.py          NotYetDue, NothingToAskFor
    └── ...

A test finds every refusal named here, beside the file that defines it.
"""

from typing import Any


class Refused(Exception):
    """A rule said no. `facts` are what the sentence needs: plain values, JSON-able, never a person's words."""

    def __init__(self, **facts: Any) -> None:
        super().__init__(type(self).__name__, facts)
        self.facts = facts
