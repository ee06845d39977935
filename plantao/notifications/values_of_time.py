"""What the texts name that time itself brings: what was promised by when, steps, reminders, promises that were not kept."""

from collections.abc import Callable, Mapping

from plantao.escalation.models import Step
from plantao.escalation.verbs import Verb as Escalation
from plantao.notifications import vocabulary
from plantao.notifications.cleaning import lines, one_line
from plantao.notifications.links import link_to_ask
from plantao.notifications.text_files import Value
from plantao.notifications.told import Told
from plantao.rules.clock_rounds import ATTENDED
from plantao.sla.agenda import ends_unanswered_at
from plantao.sla.queries import Reading, promise_of
from plantao.tickets.models import Hold, VendorCase
from plantao.tickets.verbs import Verb


def promised_by(told: Told) -> dict[str, Value]:
    """Return by when what is promised: the clocks that the handbook publishes, a line each, where an instant or a word is known."""
    is_attended = bool(told.facts.get("live"))
    promised = promise_of(told.ticket, at=told.event.recorded_at, is_new=told.event.verb == Verb.OPENED)
    waiting = [reading for reading in promised if not (is_attended and reading.met_by == ATTENDED)]
    said = tuple(line for reading in waiting if (line := _promise(told, reading)))
    return {"promises": said, "is_attending_promised": any(reading.met_by == ATTENDED for reading in waiting)}


def waited_for(told: Told, hold: Hold | None) -> dict[str, Value]:
    """Return what a hold waits for, and since when; words only where the customer may read them, or to staff."""
    if hold is None:
        return {"question": "", "hold": "", "since": ""}
    asked = hold.question
    may_read = asked is not None and (asked.is_public or told.recipient.is_staff)
    terms = told.ticket.terms.holds.get(hold.reason)
    return {
        "question": lines(asked.text) if asked is not None and may_read else "",
        "hold": told.text(terms.name) if terms else one_line(hold.reason),
        "since": told.instant(hold.since),
    }


def _promise(told: Told, reading: Reading) -> str:
    says = one_line(reading.says(told.recipient.language))
    clock = told.said("clocks", reading.met_by)
    clock = clock[:1].upper() + clock[1:]
    if says:
        return f"{clock}: {says}"
    due_at = told.instant(reading.verdict.due_at)
    return f"{clock}: {vocabulary.said_alone('by', language=told.recipient.language).format(due_at=due_at)}" if due_at else ""


def _reminded(told: Told) -> dict[str, Value]:
    hold = Hold.objects.select_related("question").get(pk=told.facts["hold"])
    return {
        **waited_for(told, hold),
        "until": told.last_minute(ends_unanswered_at(told.ticket, hold)),
        "ends_at": told.instant(hold.ends_at),
    }


def _left_unanswered(told: Told) -> dict[str, Value]:
    hold = Hold.objects.select_related("question").get(pk=told.facts["hold"])
    return {**waited_for(told, hold), "why": told.said("stays", told.facts["why"]), "late": told.late()}


def _chase_due(told: Told) -> dict[str, Value]:
    case = VendorCase.objects.get(pk=told.facts["case"])
    forecast = case.forecasts.order_by("id").last()
    return {
        "vendor": one_line(case.vendor),
        "reference": one_line(case.reference),
        "contacts": tuple(one_line(str(contact)) for contact in case.contacts),
        "passed_at": told.instant(case.passed_at),
        "forecast": told.instant(forecast.due_at) if forecast else "",
        "late": told.late(),
    }


def _step(told: Told) -> dict[str, Value]:
    role, waits = told.facts["role"], not told.recipient.is_staff and told.event.verb == Escalation.OFFERED
    return {
        "role": _role(told, role),
        "due_at": told.instant(told.facts["due_at"]),
        "late": told.late(),
        "is_asked": bool(told.facts.get("asked")),
        "vacant": ", ".join(_role(told, gap) for gap in told.facts.get("gaps", ())),
        "ask_url": link_to_ask(Step.objects.get(pk=told.facts["step"]), person=told.recipient.person) if waits else "",
        "command": f"plantao escalation ask {told.ticket.protocol} --role {role}" if told.recipient.is_staff else "",
    }


def _role(told: Told, key: str) -> str:
    return told.text(told.ticket.terms.roles[key].name) if key in told.ticket.terms.roles else key


def _breached(told: Told) -> dict[str, Value]:
    return {"clock": told.clock(told.facts["clock"]), **_missed(told)}


def _missed(told: Told) -> dict[str, Value]:
    return {"due_at": told.instant(told.facts["due_at"]), "late": told.late()}


OWN: Mapping[str, Callable[[Told], dict[str, Value]]] = {
    "reminded": _reminded,
    "still_held": _reminded,
    "left_unanswered": _left_unanswered,
    "chase_due": _chase_due,
    "promise_broken": _missed,
    "breached": _breached,
    "called": _step,
    "escalated": _step,
    "step_offered": _step,
    "vacant": _step,
}
