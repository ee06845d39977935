"""Who was told of what happened: the notices of an event, and what became of each."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Q
from django.utils.translation import gettext

from plantao.events.models import Event
from plantao.messaging.models import Notice
from plantao.messaging.models.notice import NoticeState
from plantao.ui.labels import NOTICES, WITHHELD


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Somebody was told, or was not. `at` is when the network took it, None where it did not; `trouble`: it did not arrive."""

    who: str
    state: str
    at: datetime | None
    why: str
    trouble: bool


@dataclass(frozen=True, slots=True)
class Telling:
    """All who were told of one event; `number` is the event's."""

    number: int
    told: Sequence[Told]

    @property
    def has_trouble(self) -> bool:
        return any(each.trouble for each in self.told)

    @property
    def arrived(self) -> bool:
        """Whether the network took every one of them."""
        return all(each.at for each in self.told)


def notices_of(events: Iterable[Event]) -> list[Notice]:
    """Return what was told of these events, and what those of them tell of that are about notices: one query."""
    events = list(events)
    return _notices(Q(event__in=events) | Q(pk__in=_carried(events)))


def told_since(events: Iterable[Event], *, after: int) -> Sequence[Telling]:
    """Return who was told of events up to number `after`, of which a message came through or to nothing by these: two queries at most."""
    earlier = Notice.objects.filter(pk__in=_carried(events), event__lte=after).values_list("event", flat=True)
    return list(tellings(_notices(Q(event__in=list(earlier)))).values())


def tellings(notices: Iterable[Notice]) -> Mapping[int, Telling]:
    """Return who was told of each event, by its number; `notices` as `notices_of` gives them."""
    told: defaultdict[int, list[Told]] = defaultdict(list)
    for notice in notices:
        told[notice.event_id].append(_told(notice, vars(notice)["taken_at"], is_perhaps_twice=vars(notice)["is_perhaps_twice"]))
    return {number: Telling(number, of_one) for number, of_one in told.items()}


def whom(notice: Notice) -> str:
    """Return whom a notice is for, as a timeline names them."""
    return (notice.person.name if notice.person else "") or notice.address or gettext("nobody")


def _carried(events: Iterable[Event]) -> list[int]:
    return [number for event in events for number in event.facts.get("notices", ())]


def _notices(wanted: Q) -> list[Notice]:
    taken = Notice.objects.filter(wanted).annotate(taken_at=F("message__sent_at"), is_perhaps_twice=F("message__is_perhaps_twice"))
    return list(taken.select_related("person").defer("content").order_by("pk"))


def _told(notice: Notice, taken_at: datetime | None, *, is_perhaps_twice: bool | None) -> Told:
    who, is_sent = whom(notice), notice.state == NoticeState.SENT
    return Told(
        who=f"{who} ({notice.address})" if notice.address and notice.address != who else who,
        state=str(NOTICES[notice.state]),
        at=taken_at if is_sent else None,
        why=gettext("perhaps twice") if is_sent and is_perhaps_twice else str(WITHHELD.get(notice.why, notice.why)),
        trouble=notice.state in {NoticeState.FAILED, NoticeState.BOUNCED},
    )
