"""
How a refusal's facts are said: codes of ours by what people call them, keys of a handbook between quotes, instants readable.

A refusal knows no handbook: a key is called what the one at hand names it, and stands as the file writes it where there is none, or
where it names no such thing. Instants are told by the reader's clock, and in UTC with its name where nobody's is known.
"""

import re
from collections.abc import Callable, Mapping
from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import pgettext, pgettext_lazy

from plantao.handbook.document import Handbook
from plantao.rules.refused import Refused
from plantao.rules.ticket_lifecycle import ImpossibleMove
from plantao.staff.permissions import Right, permissions_of
from plantao.tickets.models.correcting import NotAFact
from plantao.tickets.models.ending import ResolutionIncomplete
from plantao.tickets.models.terms import NotToBeGiven, UnknownKey
from plantao.ui.labels import ACTS, FACTS, LINKS, OUTCOMES, STATUSES
from plantao.ui.terms import Terms

Labels = Mapping[str, str | Promise]
Say = Callable[[str], str]

ASKED_OR_CORRECTED: Labels = {
    **FACTS,
    "since": FACTS["hold.since"],
    "until": FACTS["hold.until"],
    "cancelled_at": pgettext_lazy("fact", "when it was cancelled"),
    "done": pgettext_lazy("fact", "what was done"),
}
THINGS: Labels = {
    "department": pgettext_lazy("thing", "department"),
    "criticality": pgettext_lazy("thing", "criticality"),
    "item": pgettext_lazy("thing", "catalogue item"),
    "level": pgettext_lazy("thing", "level"),
    "plan": pgettext_lazy("thing", "plan"),
    "hold": pgettext_lazy("thing", "reason to wait"),
    "cause": pgettext_lazy("thing", "cause"),
    "responsible": pgettext_lazy("thing", "responsible party"),
    "service": pgettext_lazy("thing", "service"),
    "person": pgettext_lazy("thing", "person"),
}
PERIODS: Labels = {
    "day": pgettext_lazy("period", "day"),
    "month": pgettext_lazy("period", "month"),
    "year": pgettext_lazy("period", "year"),
}
WHO_MAY: Labels = {
    Right.AGENT: pgettext_lazy("who may", "a member of staff"),
    Right.COORDINATOR: pgettext_lazy("who may", "a coordinator"),
    Right.ADMINISTRATOR: pgettext_lazy("who may", "an administrator"),
}
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)")


def said(refused: Refused, *, handbook: Handbook | None = None) -> dict[str, str]:
    """Return the facts of a refusal as its sentence says them, in the language that is active; keys as `handbook` names them."""
    own = _OF_CLASS.get(type(refused), {})
    named = _names(Terms(handbook)) if handbook else {}
    return {name: _said(fact, own.get(name) or named.get(name) or _OF_FACT.get(name, _plainly)) for name, fact in refused.facts.items()}


def _said(fact: object, say: Say) -> str:
    if isinstance(fact, list | tuple | set | frozenset):
        return ", ".join(_said(part, say) for part in fact) or pgettext("facts", "nothing")
    return say(str(fact))


def _plainly(fact: str) -> str:
    if not _INSTANT.fullmatch(fact):
        return fact
    try:
        local = timezone.localtime(datetime.fromisoformat(fact))
    except (ValueError, OverflowError):  # what somebody typed may look like an instant and be none
        return fact
    if timezone.get_current_timezone_name() == "UTC":
        return f"{local:%Y-%m-%d %H:%M:%S} UTC"
    return date_format(local, "SHORT_DATETIME_FORMAT")


def _quoted(key: str) -> str:
    return f"“{key}”"


def _names(terms: Terms) -> dict[str, Say]:
    """Return how facts are said that are keys of a handbook: by their names, between quotes."""
    departments = {key: department for key, (department, _) in terms.handbook.items().items()}
    called: list[tuple[tuple[str, ...], Say]] = [
        (("criticality", "offered", "before", "after"), terms.criticality),
        (("department", "its_department"), terms.department),
        (("item",), lambda key: terms.item(departments.get(key, ""), key)),
        (("reason", "open"), terms.hold),
        (("role", "roles"), terms.role),
        (("calendar",), terms.calendar),
    ]
    return {fact: _quoting(call) for facts, call in called for fact in facts}


def _quoting(call: Say) -> Say:
    return lambda key: _quoted(call(key))


def _status(code: str) -> str:
    return str(STATUSES[code]).lower()


def _called(labels: Labels) -> Say:
    return lambda code: str(labels[code])


def _who_may(permission: str) -> str:
    """Return who is trusted with it at the least."""
    return str(next(WHO_MAY[right] for right in Right if permission in permissions_of([right])))


_OF_FACT: Mapping[str, Say] = {
    "act": _called(ACTS),
    "status": _status,
    "possible_in": _status,
    "fact": _called(ASKED_OR_CORRECTED),
    "earlier": _called(ASKED_OR_CORRECTED),
    "later": _called(ASKED_OR_CORRECTED),
    "kind": lambda code: str(LINKS[code][0]),
    "what": _called(THINGS),
    "period": _called(PERIODS),
    "permission": _who_may,
    "outcome": _called(OUTCOMES),
    **dict.fromkeys(
        (
            "department", "its_department", "item", "criticality", "offered", "before", "after", "reason", "open", "role", "calendar",
            "key", "field", "plans", "roles",
        ),
        _quoted,
    ),
}  # fmt: skip
_OF_CLASS: Mapping[type[Refused], Mapping[str, Say]] = {
    ImpossibleMove: {"before": _status, "after": _status},
    NotAFact: {"fact": _quoted, "known": _quoted},
    NotToBeGiven: {"known": _quoted},
    ResolutionIncomplete: {"missing": _called(ASKED_OR_CORRECTED)},
    UnknownKey: {"known": _quoted},
}
"""Facts of these names that are something else in these."""
