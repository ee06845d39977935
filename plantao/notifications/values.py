"""What a text may name, worked out from an event and its ticket for one recipient. Everything from outside is cleaned here."""

from collections.abc import Callable, Mapping

from plantao.agreements.queries import handbook_in_force
from plantao.events.models import Event
from plantao.notifications import values_of_time, vocabulary
from plantao.notifications.cleaning import one_line
from plantao.notifications.enclosing import files_told_of
from plantao.notifications.links import LinkedAct, link
from plantao.notifications.occasions import is_to_call
from plantao.notifications.recipients import Recipient
from plantao.notifications.text_files import Value
from plantao.notifications.told import Told
from plantao.people.models import Person
from plantao.tickets.models import Hold, Ticket
from plantao.tickets.verbs import Verb


def values_of(occasion: str, *, event: Event, ticket: Ticket, recipient: Recipient) -> dict[str, Value]:
    """Return every value that the text of this occasion, and what frames it, may name."""
    told = Told(event, ticket, recipient, handbook_in_force(event.recorded_at))
    return {**_frame(told), **_place(told, occasion), **_OWN.get(occasion, _nothing)(told)}


def _nothing(told: Told) -> dict[str, Value]:
    return {}


def _frame(told: Told) -> dict[str, Value]:
    provider = told.now.provider
    name = one_line(told.recipient.person.survivor.name, at_most=80)
    return {
        "name": "" if "@" in name else name,
        "protocol": told.ticket.protocol,
        "provider": one_line(provider.name),
        "website": provider.website or "",
        "channels": vocabulary.channel_lines(told.now, country=_country(told), language=told.recipient.language),
    }


def _place(told: Told, occasion: str) -> dict[str, Value]:
    ticket, terms = told.ticket, told.ticket.terms
    criticality = terms.criticalities[ticket.criticality]
    is_said_elsewhere = occasion in ("registered", "criticality_changed") and is_to_call(told.event, ticket)
    return {
        "subject": one_line(ticket.subject),
        "department": told.text(terms.departments[ticket.department].name),
        "item": told.text(terms.items()[ticket.item][1].name) if ticket.item else "",
        "service": one_line(ticket.service.service_id) if ticket.service else "",
        "criticality": told.text(criticality.name),
        "means": told.text(criticality.means),
        "advice": "" if is_said_elsewhere else told.text(criticality.advice),
        "opened_at": told.instant(ticket.opened_at),
        "is_requester": told.recipient.person.pk == ticket.requester_id,
        "is_attended": bool(told.facts.get("live")),
    }


def _said(told: Told) -> dict[str, Value]:
    author = told.event.person
    return {
        "words": told.words(),
        "author": one_line(author.name, at_most=80) if author else "",
        "is_ours": not told.event.by.is_customers,
    }


def _reply(told: Told) -> dict[str, Value]:
    files = files_told_of(told.event, told.ticket)
    return {**_said(told), "too_large": files.too_large, "kept": files.kept}


def _call_us(told: Told) -> dict[str, Value]:
    channel = told.ticket.terms.criticalities[told.ticket.criticality].register_by or "phone"
    return {
        "by_phone": channel == "phone",
        "register_by": told.said("channels", channel),
        "ways": vocabulary.ways(told.now, channel, _country(told), told.recipient.language),
    }


def _incomplete(told: Told) -> dict[str, Value]:
    missing = list(told.facts["missing"])
    asked = [field for field in told.facts.get("asks_for", ()) if field not in missing]
    return {
        "missing": tuple(told.said("fields", field) for field in missing),
        "asked": tuple(told.said("fields", field) for field in asked),
    }


def _held(told: Told) -> dict[str, Value]:
    asked_of = Person.objects.filter(pk=told.facts["asked_of"]).first()
    return {
        **_said(told),
        "question": told.words(),
        "too_large": files_told_of(told.event, told.ticket).too_large,
        "hold": told.text(told.ticket.terms.holds[told.facts["reason"]].name),
        "is_asked": asked_of is not None and asked_of.pk == told.recipient.person.pk,
        "asked_of": one_line(asked_of.name, at_most=80) if asked_of else "",
        "ends_at": told.instant(told.facts["ends_at"]),
    }


