"""list and show."""

import argparse
import json
from collections.abc import Iterator
from typing import Any

from plantao import clock
from plantao.escalation.strip import ladder_strip
from plantao.handbook.problems import one_line
from plantao.operate.instants import read_instant
from plantao.operate.ticket.clocks import clocks_as_json
from plantao.operate.ticket.details import details
from plantao.operate.ticket.ladder import ladder_as_json
from plantao.operate.ticket.summary import in_one_line, summary
from plantao.operate.trouble import Trouble
from plantao.rules.ticket_lifecycle import Status
from plantao.sla.strip import strip
from plantao.tickets.models import Ticket
from plantao.tickets.queries import found
from plantao.ui.language import nearest

TOGETHER = ("customer", "requester", "holder", "service", "merged_into")
AT_ONCE = 500


def list_tickets(options: argparse.Namespace) -> None:
    """Print tickets, one a line, in the order of their opening."""
    tickets = Ticket.objects.all()
    if options.status is not None:
        if options.status not in set(Status):
            raise Trouble(f"there is no status {options.status!r}; there are {', '.join(Status)}")
        tickets = tickets.filter(status=options.status)
    elif not options.all:
        tickets = tickets.still_open()
    if options.department is not None:
        tickets = tickets.filter(department=options.department)
    tickets = found(tickets, options.search, only_public=False)
    if options.limit is not None:
        newest = tickets.order_by("-opened_at", "-id").values("pk")[: max(options.limit, 0)]
        tickets = Ticket.objects.filter(pk__in=newest)
    shown = tickets.order_by("opened_at", "id").select_related(*TOGETHER)
    shown = shown.prefetch_related("protocols", "holds", "requester__addresses", "holder__addresses")
    for ticket in shown.iterator(chunk_size=AT_ONCE):
        print(json.dumps(summary(ticket), ensure_ascii=False) if options.json else in_one_line(ticket))


def show(options: argparse.Namespace) -> None:
    """Print a ticket with all that was said and happened, internal things too."""
    try:
        ticket = Ticket.objects.select_related(*TOGETHER).by_protocol(options.protocol)
    except Ticket.DoesNotExist:
        raise Trouble(f"there is no ticket {options.protocol[:40]!r}; `plantao ticket list --all` names them") from None
    if options.explain:
        _explain(ticket, options)
        return
    whole = {**summary(ticket), **details(ticket)}
    print(json.dumps(whole, ensure_ascii=False) if options.json else "\n".join(in_lines(whole)))


def _explain(ticket: Ticket, options: argparse.Namespace) -> None:
    at = read_instant(options.at, option="--at", zone=ticket.terms.provider.time_zone) if options.at else clock.now()
    if options.json:
        told = {
            **clocks_as_json(ticket, at=at, only_published=options.published),
            "escalation": ladder_as_json(ticket, at=at, now=clock.now(), only_published=options.published),
        }
        print(json.dumps(told, ensure_ascii=False))
        return
    language = options.language or nearest(ticket.language) or ticket.terms.default_language
    lines = strip(ticket, at=at, language=language, only_published=options.published)
    ladder = ladder_strip(ticket, at=at, now=clock.now(), language=language, only_published=options.published)
    print("\n".join([*lines, "", *ladder] if ladder else lines))


def in_lines(whole: dict[str, Any]) -> Iterator[str]:
    """Yield a ticket as people read it: where it stands, then what happened, with the words of each event below it."""
    for name, value in whole.items():
        if value not in (None, [], {}, "") and not (isinstance(value, list) and isinstance(value[0], dict)):
            yield f"{name}: {one_line(', '.join(map(str, value)) if isinstance(value, list) else str(value))}"
    entries = list(whole["entries"])
    for event in whole["events"]:
        yield ""
        yield f"{event['at']} {event['verb'].removeprefix('ticket.')} by {event['by']}{'' if event['public'] else ' (internal)'}"
        yield from (line for entry in entries if entry["event"] == event["id"] for line in _said(entry))
    happened = {event["id"] for event in whole["events"]}
    yield from (line for entry in entries if entry["event"] not in happened for line in ("", entry["at"], *_said(entry)))


def _said(entry: dict[str, Any]) -> Iterator[str]:
    if entry["automatic"]:
        yield "    (written by a machine, not by a person)"
    yield from (f"    {one_line(line)}" for line in entry["text"].splitlines())
    yield from (f"    [{one_line(file['name'])}, {file['size']} bytes]" for file in entry["attachments"])
