"""What `plantao status` tells, gathered: plain values, as its JSON has them."""

from datetime import datetime
from typing import Any

from django.db import connection

from plantao.agreements.queries import NoHandbook, in_force
from plantao.demo.logins import logins, password
from plantao.operate import arrival
from plantao.operate.figures import gather
from plantao.work import queries

DEAD_SHOWN = 20


def facts(at: datetime) -> dict[str, Any]:
    """Return the whole state at `at`, which is now."""
    figures = gather(at)
    return {
        "at": at.isoformat(),
        "database": database_version(),
        "web": arrival.web_answers(),
        "mail": arrival.mail_answers(),
        "workers": figures.workers,
        **_handbook(at),
        "lanes": {
            lane.name: {
                "waiting": lane.waiting, "due": lane.due, "leased": lane.leased, "failing": lane.failing, "dead": lane.dead,
                "late": round(lane.late.total_seconds(), 1),
            }
            for lane in figures.lanes
        },
        "lateness": {
            "timers": figures.lateness_of_late.timers,
            **{f"p{share}_ms": figures.lateness_of_late.quantile_ms(share / 100) for share in (50, 99)},
            "max_ms": figures.lateness_of_late.longest_ms,
        },
        "dead": [{"lane": row.lane, "id": row.id, "since": row.dead_at.isoformat()} for row in queries.dead_rows(limit=DEAD_SHOWN)],
        "tickets": figures.tickets,
        "notices": figures.notices,
        "demonstration": [{"job": login.job, "mail": login.mail, "password": password()} for login in logins()],
    }  # fmt: skip


def database_version() -> str:
    """Return the version of PostgreSQL, as it tells it."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        return str(cursor.fetchone()[0])


def _handbook(at: datetime) -> dict[str, Any]:
    try:
        now = in_force(at)
    except NoHandbook:
        return {"handbook": None, "mail_address": None}
    email = now.handbook.channels.email
    return {
        "handbook": {"version": now.version.number, "file": now.version.file_name, "provider": now.handbook.provider.name},
        "mail_address": email.address if email else None,
    }
