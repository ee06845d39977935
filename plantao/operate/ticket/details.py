"""All that was said and happened on a ticket, as `plantao ticket show --json` prints it."""

from typing import Any

from django.db.models import Q

from plantao.events.models import Event
from plantao.operate.ticket.summary import instant, reached_at
from plantao.tickets.models import Entry, Hold, Link, Resolution, Ticket, VendorCase
from plantao.tickets.queries import of_ticket


def details(ticket: Ticket) -> dict[str, Any]:
    """Return what `summary` leaves out, with what was merged into the ticket; entries and events are numbered by their ids."""
    its = Q(timeline=ticket.timeline) | Q(timeline__ticket__merged_into=ticket)
    events = Event.objects.filter(its).select_related("person").prefetch_related("person__addresses").order_by("recorded_at", "id")
    entries = Entry.objects.filter(of_ticket(ticket)).select_related("person")
    links = Link.objects.filter(Q(ticket=ticket) | Q(other=ticket)).select_related("ticket", "other").order_by("id")
    promise = ticket.promises.filter(ended_at=None).first()
    resolution = Resolution.objects.filter(ticket=ticket).first()
    return {
        "promised_by": instant(promise.due_at) if promise else None,
        "answers": {answer.field: answer.text for answer in ticket.answers.all()},
        "watchers": [reached_at(watcher.person) for watcher in ticket.watchers.select_related("person")],
        "resolution": _resolution(resolution) if resolution else None,
        "links": [{"kind": link.kind, "ticket": link.ticket.protocol, "other": link.other.protocol} for link in links],
        "all_holds": [_hold(hold) for hold in ticket.holds.select_related("question", "asked_of")],
        "vendor_cases": [_case(case) for case in ticket.vendor_cases.prefetch_related("forecasts")],
        "entries": [_entry(entry) for entry in entries.prefetch_related("attachments__blob", "person__addresses")],
        "events": [_event(event) for event in events],
    }


def _event(event: Event) -> dict[str, Any]:
    return {
        "id": event.pk,
        "verb": event.verb,
        "at": instant(event.at),
        "recorded_at": instant(event.recorded_at),
        "by": reached_at(event.person) or event.actor_kind,
        "public": event.is_public,
        "facts": event.facts,
    }


def _entry(entry: Entry) -> dict[str, Any]:
    return {
        "id": entry.pk,
        "event": entry.event_id,
        "kind": entry.kind,
        "public": entry.is_public,
        "automatic": entry.is_automatic,
        "by": reached_at(entry.person),
        "at": instant(entry.at),
        "text": entry.text,
        "quoted": entry.quoted,
        "attachments": [
            {"name": file.name, "type": file.content_type, "size": file.blob.size, "sha256": file.blob_id}
            for file in entry.attachments.all()
        ],
    }


def _hold(hold: Hold) -> dict[str, Any]:
    return {
        "id": hold.pk,
        "reason": hold.reason,
        "since": instant(hold.since),
        "until": instant(hold.until),
        "ends_at": instant(hold.ends_at),
        "ended_by": hold.ended_by or None,
        "cancelled_at": instant(hold.cancelled_at),
        "question": hold.question.text if hold.question else None,
        "asked_of": reached_at(hold.asked_of),
    }


def _case(case: VendorCase) -> dict[str, Any]:
    return {
        "id": case.pk,
        "vendor": case.vendor,
        "reference": case.reference or None,
        "mail": case.mail or None,
        "contacts": case.contacts,
        "passed_at": instant(case.passed_at),
        "chase_at": instant(case.chase_at),
        "chased_at": instant(case.chased_at),
        "informed_restored_at": instant(case.informed_restored_at),
        "verified_at": instant(case.verified_at),
        "forecasts": [
            {"given_at": instant(forecast.given_at), "due_at": instant(forecast.due_at), "broken_at": instant(forecast.broken_at)}
            for forecast in case.forecasts.all()
        ],
    }


def _resolution(resolution: Resolution) -> dict[str, Any]:
    return {
        "cause": resolution.cause or None,
        "responsible": resolution.responsible or None,
        "done": resolution.done,
        "at": instant(resolution.at),
        "confirmed_at": instant(resolution.confirmed_at),
    }
