"""What a refusal of a rule says, by its class; see plantao/ui/refusals.py."""

from collections.abc import Mapping

from django.utils.translation import gettext_noop

from plantao.rules.criticality import CriticalityNotOffered, LoweringNeedsConsent
from plantao.rules.duration import NotADuration
from plantao.rules.duty_hours import NotDutyHours
from plantao.rules.late_fact import LateWithoutReason, TooLateForYou
from plantao.rules.protocol import (
    BadSequenceFormat,
    ProtocolCharacters,
    ProtocolLength,
    ProtocolsRepeat,
    SequenceNotOnce,
    UnknownDatePart,
    UnknownPlaceholder,
    UnpairedBrace,
)
from plantao.rules.quiet_hours import NeverAwake
from plantao.rules.refused import Refused
from plantao.rules.ticket_lifecycle import CancelledForGood, DisagreedTooLate, ImpossibleMove, NotInThisStatus
from plantao.rules.working_time import NeverOpen

OF_RULES: Mapping[type[Refused], str] = {
    CriticalityNotOffered: gettext_noop(
        "The department %(department)s does not work at the criticality %(criticality)s; it offers %(offered)s."
    ),
    LoweringNeedsConsent: gettext_noop(
        "Lowering it from %(before)s to %(after)s needs the requester's consent on record, or a coordinator's approval."
    ),
    NotADuration: gettext_noop("%(written)s is not a duration; write one number and one unit, such as 30s, 15m, 24h, 3bd or 30cd."),
    NeverAwake: gettext_noop("Quiet hours must leave some of the week: %(written)s leave nothing."),
    NotDutyHours: gettext_noop(
        "%(written)s says no hours of duty; write them as in mon-fri 08:00-18:00, sat,sun 22:00-06:00 (into the next day) or always."
    ),
    LateWithoutReason: gettext_noop("This happened at %(at)s and is written down at %(recorded_at)s: say why so late."),
    TooLateForYou: gettext_noop("More than %(minutes)s minutes back (%(at)s) only a coordinator may write something down."),
    BadSequenceFormat: gettext_noop(
        "In %(template)s the count is written as {sequence} or filled with zeros, {sequence:06d}; not %(format)s."
    ),
    ProtocolCharacters: gettext_noop(
        "In %(template)s, %(characters)s can't stand in a protocol: only digits, capitals A to Z and hyphens."
    ),
    ProtocolLength: gettext_noop(
        "%(template)s writes protocols of %(shortest)s to %(longest)s characters; from %(at_least)s to %(at_most)s are allowed."
    ),
    ProtocolsRepeat: gettext_noop(
        "%(template)s would give a number twice: the count starts anew each %(period)s, which the date does not tell apart; add"
        " %(missing)s."
    ),
    SequenceNotOnce: gettext_noop("In %(template)s the count must stand exactly once; it stands there %(times)s times."),
    UnknownDatePart: gettext_noop("In %(template)s, %(part)s is no part of the day that is known; there are %(known)s."),
    UnknownPlaceholder: gettext_noop("In %(template)s, %(placeholder)s can't stand in braces; there are %(known)s."),
    UnpairedBrace: gettext_noop("In %(template)s, the brace at column %(column)s opens or closes nothing."),
    CancelledForGood: gettext_noop("It was cancelled for a reason, or merged, and stays so; only “not a contact” can be undone."),
    DisagreedTooLate: gettext_noop("The time for disagreeing ended at %(until)s; a new contact opens a new ticket all the same."),
    ImpossibleMove: gettext_noop("A ticket can't go from %(before)s to %(after)s."),
    NotInThisStatus: gettext_noop("This (%(act)s) can't be done while the ticket is %(status)s; it can while it is %(possible_in)s."),
    NeverOpen: gettext_noop("The calendar %(calendar)s has no open hours within ten years of %(since)s."),
}
