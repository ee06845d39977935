"""
Logs as JSON, one object a line, without personal data.

A message is a constant; what varies comes in `extra`. Arguments of other people's messages are not filled in, since
they hold what passes through: addresses, subjects, whole commands. Strings are let through cut and with addresses and
telephone numbers taken out, also in tracebacks; under a key that names something personal nothing is.
"""

import json
import logging
import re
from datetime import UTC, datetime
from typing import Final

LONGEST: Final = 300
PERSONAL: Final = frozenset({
    "address", "addresses", "body", "cc", "display_name", "email", "from", "from_address", "mail_from", "name", "original", "password",
    "phone", "raw", "rcpt_to", "recipient", "recipients", "reply_to", "sender", "subject", "text", "to", "token", "url", "user", "username",
})  # fmt: skip
OF_EVERY_RECORD: Final = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}

ADDRESS: Final = re.compile(r"[^\s<>\"'(),;:=\[\]]+@[^\s<>\"'(),;:=\[\]]+")
NUMBER: Final = re.compile(r"\+\d[\d ().-]{5,}\d|\(\d{2,3}\) ?\d{4,5}[- ]?\d{4}|\d{10,}")
DETAIL: Final = re.compile(r"^(DETAIL|CONTEXT|LINE \d+): .*$", re.MULTILINE)  # PostgreSQL repeats the row there


class JsonFormatter(logging.Formatter):
    """Writes a record as {"at", "level", "event", "logger", "process", ...extra}; with `error` and `traceback` where it tells of one."""

    def format(self, record: logging.LogRecord) -> str:
        line = {key: clean(value, key=key) for key, value in vars(record).items() if key not in OF_EVERY_RECORD and is_plain(value)}
        line |= asked(vars(record).get("request"))
        line |= {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "level": record.levelname.lower(),
            "event": redacted(str(record.msg)),
            "logger": record.name,
            "process": record.process,
        }
        if record.exc_info and record.exc_info[0]:
            line["error"] = record.exc_info[0].__name__
            line["traceback"] = redacted(self.formatException(record.exc_info), longest=20_000)
        return json.dumps(line, ensure_ascii=False)


def asked(request: object) -> dict[str, object]:
    """Return of a request that a record tells of, nothing where it tells of none, which view it was for and whom that knew."""
    match, person = getattr(request, "resolver_match", None), getattr(request, "_cached_user", None)
    known = {
        "method": getattr(request, "method", None),
        "view": getattr(match, "view_name", None),
        "person_id": getattr(person, "pk", None),
    }
    return {key: value for key, value in known.items() if value is not None}


def is_plain(value: object) -> bool:
    """Return whether a value may stand in a log at all: no objects, whose text nobody foresees."""
    if isinstance(value, list | tuple):
        return all(is_plain(part) for part in value)
    return value is None or isinstance(value, bool | int | float | str | datetime)


def clean(value: object, *, key: str) -> object:
    """Return a plain value as it may be logged under `key`."""
    if key.lower() in PERSONAL:
        return "…"
    if isinstance(value, list | tuple):
        return [clean(part, key=key) for part in value]
    if isinstance(value, datetime):
        return value.isoformat()
    return redacted(value) if isinstance(value, str) else value


def redacted(text: str, *, longest: int = LONGEST) -> str:
    """Return the text without mail addresses, telephone numbers and rows that the database repeats."""
    for pattern, instead in ((DETAIL, r"\1: …"), (ADDRESS, "<address>"), (NUMBER, "<number>")):
        text = pattern.sub(instead, text)
    return text if len(text) <= longest else text[:longest] + "…"
