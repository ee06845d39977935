"""Somebody of the staff who works in a browser: signed in, on one connection that stays open."""

import http.client
from urllib.parse import urlencode

CSRF = "b" * 32
"""A browser's own, sent twice: as its cookie and with each form."""


def sign_in() -> str:
    """Make an agent who gave a second factor, in this process, and return the cookies of their session."""
    from django.conf import settings

    from plantao import clock
    from plantao.staff.testing import an_agent
    from tests.pages import browser_of

    browser = browser_of(an_agent(at=clock.now()))
    return f"{settings.SESSION_COOKIE_NAME}={browser.cookies[settings.SESSION_COOKIE_NAME].value}; {settings.CSRF_COOKIE_NAME}={CSRF}"


def queries_of(path: str, cookies: str) -> int:
    """Return how many queries a page asks, opened in this process."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    browser = Client(headers={"Cookie": cookies, "Host": "localhost"})
    browser.get(path)
    with CaptureQueriesContext(connection) as captured:
        answer = browser.get(path)
    connection.close()
    assert answer.status_code == 200, f"{path}: {answer.status_code}"
    return sum(not query["sql"].startswith(("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT")) for query in captured)


class Visitor:
    """A browser at the web server on a port of this machine, with these cookies."""

    def __init__(self, port: int, cookies: str) -> None:
        self._line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        self._headers = {"Cookie": cookies, "Accept-Language": "pt-BR"}

    def get(self, path: str) -> None:
        """Open a page. Raises AssertionError where it is not there."""
        self._ask("GET", path, status=200)

    def post(self, path: str, **said: str) -> None:
        """Send a form. Raises AssertionError where it was not taken."""
        form = {"Content-Type": "application/x-www-form-urlencoded", "X-CSRFToken": CSRF}
        self._ask("POST", path, status=302, body=urlencode(said), **form)

    def _ask(self, method: str, path: str, *, status: int, body: str | None = None, **headers: str) -> None:
        self._line.request(method, path, body=body, headers=self._headers | headers)
        answer = self._line.getresponse()
        answer.read()
        assert answer.status == status, f"{path}: {answer.status} {answer.getheader('Location', '')}"
