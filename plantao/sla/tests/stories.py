"""Stories for the twin: what may happen on a ticket, at random, where the clocks on the wall change."""

from datetime import UTC, datetime
from random import Random

from plantao.handbook.calendars import service_hours
from plantao.handbook.document import Handbook
from plantao.rules.clock_rounds import OPENED, Happening
from plantao.rules.counted_time import Hold
from plantao.sla.history import Frozen, History
from plantao.sla.tests.slow_twin import Story

TEXT = """\
handbook: 1
provider: {{name: Rede Pequena, country: BR, time_zone: {zone}, languages: [pt-br]}}
calendars:
  always: {{open: always}}
  office: {{open: {{mon-fri: ["08:00-12:00", "13:30-18:00"], sun: ["00:00-03:00"]}}}}
  night: {{open: {{mon-sun: ["00:00-02:30", "22:00-24:00"]}}}}
departments: {{support: {{name: Suporte, calendar: always}}}}
unclassified: {{department: support, criticality: urgent}}
clocks:
  attend: {{starts: opened, met_by: attended}}
  update: {{starts: attended, met_by: public_update, repeats: true}}
  resolve: {{starts: opened, met_by: restored}}
criticalities:
  emergency: {{name: E, attend: {{within: {a}m}}, update: {{within: 45m}}, resolve: {{within: {b}m}}}}
  urgent: {{name: U, attend: {{within: {c}m, calendar: night}}, update: {{within: 2h}}, resolve: {{within: {d}m}}}}
  controlled:
    name: C
    attend: {{within: {e}m, calendar: office}}
    update: {{within: 3h, calendar: office}}
    resolve: {{within: {f}m, calendar: office}}
  planned: {{name: P, attend: {{within: {g}m, calendar: office}}}}
holds:
  waiting: {{name: W, stops: [update, resolve]}}
  observation: {{name: O, stops: [resolve]}}
"""
PLACES = ("emergency", "urgent", "controlled", "planned")
BASES = {  # a Thursday or so; the zone's clocks change within days
    "America/Santiago": datetime(2026, 9, 3, 12, tzinfo=UTC),
    "America/New_York": datetime(2026, 10, 29, 12, tzinfo=UTC),
    "Europe/Lisbon": datetime(2026, 3, 26, 12, tzinfo=UTC),
    "America/Sao_Paulo": datetime(2026, 11, 18, 12, tzinfo=UTC),
}
HANDBOOKS = {
    zone: tuple(
        TEXT.format(zone=zone, a=10, b=240, c=90, d=480, e=300, f=700, g=900) if version == 0
        else TEXT.format(zone=zone, a=15, b=200, c=60, d=600, e=240, f=800, g=600)
        for version in (0, 1)
    )
    for zone in BASES
}  # fmt: skip


def a_story(random: Random, *, may_change: bool = True) -> Story:
    """Return a story of a few days; where it `may_change`, its criticality changes and it may be re-rated."""
    zone = random.choice(list(BASES))
    opened = random.randrange(600)
    span = random.choice([200, 1_500, 4_500])

    def some() -> int:
        return opened + random.randrange(span)

    events = [(some(), name) for name in ("attended", "restored", "resolved", "cancelled") if random.random() < 0.4]
    events += [(some(), "public_update") for _ in range(random.randrange(5))]
    holds = []
    for _ in range(random.randrange(4)):
        since = some()
        holds.append((since, None if random.random() < 0.2 else since + random.randrange(600), random.choice(["waiting", "observation"])))
    places = [(opened, random.choice(PLACES))]
    for minute in sorted(some() for _ in range(random.randrange(4) if may_change else 0)):
        places.append((minute, random.choice([place for place in PLACES if place != places[-1][1]])))
    first, second = HANDBOOKS[zone]
    return Story(
        base=BASES[zone],
        texts=(first, second),
        places=tuple(places),
        events=tuple(events),
        holds=tuple(holds),
        rerated=some() if may_change and random.random() < 0.3 else None,
        at=opened + random.randrange(span + 500),
    )


def history(story: Story) -> History:
    """Tell it as a ticket's own facts."""
    opened = story.instant(story.places[0][0])
    happened = [Happening(event=name, at=story.instant(minute)) for minute, name in story.events]
    versions = [_frozen(story, opened, 0)]
    if story.rerated is not None:
        versions.append(_frozen(story, story.instant(story.rerated), 1))
    return History(
        happenings=(Happening(event=OPENED, at=opened), *happened),
        holds=tuple(
            Hold(since=story.instant(since), until=None if until is None else story.instant(until), reason=reason)
            for since, until, reason in story.holds
        ),
        criticalities=tuple((story.instant(minute), place) for minute, place in story.places),
        versions=tuple(versions),
        plan="",
    )


def case(story: Story) -> dict[str, object]:
    """Tell it as `plantao explain` hears it; without changes."""
    return {
        "handbook": "test.yaml",
        "criticality": story.places[0][1],
        "opened": story.instant(story.places[0][0]).isoformat(),
        "holds": [
            {
                "since": story.instant(since).isoformat(),
                "until": None if until is None else story.instant(until).isoformat(),
                "reason": reason,
            }
            for since, until, reason in story.holds
        ],
        "events": [{"event": name, "at": story.instant(minute).isoformat()} for minute, name in story.events],
        "at": story.instant(story.at).isoformat(),
    }


def _frozen(story: Story, since: datetime, version: int) -> Frozen:
    handbook: Handbook = story.handbook(version)
    return Frozen(
        since=since,
        handbook_id=version,
        calendars_id=version,
        handbook=handbook,
        customer_calendar="office",
        hours=lambda key: service_hours(handbook, key),
    )
