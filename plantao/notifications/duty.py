"""What those on duty are told beside any one ticket: that they are rung, and that the rota has a gap."""

from datetime import datetime
from zoneinfo import ZoneInfo

from plantao.agreements.queries import in_force
from plantao.escalation.holders import administrators
from plantao.escalation.models import Ring, Step
from plantao.events.models import Event
from plantao.messaging import outbox
from plantao.notifications import vocabulary
from plantao.notifications.cleaning import one_line
from plantao.notifications.links import link_to_acknowledge
from plantao.notifications.rendering import render
from plantao.notifications.text_files import Value
from plantao.notifications.vocabulary import LANGUAGES
from plantao.people.addresses import Kind
from plantao.people.models import Person
from plantao.staff.models import Agent, Rota

LISTED, NAMED = 20, 3
"""How many of the tickets that wait a ring lists, and how many its heading names, the newest first: who is woken reads no hundreds."""

SAID_OF_A_TICKET = ("protocol", "subject", "criticality", "handbook", "customer__name")


def tell_ring(event: Event, agent: Agent) -> None:
    """Tell a member of staff of what they are rung of, with the link by which they say that they have seen to it."""
    ring = Ring.objects.select_related("agent").get(pk=event.facts["ring"])
    language = language_of_staff(agent.person, event)
    waiting = ring.steps.select_related("ticket__customer").only(*(f"ticket__{name}" for name in SAID_OF_A_TICKET))
    lines = {step.ticket.protocol: _line(step, language) for step in waiting.order_by("-happened_at", "-id")[:LISTED]}
    everything = len(event.facts["tickets"])
    values: dict[str, Value] = {
        "protocols": ", ".join(list(lines)[:NAMED]) + _more("named_more", everything - min(NAMED, len(lines)), language),
        "waiting": (*lines.values(), *filter(None, [_more("listed_more", everything - len(lines), language)])),
        "acknowledge_url": link_to_acknowledge(ring),
    }
    post_to_staff(event, agent.person, "rung", values, subject="called")


def _more(key: str, count: int, language: str) -> str:
    return vocabulary.said_alone(key, language=language).format(count=count) if count > 0 else ""


def tell_gap(event: Event, rota: Rota) -> None:
    """Tell the administrators when nobody holds a role in the weeks to come."""
    handbook = in_force(event.recorded_at).handbook
    role = handbook.roles.get(rota.role)
    for agent in administrators():
        language, zone = language_of_staff(agent.person, event), ZoneInfo(agent.person.time_zone or handbook.provider.time_zone)
        since, until = (
            vocabulary.instant(datetime.fromisoformat(event.facts[end]), zone=zone, language=language) for end in ("since", "until")
        )
        name = role.name.in_language(language, default=handbook.default_language) if role else rota.role
        post_to_staff(event, agent.person, "rota_gap", {"role": one_line(name), "since": since, "until": until}, subject="gap_in_rota")


def post_to_staff(event: Event, person: Person, occasion: str, values: dict[str, Value], *, subject: str) -> None:
    """Put a notice into the ledger that belongs to no ticket: it never waits, and never reaches a customer."""
    provider, language = in_force(event.recorded_at).handbook.provider, language_of_staff(person, event)
    name = one_line(person.name, at_most=80)
    frame: dict[str, Value] = {"name": "" if "@" in name else name, "provider": one_line(provider.name), "website": provider.website or ""}
    title = vocabulary.said_alone(subject, language=language)
    content = render(occasion, language=language, values={**frame, **values}, subject=title, of_a_ticket=False)
    address = person.mail_address
    if not address:
        outbox.withhold(
            event=event, occasion=occasion, channel=Kind.MAIL.value, person=person, thread=None, public=False, language=language,
            content=content, why="no_address", at=event.recorded_at,
        )  # fmt: skip
        return
    outbox.post(
        event=event, occasion=occasion, channel=Kind.MAIL.value, address=address, person=person, thread=None, public=False,
        language=language, content=content, immediate=True, at=event.recorded_at,
    )  # fmt: skip


def _line(step: Step, language: str) -> str:
    ticket, terms = step.ticket, step.ticket.terms
    criticality = terms.criticalities[ticket.criticality].name.in_language(language, default=terms.default_language)
    whose = ", ".join(one_line(part) for part in (criticality, ticket.customer.name if ticket.customer else "") if part)
    return f"{ticket.protocol} {whose}: {one_line(ticket.subject)}"


def language_of_staff(person: Person, event: Event) -> str:
    return person.language if person.language in LANGUAGES else in_force(event.recorded_at).handbook.default_language
