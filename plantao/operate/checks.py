"""The checks of `plantao check`, in the order in which they are told. Each yields findings; none raises."""

import shutil
from collections.abc import Iterator
from datetime import datetime
from ipaddress import ip_address
from urllib.parse import urlsplit

from django.conf import settings
from django.core import checks
from django.db import connection

from config import env
from plantao import clock
from plantao.agreements.queries import NoHandbook, in_force
from plantao.handbook.reading import read
from plantao.messaging import registry
from plantao.operate import arrival, database, health, roles
from plantao.operate.checks_of_server import of_durability, of_pooler, of_rights, of_site, of_zones
from plantao.operate.findings import Finding, Level
from plantao.operate.premises import ROOM_NEEDED
from plantao.operate.rooms import database_must_answer
from plantao.operate.state import database_version
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
    for check in (of_rights, of_durability, of_pooler, of_people, of_workers):
        yield from check()
    yield from of_handbook(at)
    yield from of_clock()
    yield from of_zones()


def of_settings() -> Iterator[Finding]:
    """The environment: what each room's checks of its settings say, the key, and what the web shows to whom."""
    told = [found for found in checks.run_checks(include_deployment_checks=True) if not found.is_silenced()]
    problems = [
        *(Finding("settings", Level.WRONG if found.is_serious() else Level.WARNING, str(found.msg)) for found in told),
        *_of_secret_key(),
        *_of_addresses(),
    ]
    yield from problems or [Finding("settings", Level.OK, f"everything set can be read; files are written under {settings.HOME}")]


def _of_secret_key() -> Iterator[Finding]:
    if settings.SECRET_KEY == "not-set":  # noqa: S105 - the mark of settings.py for none
        yield Finding(
            "settings", Level.WRONG, "there is no secret key; set PLANTAO_SECRET_KEY to 50 random characters, the same on all machines"
        )
    elif len(settings.SECRET_KEY) < 32:
        yield Finding("settings", Level.WRONG, "PLANTAO_SECRET_KEY is short enough to be guessed; write 50 random characters")


def _of_addresses() -> Iterator[Finding]:
    site = urlsplit(settings.PUBLIC_URL)
    host = site.hostname or ""
    if host not in settings.ALLOWED_HOSTS and "*" not in settings.ALLOWED_HOSTS:
        yield Finding("settings", Level.WRONG, f"PLANTAO_URL names {host}, which is not among PLANTAO_HOSTS; add it there")
    if site.scheme != "https" and host not in {"localhost", "127.0.0.1", "::1"}:
        yield Finding("settings", Level.WARNING, "PLANTAO_URL is not https: links and what people write can be read on the way")
    if not _is_this_machine(env.text("PLANTAO_WEB_HOST", "127.0.0.1")) and not env.text("PLANTAO_METRICS_TOKEN"):
        yield Finding("settings", Level.WARNING, "/metrics can be read by whoever reaches the web server; set PLANTAO_METRICS_TOKEN")


def _is_this_machine(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def of_disk() -> Iterator[Finding]:
    """Room for what this machine writes."""
    if settings.HOME.exists():
        free = shutil.disk_usage(settings.HOME).free
        level = Level.OK if free > ROOM_NEEDED else Level.WRONG
        yield Finding("disk", level, f"{free // 1_000_000} MB are free for {settings.HOME}" + ("" if level == Level.OK else "; make room"))


def of_database() -> Iterator[Finding]:
    """Its version, and whether its tables are this version's."""
    state = health.readiness()
    if state == "ok":
        yield Finding("database", Level.OK, f"PostgreSQL {database_version()} answers, with the tables of this version")
    else:
        yield Finding("database", Level.WRONG, f"the tables are not those of this version ({state}); run `plantao migrate`")
    for variable in ("DATABASE_OWNER_URL", "DATABASE_DIRECT_URL"):
        try:
            if url := env.text(variable):
                database.check(url, variable=variable)
        except Trouble as trouble:
            yield Finding("database", Level.WRONG, str(trouble))


def of_roles() -> Iterator[Finding]:
    """That we act as the app, which owns nothing."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, (SELECT count(*) FROM pg_tables WHERE schemaname = 'public' AND tableowner = current_user)")
        acting, owned = cursor.fetchone()
        cursor.execute("SELECT count(*) FROM pg_roles WHERE rolname IN (%s, %s)", [roles.APP, roles.PORTAL])
        known = cursor.fetchone()[0]
    if known < 2:
        yield Finding("roles", Level.WRONG, "the roles are not there; run `plantao migrate`, which makes them or says who must")
    elif owned:
        yield Finding("roles", Level.WARNING, f"this process acts as {acting}, who owns tables; unset PLANTAO_DATABASE_ROLE")
    else:
        yield Finding("roles", Level.OK, f"this process acts as {acting}, who owns no table")


def of_people() -> Iterator[Finding]:
    """That nobody gets in by a password that was printed, where others than this machine can try."""
    host = urlsplit(settings.PUBLIC_URL).hostname or ""
    fictional = Person.objects.filter(is_fictional=True, disabled_at=None, email__isnull=False).count()
    if fictional and not _is_this_machine(host):
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
