"""What the loop of work knows of the rooms: who locks which subject, the queues of the post room, what recurs."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from plantao.accounts import forgotten
from plantao.accounts.forgetting import forget
from plantao.agreements import calendars
from plantao.agreements.queries import NoHandbook, in_force
from plantao.escalation import handlers as escalation
from plantao.escalation import ringing
from plantao.escalation.gaps import find_gaps
from plantao.intake.mail import take_in
from plantao.messaging.handlers import inbox_of, outbox
from plantao.messaging.settling import book_deaths
from plantao.notifications import vocabulary
from plantao.sla import handlers, moving, next_step
from plantao.staff.models import Agent
from plantao.tickets import handlers as tickets
from plantao.tickets import repeating
from plantao.wiring.subjects import TICKET, lock_free_ticket
from plantao.work.registry import Registry, lock_row
from plantao.work.timetable import Daily, Every, Recurring


def _extend_calendars(at: datetime) -> None:
    try:
        calendars.extend(in_force(at).handbook, at=at)
    except NoHandbook:
        return


def _find_gaps(at: datetime) -> None:
    try:
        find_gaps(at=at)
    except NoHandbook:
        return


def _get_ready(at: datetime) -> None:
    """Read the handbook in force with its calendars, and the words for it, once a process."""
    try:
        now = in_force(at)
    except NoHandbook:
        return
    for calendar in now.handbook.calendars:
        calendars.frozen_hours(calendar, handbook_id=now.version.pk, calendars_id=now.calendars.pk)
    for language in vocabulary.LANGUAGES:
        vocabulary.channel_lines(now.handbook, country=now.handbook.provider.country, language=language)


WORK = Registry(
    get_ready=_get_ready,
    lockers={TICKET: lock_free_ticket, ringing.SUBJECT_KIND: lock_row(Agent)},
    timers={next_step.KIND: handlers.fall_due, ringing.STEPS: escalation.climb, ringing.KIND: escalation.ring_agent},
    tasks={
        tickets.PASS_DOWN: tickets.pass_down,
        tickets.ATTEND_PARENT: tickets.attend_parent,
        tickets.LOSE_CONTACT: tickets.lose_contact,
        repeating.MARK: repeating.mark_repeat,
        moving.RERATE: moving.rerate_one,
        forgotten.FORGOTTEN: forgotten.tell,
    },
    queues=(inbox_of({"email": take_in}), outbox()),
    timetable=(
        Recurring(name="calendars.extend", when=Daily(hour=time(3, 17), zone=ZoneInfo("UTC")), do=_extend_calendars),
        Recurring(name="accounts.forget", when=Daily(hour=time(3, 41), zone=ZoneInfo("UTC")), do=forget),
        Recurring(name="rota.find_gaps", when=Daily(hour=time(11), zone=ZoneInfo("UTC")), do=_find_gaps),
        Recurring(name="messages.book_deaths", when=Every(timedelta(minutes=1)), do=book_deaths),
    ),
)
