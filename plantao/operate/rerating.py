"""The work behind `plantao rerate`: which tickets, to which versions, one transaction each."""

import argparse
from collections.abc import Iterator
from functools import partial
from typing import Any

from django.db import transaction

from plantao.agreements.models import CalendarVersion, HandbookVersion
from plantao.agreements.queries import in_force
from plantao.operate.ticket.acting import Desk
from plantao.operate.ticket.summary import instant
from plantao.operate.trouble import Trouble
from plantao.rules.refused import Refused
from plantao.sla.rating import Rerated, Told, preview, rerate
from plantao.tickets.models import Ticket
from plantao.ui.refusals import sentence_of
from plantao.work.acting import run_retrying


class Rerating:
    """What was asked for. Raises Trouble for versions that do not exist, NoHandbook."""

    def __init__(self, options: argparse.Namespace) -> None:
        self.options = options
        self.desk = Desk(options, permission="ticket.rerate")
        if not options.dry_run and not options.reason.strip():
            raise Trouble("say why with --reason TEXT, or look first with --dry-run")
        self.handbook = self._handbook()
        self.calendars = self._calendars()

    def each(self) -> Iterator[dict[str, Any]]:
        """Re-rate each ticket, or only look, and yield what became of it; those that stand there already are passed over."""
        for pk in self._tickets():
            told = run_retrying(partial(self._one, pk))
            if told is not None:
                yield told

    def _tickets(self) -> list[int]:
        if self.options.protocols:
            return [self.desk.numbered(protocol).pk for protocol in self.options.protocols]
        return list(Ticket.objects.still_open().order_by("pk").values_list("pk", flat=True))

    def _one(self, pk: int) -> dict[str, Any] | None:
        ticket = Ticket.objects.locked(pk)
        handbook = HandbookVersion.objects.defer("source").get(pk=ticket.handbook_id) if self.options.keep_handbook else self.handbook
        if (ticket.handbook_id, ticket.calendars_id) == (handbook.pk, self.calendars.pk):
            return None
        before = {"handbook": _number(ticket.handbook_id), "calendars": ticket.calendars.number}
        try:
            with transaction.atomic():
                changes = self._change(ticket, handbook)
        except Refused as refused:
            return {"protocol": ticket.protocol, "refused": sentence_of(refused)}
        after = {"handbook": handbook.number, "calendars": self.calendars.number}
        return {"protocol": ticket.protocol, "before": before, "after": after, "clocks": {each.clock: _clock(each) for each in changes}}

    def _change(self, ticket: Ticket, handbook: HandbookVersion) -> tuple[Rerated, ...]:
        if self.options.dry_run:
            return preview(ticket, handbook=handbook, calendars=self.calendars, at=self.desk.now)
        return rerate(ticket, by=self.desk.by, at=self.desk.now, handbook=handbook, calendars=self.calendars, reason=self.options.reason)

    def _handbook(self) -> HandbookVersion:
        if self.options.handbook is None:
            return in_force(self.desk.now).version
        found = HandbookVersion.objects.defer("source").filter(number=self.options.handbook).first()
        if found is None:
            raise Trouble(f"there is no version {self.options.handbook} of the handbook; `plantao handbook show` names the one in force")
        return found

    def _calendars(self) -> CalendarVersion:
        if self.options.calendars is None:
            return in_force(self.desk.now).calendars
        found = CalendarVersion.objects.filter(number=self.options.calendars).first()
        if found is None:
            raise Trouble(f"there is no version {self.options.calendars} of the calendars")
        return found


def _number(handbook_id: int) -> int:
    return HandbookVersion.objects.values_list("number", flat=True).get(pk=handbook_id)


def _clock(rerated: Rerated) -> dict[str, Any]:
    return {"before": _told(rerated.before), "after": _told(rerated.after)}


def _told(told: Told | None) -> dict[str, Any] | None:
    return None if told is None else {"state": str(told.state), "due_at": instant(told.due_at)}
