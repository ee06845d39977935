"""Whether a machine sent a mail, and how one can tell (RFC 3834, section 2; and the headers that machines really send)."""

import re

from plantao.mail.fields import Fields
from plantao.mail.message_ids import identity_of

LOOP_HEADER = "X-Plantao-Loop"

_TELLING = ("list-id", "list-unsubscribe", "x-autoreply", "x-autorespond", "x-autoresponder", "x-loop", "x-fc-machinegenerated")
_PRECEDENCE = re.compile(r"\s*(bulk|junk|list|auto[_-]?reply)\b", re.IGNORECASE)
_REPORTS = frozenset({"delivery-status", "disposition-notification", "feedback-report"})
# Only where the mail answers another: a person may well write about an absence.
_ABSENCE = re.compile(
    r"\s*(?:resposta autom[áa]tica|respuesta autom[áa]tica|automatic reply|auto(?:matic)?[ -]?reply|auto[ -]?response"
    r"|fora do escrit[óo]rio|ausência tempor[áa]ria|ausente do escrit[óo]rio"
    r"|fuera de (?:la )?oficina|ausencia temporal|ausente de la oficina|out of (?:the )?office)\b",
    re.IGNORECASE,
)


def why_automatic(
    fields: Fields, *, subject: str, return_path: str | None, answers: bool, report: str, message_id: str | None, installation: str | None
) -> str | None:
    """
    Return in short why nobody may answer this mail, or None where a person seems to have written it.

    `report` is the report-type of a multipart/report; `answers` says that In-Reply-To or References stand in the header.
    """
    if return_path == "":
        return "its return path is empty"
    submitted = (fields.first("auto-submitted") or "").partition(";")[0].partition("(")[0].strip().lower()
    if submitted and submitted != "no":
        return f"Auto-Submitted: {submitted[:60]}"
    if LOOP_HEADER.lower() in fields:
        return f"{LOOP_HEADER}: {(fields.first(LOOP_HEADER.lower()) or '')[:60]}".strip()
    if installation and message_id and identity_of(message_id, installation=installation) is not None:
        return "its Message-ID is one of ours"
    if precedence := _PRECEDENCE.match(fields.first("precedence") or ""):
        return f"Precedence: {precedence[1].lower()}"
    if (fields.first("x-auto-response-suppress") or "none").lower() != "none":
        return "X-Auto-Response-Suppress"
    if telling := next((name for name in _TELLING if name in fields), None):
        return telling.title()
    if report in _REPORTS:
        return f"it is a report ({report})"
    if answers and _ABSENCE.match(subject):
        return "its subject is that of an absence notice"
    return None


def loop_marks(fields: Fields) -> tuple[str, ...]:
    """Return what loop headers say, ours and others'."""
    return tuple(mark[:200] for name in (LOOP_HEADER.lower(), "x-loop", "x-loop-prevention") for mark in fields.all(name))
