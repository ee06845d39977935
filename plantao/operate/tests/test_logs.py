"""What may stand in a log, and what may not."""

import json
import logging
import sys
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import RequestFactory
from django.urls import resolve

from plantao.operate.logs import JsonFormatter
from plantao.people.models import Person


def logged(message: str, *arguments: object, error: object = False, **extra: object) -> dict[str, Any]:
    record = logging.getLogger("plantao.test").makeRecord(
        "plantao.test", logging.WARNING, __file__, 1, message, arguments, sys.exc_info() if error else None, extra=extra
    )
    line: dict[str, Any] = json.loads(JsonFormatter().format(record))
    return line


class TestRecordOfOurs:
    def test_when_formatted_then_it_is_one_line_of_json_with_its_extras(self) -> None:
        line = logged(
            "messaging.delivery.deferred", message_id=9, wait=1.5, kind="email", at_once=False, due=datetime(2026, 1, 2, tzinfo=UTC)
        )

        assert line["event"] == "messaging.delivery.deferred"
        assert line["level"] == "warning"
        assert line["at"].endswith("Z")
        assert (line["message_id"], line["wait"], line["kind"], line["at_once"]) == (9, 1.5, "email", False)
        assert line["due"] == "2026-01-02T00:00:00+00:00"

    def test_when_an_extra_has_the_name_of_a_field_then_the_field_stays(self) -> None:
        assert logged("a.b", level=5, event="other")["event"] == "a.b"


class TestRecordOfARequest:
    def test_when_it_was_refused_then_it_is_said_which_view_did_so_to_whom(self) -> None:
        request = RequestFactory().post("/tickets/20261116000001/notes/?text=secret")
        request.resolver_match = resolve(request.path)
        request._cached_user = Person(pk=7, name="Ana")  # type: ignore[attr-defined]  # as Django's middleware notes it

        line = logged("Forbidden (Permission denied): %s", request.path, request=request, status_code=403)

        assert (line["method"], line["view"], line["person_id"], line["status_code"]) == ("POST", "ticket-notes", 7, 403)
        assert "secret" not in str(line)
        assert "20261116000001" not in str(line)

    def test_when_nothing_answers_there_then_nothing_is_said_of_the_view(self) -> None:
        assert "view" not in logged("Not Found: %s", request=RequestFactory().get("/no/such/page/"))


@pytest.mark.parametrize(
    ("key", "value", "expected"),
    [
        ("reason", "550 <ana@cliente.example> unknown", "550 <<address>> unknown"),
        ("reason", "call +55 11 5550-1234 back", "call <number> back"),
        ("reason", "call (11) 95550-1234 back", "call <number> back"),
        ("wa_id", "5511955501234", "<number>"),
        ("subject", "Link fora do ar", "…"),
        ("sender", ["Ana"], "…"),
        ("state", "given_up", "given_up"),
        ("states", ["held", "x@y.example"], ["held", "<address>"]),
        ("long", "x" * 1000, "x" * 300 + "…"),
    ],
)
def test_values_are_let_through_without_what_is_personal(key: str, value: object, expected: object) -> None:
    assert logged("a.b", error=False, **{key: value})[key] == expected


class TestRecordOfALibrary:
    def test_when_it_has_arguments_then_they_are_not_filled_in(self) -> None:
        assert logged("%r >> %s", ("10.0.0.1", 25), "RCPT TO:<ana@cliente.example>")["event"] == "%r >> %s"

    def test_when_an_extra_is_an_object_then_it_is_left_out(self) -> None:
        assert "request" not in logged("Not Found: %s", "/x", request=object())

    def test_when_it_tells_of_an_error_then_the_traceback_is_there_without_the_row(self) -> None:
        try:
            raise ValueError("duplicate key\nDETAIL: Key (address)=(ana@cliente.example) already exists.")
        except ValueError:
            line = logged("failed", error=True)

        assert line["error"] == "ValueError"
        assert "test_logs.py" in line["traceback"]
        assert "DETAIL: …" in line["traceback"]
        assert "cliente" not in line["traceback"]
