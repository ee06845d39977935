"""A browser and a web server for the whole run, and a desk for each test. Debian's chromium; nothing is downloaded."""

import contextlib
import os
import threading
from collections.abc import Generator, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.core.wsgi import get_wsgi_application
from django.db import connections
from playwright.sync_api import Browser, expect, sync_playwright
from playwright.sync_api import Error as BrowserError

from plantao import clock
from plantao.agreements.testing import a_handbook_in_force
from tests.browser.desk import WAITS_FOR, Desk

CHROMIUM = Path("/usr/bin/chromium")
MONDAY_9H = datetime(2026, 11, 23, 12, tzinfo=UTC)


class Silent(WSGIRequestHandler):
    def log_message(self, format: str, *arguments: object) -> None:
        """Say nothing: what goes wrong is seen in the page."""


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Start the browser once."""
    if not CHROMIUM.exists():
        pytest.skip("chromium is missing; on Debian: apt install chromium fonts-noto-core")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright runs a loop in this thread, where the tests use the database
    expect.set_options(timeout=WAITS_FOR)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-dev-shm-usage"])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def served(django_db_setup: None) -> Iterator[str]:
    """Serve the whole of Plantão on a free port, each request in a thread with a connection of its own; return where."""
    server = ThreadedWSGIServer(("127.0.0.1", 0), Silent)
    server.set_app(get_wsgi_application())
    server.block_on_close = False
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    yield f"http://localhost:{server.server_port}"
    server.shutdown()
    server.server_close()
    connections.close_all()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Where a test fails, tell what its pages showed."""
    report = yield
    desk = getattr(item, "funcargs", {}).get("desk")
    if report.when == "call" and report.failed and isinstance(desk, Desk):
        with contextlib.suppress(BrowserError):  # a page that hangs has nothing to tell
            report.sections.append(("Pages", desk.seen()))
    return report


@pytest.fixture
def desk(transactional_db: None, served: str, chromium: Browser, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """A desk with a handbook in force; its clock stands where the test puts it, for the server too."""
    desk = Desk(served, chromium, MONDAY_9H)
    monkeypatch.setattr(clock, "now", desk.now)
    monkeypatch.setattr(settings, "CSRF_TRUSTED_ORIGINS", [served])
    cache.clear()  # who tried to sign in how often: no rows of a model, so no test's end sweeps them away
    a_handbook_in_force(at=MONDAY_9H - timedelta(days=30))
    yield desk
    desk.leave()
