"""`plantao check` on a server, one thing wrong at a time."""

import ssl
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from zoneinfo import ZoneInfo

import psycopg
import pytest
from pytest_django import Settings

from plantao import clock
from plantao.operate import checks, checks_of_server, health
from plantao.operate.findings import Finding, Level
from plantao.operate.tests.running import free_port
from plantao.work.tests.side_by_side import conninfo


def wrong(findings: Iterable[Finding]) -> str:
    """Return the sentence of the one finding, which is that something is wrong."""
    [finding] = findings
    assert finding.level == Level.WRONG
    return finding.sentence


@pytest.mark.django_db
class TestDatabase:
    def test_when_it_does_not_write_to_its_disk_then_it_is_said(self) -> None:
        assert "fsync and full_page_writes" in wrong(checks_of_server.of_durability())  # as that of the tests

    def test_when_its_tables_are_of_another_version_then_it_says_to_migrate(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(health, "readiness", lambda: "not migrated")

        assert "run `plantao migrate`" in wrong(checks_of_server.of_database())

    def test_when_an_address_leads_to_one_that_will_not_do_then_the_setting_is_named(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("DATABASE_OWNER_URL", f"postgresql://plantao@127.0.0.1:{free_port()}/plantao")

        well, owner = checks_of_server.of_database()

        assert (well.level, owner.level, "is DATABASE_OWNER_URL right?" in owner.sentence) == (Level.OK, Level.WRONG, True)

    def test_when_its_tables_are_missing_then_nothing_else_is_asked_of_it(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(health, "readiness", lambda: "not migrated")

        asked = {finding.about for finding in checks.everything()}

        assert "database" in asked
        assert not asked & {"workers", "handbook", "clock"}


@pytest.mark.django_db(transaction=True)
class TestWorkersThatListen:
    def test_when_they_are_heard_then_it_is_well(self, settings: Settings) -> None:
        settings.DATABASE_DIRECT_URL = conninfo()

        assert [finding.level for finding in checks_of_server.of_pooler()] == [Level.OK]

    def test_when_their_address_is_of_another_database_then_it_is_said(self, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
        settings.DATABASE_DIRECT_URL = psycopg.conninfo.make_conninfo(conninfo(), dbname="postgres")
        monkeypatch.setattr(checks_of_server, "HEARD_WITHIN", 0.05)

        assert "another database" in wrong(checks_of_server.of_pooler())

    def test_when_their_address_is_none_then_it_is_said_without_it(self, settings: Settings) -> None:
        settings.DATABASE_DIRECT_URL = f"postgresql://plantao:secret@127.0.0.1:{free_port()}/plantao"

        said = wrong(checks_of_server.of_pooler())

        assert said.endswith("is DATABASE_DIRECT_URL right?")
        assert "secret" not in said

    def test_when_a_pooler_stands_between_then_both_addresses_are_told_apart(
        self, settings: Settings, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        settings.DATABASE_DIRECT_URL = conninfo()
        monkeypatch.setattr(checks_of_server, "_is_pooled", lambda link: True)

        through, listening = checks_of_server.of_pooler()

        assert (through.level, listening.level) == (Level.WARNING, Level.WRONG)
        assert "PLANTAO_DATABASE_POOLER=1" in through.sentence
        assert "set DATABASE_DIRECT_URL" in listening.sentence


@contextmanager
def answering(status: int, **headers: str) -> Iterator[str]:
    """Give the address of a web server that answers everything so."""

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name.replace("_", "-"), value)
            self.end_headers()

        def log_message(self, format: str, *arguments: object) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Answers)
    thread = Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class TestSite:
    def test_when_it_sends_on_to_another_address_then_that_is_named(self, settings: Settings) -> None:
        with answering(301, Location="https://desk.provider.example/") as settings.PUBLIC_URL:
            assert "sending on to https://desk.provider.example/" in wrong(checks_of_server.of_site(clock.now()))

    def test_when_it_answers_then_it_is_well(self, settings: Settings) -> None:
        with answering(200) as settings.PUBLIC_URL:
            assert [finding.level for finding in checks_of_server.of_site(clock.now())] == [Level.OK]

    @pytest.mark.parametrize(("status", "word"), [(400, "PLANTAO_HOSTS"), (502, "is `plantao web` running")])
    def test_when_it_answers_otherwise_then_the_likely_reason_is_said(self, status: int, word: str, settings: Settings) -> None:
        with answering(status) as settings.PUBLIC_URL:
            assert word in wrong(checks_of_server.of_site(clock.now()))

    def test_when_nobody_answers_then_it_is_said(self, settings: Settings) -> None:
        settings.PUBLIC_URL = f"http://127.0.0.1:{free_port()}"

        assert "can't be reached from here: Connection refused" in wrong(checks_of_server.of_site(clock.now()))

    @pytest.mark.parametrize(("headers", "level"), [({}, Level.WRONG), ({"Strict_Transport_Security": "max-age=1"}, Level.OK)])
    def test_when_it_is_https_and_does_not_know_then_the_setting_is_named(
        self, headers: dict[str, str], level: Level, settings: Settings, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("http.client.HTTPSConnection", HTTPConnection)
        with answering(200, **headers) as address:
            settings.PUBLIC_URL = address.replace("http:", "https:")

            [finding] = checks_of_server.of_site(clock.now())

        assert finding.level == level
        assert ("PLANTAO_PROXIES" in finding.sentence) == (level == Level.WRONG)

    @pytest.mark.parametrize(("days", "told"), [(13, 1), (15, 0)])
    def test_when_its_certificate_ends_soon_then_it_warns(self, days: int, told: int, monkeypatch: pytest.MonkeyPatch) -> None:
        at = clock.now()
        until = (at + timedelta(days=days)).strftime("%b %d %H:%M:%S %Y GMT")
        sock = ssl.SSLSocket.__new__(ssl.SSLSocket)
        monkeypatch.setattr(ssl.SSLSocket, "getpeercert", lambda _: {"notAfter": until})

        assert len(list(checks_of_server._of_certificate(sock, at))) == told


class TestTimeZones:
    def test_when_they_are_of_today_then_nothing_is_said(self) -> None:
        assert list(checks_of_server.of_zones()) == []

    @pytest.mark.parametrize("taken_for", ["America/Santiago", "Nowhere/At_All"])
    def test_when_a_law_is_not_known_yet_then_the_edition_is_named(self, taken_for: str, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(checks_of_server, "ZoneInfo", lambda name: ZoneInfo(taken_for))

        assert "older than 2024b" in wrong(checks_of_server.of_zones())
