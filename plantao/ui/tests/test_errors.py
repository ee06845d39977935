"""What can't be answered is answered all the same: by a page of ours, in the reader's language, without a database."""

from collections.abc import Iterator
from unittest.mock import patch

import pytest
from django.conf import settings
from django.db import InterfaceError, OperationalError, ProgrammingError
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import Client

HTMX = {"HX-Request": "true"}


@pytest.fixture
def knock() -> Client:
    """Return a browser that comes with a session's cookie."""
    client = Client(raise_request_exception=False)
    client.cookies[settings.SESSION_COOKIE_NAME] = "a-session-that-nobody-can-look-up"
    return client


@pytest.fixture(params=[OperationalError, InterfaceError])
def database_away(request: pytest.FixtureRequest) -> Iterator[None]:
    with patch.object(BaseDatabaseWrapper, "ensure_connection", side_effect=request.param("the connection was refused")):
        yield


@pytest.mark.usefixtures("database_away")
class TestTheDatabaseIsAway:
    @pytest.mark.parametrize(("language", "says"), [("pt-BR", "Tente de novo"), ("es", "Intente de nuevo"), ("en", "try again")])
    def test_when_somebody_signed_in_asks_then_a_page_says_so_in_their_language(self, knock: Client, language: str, says: str) -> None:
        answer = knock.get("/tickets/", headers={"Accept-Language": language})

        assert (answer.status_code, answer["Retry-After"]) == (503, "60")
        assert says in answer.content.decode()
        assert "ui/page.css" in answer.content.decode()
        assert "script-src 'self'" in answer["Content-Security-Policy"]

    def test_when_a_part_of_a_page_is_asked_for_then_it_comes_alone(self, knock: Client) -> None:
        answer = knock.get("/tickets/", headers=HTMX)

        assert answer.status_code == 503
        assert "<html" not in answer.content.decode()

    def test_when_nobody_is_signed_in_then_what_needs_no_record_is_answered(self, client: Client) -> None:
        assert client.get("/no/such/page/").status_code == 404

    def test_when_the_link_of_a_mail_is_opened_then_a_page_says_so(self, client: Client) -> None:
        answer = client.get("/acknowledgement/forged/", headers={"Accept-Language": "es"})

        assert answer.status_code == 503
        assert "ui/page.css" in answer.content.decode()


class TestABugBeforeEveryView:
    def test_when_it_is_no_trouble_of_the_database_then_it_is_loud(self, knock: Client) -> None:
        with patch.object(BaseDatabaseWrapper, "ensure_connection", side_effect=ProgrammingError("no such column")):
            answer = knock.get("/tickets/", headers={"Accept-Language": "pt-BR"})

        assert answer.status_code == 500
        assert "ui/page.css" in answer.content.decode()
