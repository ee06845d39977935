"""What happened, to what, and who hears of it: what every value of a text is worked out from, in the recipient's language and zone."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from plantao.events.models import Event
from plantao.handbook.document import Handbook, Text
from plantao.notifications import vocabulary
from plantao.notifications.cleaning import lines, one_line
from plantao.notifications.recipients import Recipient
from plantao.sla.words import length_in_words
from plantao.tickets.models import Entry, Ticket
from plantao.tickets.models.entry import EntryKind

NOTICEABLY = timedelta(minutes=1)
"""What the watch finds later than this says so: something stood still."""


@dataclass(frozen=True, slots=True)
class Told:
    """What happened, to what, and who hears of it."""

    event: Event
    ticket: Ticket
    recipient: Recipient
    now: Handbook
    """The handbook in force: how the provider is reached today. What the ticket was promised is in its own."""

    @property
    def facts(self) -> Mapping[str, Any]:
        """What the event holds."""
        facts: Mapping[str, Any] = self.event.facts
        return facts

    def text(self, text: Text | None) -> str:
        """Return a text of the ticket's handbook in the recipient's language; "" where there is none."""
        return (
            one_line(text.in_language(self.recipient.language, default=self.ticket.terms.default_language), at_most=1_000) if text else ""
        )

    def said(self, kind: str, key: str | None) -> str:
        return vocabulary.said(kind, key, language=self.recipient.language) if key else ""

    def instant(self, at: datetime | str | None) -> str:
        """Return an instant as the recipient's clock shows it; "" where there is none."""
        moment = datetime.fromisoformat(at) if isinstance(at, str) else at
        return vocabulary.instant(moment, zone=self.recipient.zone, language=self.recipient.language) if moment else ""

    def last_minute(self, until: datetime | None) -> str:
        """Return the last minute before the end of a period, where it ends at midnight: nobody reads 00:00 as the day before."""
        local = until.astimezone(self.recipient.zone) if until else None
        return self.instant(local - timedelta(minutes=1) if local and (local.hour, local.minute) == (0, 0) else local)

    def late(self) -> str:
        """Return how late the watch found it, as `3 h 5 min`; "" where it was in time."""
        late_by = timedelta(seconds=self.facts.get("late_by", 0))
        return length_in_words(late_by) if late_by >= NOTICEABLY else ""

    def clock(self, key: str) -> str:
        """Return what people call a clock: by the event that meets it."""
        clocks = self.ticket.terms.clocks
        return self.said("clocks", clocks[key].met_by if key in clocks else key)

    def criticality(self, key: str) -> str:
        return self.text(self.ticket.terms.criticalities[key].name)

    def words(self) -> str:
        """Return what was said in the event: to somebody outside only what is public, to nobody why it was written down late."""
        entries = Entry.objects.filter(event=self.event, ticket=self.ticket).exclude(kind__in=(EntryKind.LATE, EntryKind.VENDOR))
        if not self.recipient.is_staff:
            entries = entries.filter(is_public=True)
        entry = entries.order_by("id").first()
        return lines(entry.text) if entry else ""