def _handed_over(told: Told) -> dict[str, Value]:
    before, after, terms = told.facts["before"], told.facts["after"], told.ticket.terms
    levels = {level.key: level.name for level in terms.levels}
    to = [told.text(terms.departments[after["department"]].name)] if after["department"] != before["department"] else []
    to += [told.text(levels[after["level"]])] if after["level"] != before["level"] and after["level"] in levels else []
    return {**_said(told), "to": ", ".join(to)}


def _criticality_changed(told: Told) -> dict[str, Value]:
    return {**_said(told), **values_of_time.promised_by(told), "before": told.criticality(told.facts["before"]["criticality"])}


def _resolved(told: Told) -> dict[str, Value]:
    facts = told.facts
    return {
        **_said(told),
        **_links(told),
        "cause": told.said("causes", facts["cause"]),
        "responsible": told.said("responsible", facts["responsible"]),
        "restored_at": told.instant(facts["restored_at"]),
        "resolved_at": told.instant(told.event.at),
    }


def _ended_unanswered(told: Told) -> dict[str, Value]:
    asked = Hold.objects.filter(pk__in=told.facts["holds"], question__is_public=True).order_by("id").first()
    return {**_links(told), **values_of_time.waited_for(told, asked), "resolved_at": told.instant(told.event.at)}


def _links(told: Told) -> dict[str, Value]:
    """Staff answer nothing by link."""
    person, ticket = told.recipient.person, told.ticket
    if told.recipient.is_staff:
        return {"solved_url": "", "disagree_url": "", "disagree_until": ""}
    return {
        "solved_url": link(LinkedAct.CONFIRM, ticket=ticket, person=person),
        "disagree_url": link(LinkedAct.DISAGREE, ticket=ticket, person=person),
        "disagree_until": told.last_minute(ticket.may_disagree_until),
    }


def _corrected(told: Told) -> dict[str, Value]:
    facts, nothing = told.facts, vocabulary.said_alone("nothing", language=told.recipient.language)
    if told.event.verb == Verb.HOLD_CANCELLED:
        name = told.text(told.ticket.terms.holds[facts["reason"]].name)
        since, until = (told.instant(facts[end]) or nothing for end in ("since", "until"))
        before = f"{since} – {until}" if facts["since"] else vocabulary.said_alone("not_counting", language=told.recipient.language)
        after = vocabulary.said_alone("disregarded", language=told.recipient.language)
        return {**_said(told), "fact": f"{told.said('facts', 'hold')}: {name}", "before": before, "after": after}
    fact = facts["fact"]
    kinds = {"cause": "causes", "responsible": "responsible"}
    before, after = (
        (told.said(kinds[fact], facts[side]) if fact in kinds else told.instant(facts[side])) or nothing for side in ("before", "after")
    )
    return {**_said(told), "fact": told.said("facts", fact), "before": before, "after": after}


def _country(told: Told) -> str:
    return told.ticket.customer.country if told.ticket.customer else ""


_OWN: Mapping[str, Callable[[Told], dict[str, Value]]] = {
    "registered": values_of_time.promised_by,
    "introduced": values_of_time.promised_by,
    "contacted_again": lambda told: {"new_protocols": ", ".join(told.facts["protocols"])},
    "disagreement_registered": lambda told: {"disagreed": told.facts["other"]},
    "call_us": _call_us,
    "incomplete": _incomplete,
    "reply": _reply,
    "held": _held,
    "handed_over": _handed_over,
    "criticality_changed": _criticality_changed,
    "promised": lambda told: {"due_at": told.instant(told.facts["due_at"]), "replaced": told.instant(told.facts["replaces"])},
    "restored": lambda told: {"restored_at": told.instant(told.event.at)},
    "parent_restored": lambda told: {"restored_at": told.instant(told.facts["restored_at"])},
    "resolved": _resolved,
    "ended_unanswered": _ended_unanswered,
    "answered_when_resolved": _links,
    "cancelled": _said,
    "merged": lambda told: {"into": told.facts["into"]},
    "corrected": _corrected,
    "noted": _said,
    **values_of_time.OWN,
}
