"""How the rota is named and shown at the command line: roles, people, instants, rows."""

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from plantao.agreements.queries import in_force
from plantao.handbook.document import Handbook
from plantao.handbook.problems import instead, named
from plantao.operate.instants import read_instant
from plantao.operate.trouble import Trouble
from plantao.staff.models import Absence, Agent, Arrangement, Rota, Shift

YEARS = range(1970, 2200)  # beyond them nobody means what they typed


class Words:
    """What a command needs to read and to show: the handbook in force at `at`, its roles, its zone."""

    def __init__(self, at: datetime) -> None:
        """Raises NoHandbook where none is in force."""
        self.at = at
        self.handbook: Handbook = in_force(at).handbook
        self.zone = ZoneInfo(self.handbook.provider.time_zone)

    def role(self, key: str, *, may_be_past: bool = False) -> str:
        """Return the key of a role of the handbook, or one that the rota had once; Trouble with the nearest one otherwise."""
        if key not in self.handbook.roles and not (may_be_past and Rota.objects.filter(role=key).exists()):
            raise Trouble(f"the handbook in force has no role {named(key)}{instead(key, self.handbook.roles)}")
        return key

    def instant(self, text: str | None, *, option: str) -> datetime | None:
        """Return the instant that was typed, in UTC; None where none was."""
        if text is None:
            return None
        instant = read_instant(text, option=option, zone=self.zone.key)
        if instant.year not in YEARS:
            raise Trouble(f"{option}: {text[:60]!r} is too far away for a rota")
        return instant

    def shown(self, instant: datetime | None) -> str:
        """Return an instant as people of the provider read it; `-` for none."""
        return instant.astimezone(self.zone).isoformat(timespec="seconds") if instant else "-"


def people(agents: Iterable[Agent]) -> list[dict[str, str]]:
    """Return people as JSON shows them, in their order."""
    return [{"name": agent.person.name, "mail": agent.person.mail_address} for agent in agents]


def names(agents: Iterable[Agent]) -> str:
    """Return people on one line, first in line first; `nobody` for none."""
    return ", ".join(agent.person.name or agent.person.mail_address for agent in agents) or "nobody"


def stamp(instant: datetime | None) -> str | None:
    """Return an instant as JSON shows it: UTC, floored to the second; None for none."""
    return f"{instant.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}" if instant else None


def row_facts(row: Shift | Arrangement | Absence) -> dict[str, Any]:
    """Return an entry of the rota as JSON shows it."""
    facts: dict[str, Any] = {"kind": type(row).__name__.lower(), "number": row.number}
    if isinstance(row, Absence):
        facts |= {"people": people([row.agent])}
    elif isinstance(row, Arrangement):
        facts |= {"role": row.rota.role, "what": row.what, "people": people(filter(None, (row.to, row.of)))}
    else:
        turns = Agent.objects.select_related("person").in_bulk(row.agents)
        facts |= {"role": row.rota.role, "people": people(turns[agent] for agent in row.agents), "hours": row.hours, "zone": row.zone}
        facts |= {"turn_days": row.turn_days, "counted_from": row.counted_from.isoformat(), "place": row.place}
    return {**facts, "since": stamp(row.since), "until": stamp(row.until)}


def tell(row: Shift | Arrangement | Absence, words: Words, *, as_json: bool) -> None:
    """Print an entry of the rota on one line: which, role, what, whom, since, until."""
    facts = row_facts(row)
    if as_json:
        print(json.dumps(facts, ensure_ascii=False))
        return
    what = facts.get("what", "absent").replace("_", " ")
    if isinstance(row, Shift):
        what = f"{'; '.join(row.hours)} in {row.zone}, place {row.place}"
    whom = (" for " if what == "handed over" else ", ").join(each["mail"] for each in facts["people"])
    columns = [f"{facts['kind']} {row.number}", facts.get("role", "-"), what, whom, words.shown(row.since), words.shown(row.until)]
    print("\t".join(columns))


def agent_at(mail: str) -> Agent:
    """Return the member of staff with this mail address. Raises NotOfStaff."""
    return Agent.objects.serving_at(mail)
