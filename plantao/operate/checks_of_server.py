"""The checks of `plantao check` for a server: its PostgreSQL, what stands between, and the site as people reach it."""

import http.client
import ssl
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Final
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import psycopg
from django.conf import settings
from django.db import connection

from config import env
from plantao.operate import database, health
from plantao.operate.findings import Finding, Level
from plantao.operate.state import database_version
from plantao.operate.trouble import Trouble

DURABLE: Final = ("fsync", "full_page_writes", "synchronous_commit")
PROBE: Final = "plantao_check"
HEARD_WITHIN: Final = 2.0  # seconds
ANSWERS_WITHIN: Final = 5.0  # seconds
RENEW_BEFORE: Final = timedelta(days=14)
LATELY: Final = (
    ("America/Asuncion", datetime(2025, 7, 1, tzinfo=UTC), timedelta(hours=-3), "2024b"),
    ("America/Mexico_City", datetime(2023, 7, 1, tzinfo=UTC), timedelta(hours=-6), "2022f"),
    ("America/Sao_Paulo", datetime(2019, 12, 15, tzinfo=UTC), timedelta(hours=-3), "2019b"),
)
"""Offsets that a law changed, the latest first, and the edition of the time zone data that first knew."""


def of_database() -> Iterator[Finding]:
    """Whether its tables are this version's, and whether each address leads to one that will do."""
    state = health.readiness()
    if state == "ok":
        yield Finding("database", Level.OK, f"PostgreSQL {database_version()} answers, with the tables of this version")
    else:
        yield Finding("database", Level.WRONG, f"the tables are not those of this version ({state}); run `plantao migrate`")
    for variable in ("DATABASE_URL", "DATABASE_OWNER_URL", "DATABASE_DIRECT_URL"):
        try:
            if url := env.text(variable):
                database.check(url, variable=variable)
        except Trouble as trouble:
            yield Finding("database", Level.WRONG, str(trouble))


def of_durability() -> Iterator[Finding]:
    """That what PostgreSQL calls written is on its disk."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM pg_settings WHERE name = ANY(%s) AND setting = 'off'", [list(DURABLE)])
        off = sorted(name for (name,) in cursor.fetchall())
    if off:
        sentence = f"PostgreSQL has {' and '.join(off)} off: after a power cut, mails that were acknowledged are gone; turn on"
        yield Finding("database", Level.WRONG, sentence)


def of_pooler() -> Iterator[Finding]:
    """What stands between us and PostgreSQL: who pools makes up the number of the process that a connection belongs to."""
    connection.ensure_connection()
    if not env.flag("PLANTAO_DATABASE_POOLER", default=False) and _is_pooled(connection.connection):
        yield Finding(
            "database", Level.WARNING, "DATABASE_URL leads through a pooler; if that pools transactions, set PLANTAO_DATABASE_POOLER=1"
        )
    try:
        with psycopg.connect(settings.DATABASE_DIRECT_URL, autocommit=True, connect_timeout=5) as link:
            yield _of_listening(link)
    except psycopg.OperationalError as error:
        told = database.unusable(settings.DATABASE_DIRECT_URL, error, variable="DATABASE_DIRECT_URL")
        yield Finding("database", Level.WRONG, f"workers can't listen: {told}")


def _of_listening(link: psycopg.Connection) -> Finding:
    if _is_pooled(link):
        return Finding(
            "database", Level.WRONG,
            "workers would listen through a pooler and might hear nothing; set DATABASE_DIRECT_URL to an address that goes past it",
        )  # fmt: skip
    link.execute(f"LISTEN {PROBE}".encode())
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, '')", [PROBE])
    if next(link.notifies(timeout=HEARD_WITHIN), None) is None:
        return Finding(
            "database", Level.WRONG, "DATABASE_DIRECT_URL leads to another database than DATABASE_URL: workers hear nothing there"
        )
    return Finding("database", Level.OK, "workers hear at once of what is to be done")


def _is_pooled(link: psycopg.Connection) -> bool:
    row = link.execute("SELECT pg_backend_pid()").fetchone()
    return bool(row and row[0] != link.info.backend_pid)


def of_zones() -> Iterator[Finding]:
    """That this machine knows how late it is where our customers are."""
    for name, at, offset, edition in LATELY:
        try:
            is_known = at.astimezone(ZoneInfo(name)).utcoffset() == offset
        except ZoneInfoNotFoundError:
            is_known = False
        if not is_known:
            sentence = (
                f"its time zone data are older than {edition} ({name} is wrong), so clocks count wrong hours; renew the package tzdata"
            )
            yield Finding("clock", Level.WRONG, sentence)
            return


def of_site(at: datetime) -> Iterator[Finding]:
    """The site by the address that is sent to people: name, certificate, the web server before us and what it tells us."""
    site = urlsplit(settings.PUBLIC_URL)
    kind = http.client.HTTPSConnection if site.scheme == "https" else http.client.HTTPConnection
    asked = kind(site.hostname or "", site.port, timeout=ANSWERS_WITHIN)
    try:
        asked.connect()
        yield from _of_certificate(asked.sock, at)
        asked.request("GET", "/healthz")
        yield _of_answer(asked.getresponse(), is_https=site.scheme == "https")
    except ssl.SSLCertVerificationError as error:
        told = f"the certificate of {settings.PUBLIC_URL} is not good: {error.verify_message}"
        yield Finding("site", Level.WRONG, f"{told}; put one in its place that browsers take, this machine too")
    except (OSError, http.client.HTTPException) as error:
        reason = getattr(error, "strerror", None) or type(error).__name__
        yield Finding(
            "site", Level.WRONG, f"{settings.PUBLIC_URL} can't be reached from here: {reason}; check name, web server, PLANTAO_URL"
        )
    finally:
        asked.close()


def _of_certificate(sock: object, at: datetime) -> Iterator[Finding]:
    certificate = sock.getpeercert() if isinstance(sock, ssl.SSLSocket) else None
    if certificate:
        until = datetime.fromtimestamp(ssl.cert_time_to_seconds(str(certificate["notAfter"])), UTC)
        if until - at < RENEW_BEFORE:
            yield Finding("site", Level.WARNING, f"the certificate of {settings.PUBLIC_URL} ends on {until:%Y-%m-%d}; renew it")


def _of_answer(answer: http.client.HTTPResponse, *, is_https: bool) -> Finding:
    told = f"{settings.PUBLIC_URL} answers"
    if answer.status == http.HTTPStatus.BAD_REQUEST:
        return Finding(
            "site", Level.WRONG, f"{told} that it doesn't know its name: let the web server pass Host on, and name it in PLANTAO_HOSTS"
        )
    if answer.headers.get("Location"):
        return Finding("site", Level.WRONG, f"{told} by sending on to {answer.headers['Location']}; write where people end in PLANTAO_URL")
    if answer.status != http.HTTPStatus.OK:
        return Finding("site", Level.WRONG, f"{told} with {answer.status}; is `plantao web` running, and does the web server lead to it?")
    if is_https and not answer.headers.get("Strict-Transport-Security"):
        return Finding(
            "site", Level.WRONG,
            f"{told}, but Plantão isn't told that it was https: name the web server in PLANTAO_PROXIES, and let it send X-Forwarded-For "
            "and X-Forwarded-Proto",
        )  # fmt: skip
    return Finding("site", Level.OK, told)
