"""The checks of `plantao check`, in the order in which they are told. Each yields findings; none raises."""

import os
import shutil
from collections.abc import Iterator
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection

from plantao import clock
from plantao.agreements.queries import NoHandbook, in_force
from plantao.handbook.reading import read
from plantao.messaging import registry
from plantao.operate import arrival, health
from plantao.operate.checks_of_roles import of_owners, of_rights, of_roles, of_walls
from plantao.operate.checks_of_server import of_database, of_durability, of_pooler, of_site, of_zones
from plantao.operate.checks_of_settings import is_this_machine, of_settings
from plantao.operate.findings import Finding, Level
from plantao.operate.premises import ROOM_NEEDED
from plantao.operate.rooms import database_must_answer
from plantao.operate.trouble import Trouble
from plantao.people.models import Person
from plantao.work import attendance

CLOCKS_MAY_DIFFER = 2.0  # seconds


def everything() -> Iterator[Finding]:
    """Yield what all checks find."""
    at = clock.now()
    for check in (of_settings, of_disk, of_mail_in, of_channels):
        yield from check()
    yield from of_site(at)
    try:
        database_must_answer()
    except Trouble as problem:
        yield Finding("database", Level.WRONG, str(problem))
        return
    for check in (of_database, of_roles):
        yield from check()
    if health.readiness() != "ok":
        return  # without its tables nothing else can be asked
    for check in (of_owners, of_rights, of_walls, of_durability, of_pooler, of_people, of_workers):
        yield from check()
    yield from of_handbook(at)
    yield from of_clock()
    yield from of_zones()


def of_disk() -> Iterator[Finding]:
    """Room for what this machine writes, and that it may."""
    if not (os.path.isdir(settings.HOME) and os.access(settings.HOME, os.W_OK | os.X_OK)):
        sentence = f"{settings.HOME} is no folder in which this user may write; make it one, or name another in PLANTAO_HOME"
        yield Finding("disk", Level.WARNING, sentence)
        return
    free = shutil.disk_usage(settings.HOME).free
    level = Level.OK if free > ROOM_NEEDED else Level.WRONG
    yield Finding("disk", level, f"{free // 1_000_000} MB are free for {settings.HOME}" + ("" if level == Level.OK else "; make room"))


def of_people() -> Iterator[Finding]:
    """That nobody gets in by a password that was printed, where others than this machine can try."""
    host = urlsplit(settings.PUBLIC_URL).hostname or ""
    fictional = Person.objects.filter(is_fictional=True, disabled_at=None, email__isnull=False).count()
    if fictional and not is_this_machine(host):
        sentence = (
            f"{fictional} people of a demonstration sign in with a password that was printed; a desk that others reach must be a new one"
        )
        yield Finding("people", Level.WRONG, sentence)


def of_workers() -> Iterator[Finding]:
    """That somebody works off what waits."""
    present = len(attendance.present())
    if present:
        yield Finding("workers", Level.OK, f"{present} at work")
    else:
        yield Finding("workers", Level.WRONG, "none is at work, so nothing is sent and no clock is watched; start `plantao work`")


def of_mail_in() -> Iterator[Finding]:
    """Whether mail can reach us, and by which ways; the rest the channel says itself."""
    ways = [f"SMTP on port {settings.SMTP_PORT}"] * bool(settings.SMTP_PORT) + [f"LMTP on port {settings.LMTP_PORT}"] * bool(
        settings.LMTP_PORT
    )
    if settings.SMTP_PORT and not arrival.mail_answers():
        yield Finding("mail in", Level.WRONG, f"nobody greets on port {settings.SMTP_PORT}; start `plantao mail-server`")
    elif settings.LMTP_PORT and not arrival.greets(settings.LMTP_PORT):
        yield Finding("mail in", Level.WRONG, f"nobody greets on port {settings.LMTP_PORT}, for LMTP; start `plantao mail-server`")
    elif ways:
        yield Finding("mail in", Level.OK, f"taken in by {' and '.join(ways)}")
    elif not settings.MAIL_IN_IMAP:
        yield Finding("mail in", Level.WRONG, "no mail can come in; set PLANTAO_SMTP_PORT, PLANTAO_LMTP_PORT or PLANTAO_MAIL_IN")


def of_channels() -> Iterator[Finding]:
    """What each channel says of itself: whether its servers can be reached, and let us in."""
    for registration in registry.registrations():
        for check in registration.checks:
            found = check()
            yield Finding(found.name, Level.OK if found.is_good else Level.WRONG, found.sentence)


def of_handbook(at: datetime) -> Iterator[Finding]:
    """The handbook in force, checked again by this version."""
    try:
        version = in_force(at).version
    except NoHandbook:
        yield Finding("handbook", Level.WRONG, "none is in force, so no ticket can be opened; run `plantao handbook apply FILE`")
        return
    reading = read(bytes(version.source), name=version.file_name)
    told = f"version {version.number} ({version.file_name}) is in force"
    if reading.errors:
        yield Finding("handbook", Level.WRONG, f"{told}, but can't be read any more: {reading.errors[0].sentence}")
    elif reading.warnings:
        yield Finding("handbook", Level.WARNING, f"{told}, with {len(reading.warnings)} warnings; `plantao handbook check` lists them")
    else:
        yield Finding("handbook", Level.OK, told)


def of_clock() -> Iterator[Finding]:
    """That this machine and the database agree on what time it is."""
    with connection.cursor() as cursor:
        before = clock.now()
        cursor.execute("SELECT clock_timestamp()")
        theirs = cursor.fetchone()[0]
        after = clock.now()
    apart = max(0.0, (before - theirs).total_seconds(), (theirs - after).total_seconds())
    if apart > CLOCKS_MAY_DIFFER:
        yield Finding("clock", Level.WRONG, f"this machine and the database are {apart:.1f} s apart; let both follow a time server (NTP)")
    else:
        yield Finding("clock", Level.OK, f"{after:%Y-%m-%d %H:%M:%S} UTC, as on the database")
