"""The page of caught mail: readable at this machine, nowhere else."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from email.message import EmailMessage
from zoneinfo import ZoneInfo

import pytest
from django.test import Client, override_settings
from django.utils import timezone

from plantao import clock
from plantao.agreements.testing import a_handbook_in_force
from plantao.messaging import registry
from plantao.messaging.caught import Caught
from plantao.messaging.testing import MONDAY_9H, PigeonPost

pytestmark = pytest.mark.django_db


def a_mail() -> bytes:
    mail = EmailMessage()
    mail["To"] = "ana@provedor.example"
    mail["Subject"] = "[20261123000001] Enlace fora — já"
    mail.set_content("Olá <Ana>\nhttp://localhost:8000/confirmation/abc/\n")
    mail.add_alternative("<p>Olá</p><script>alert(1)</script>", subtype="html")
    return mail.as_bytes()


class Net:
    """Has caught one mail."""

    caught = Caught(number=7, address="ana@provedor.example", subject="[20261123000001] Enlace", raw=a_mail(), at=MONDAY_9H)

    def newest(self, *, to: str, limit: int) -> Sequence[Caught]:
        return [replace(self.caught, raw=b"")] if to in ("", self.caught.address) else []

    def find(self, number: int) -> Caught | None:
        return self.caught if number == self.caught.number else None


@pytest.fixture
def catching() -> Iterator[None]:
    """Let the mail channel catch."""
    before = registry.registrations(), registry.locks()
    registry.fill([registry.Registration(channel=PigeonPost(name="email"), catcher=Net())], locks={})
    yield
    registry.fill(before[0], locks=before[1])


@pytest.fixture
def browser() -> Client:
    """A browser at this machine."""
    return Client(SERVER_NAME="localhost", REMOTE_ADDR="127.0.0.1")


@pytest.mark.usefixtures("catching")
class TestSomebodyAtThisMachine:
    def test_when_they_look_then_everything_that_was_caught_is_listed(self, browser: Client) -> None:
        page = browser.get("/caught-mail/").content.decode()

        assert "ana@provedor.example" in page
        assert "/caught-mail/7/" in page

    def test_when_they_look_then_each_stands_with_the_providers_hour(self, browser: Client) -> None:
        a_handbook_in_force(at=MONDAY_9H)

        with clock.frozen(MONDAY_9H):
            page = browser.get("/caught-mail/").content.decode()

        assert timezone.localtime(MONDAY_9H, ZoneInfo("America/Sao_Paulo")).strftime("%d/%m/%Y %H:%M") in page

    def test_when_they_ask_for_one_address_then_others_are_left_out(self, browser: Client) -> None:
        assert "/caught-mail/7/" not in browser.get("/caught-mail/?to=beto@provedor.example").content.decode()

    def test_when_they_open_one_then_header_and_text_are_readable_and_its_link_can_be_pressed(self, browser: Client) -> None:
        page = browser.get("/caught-mail/7/").content.decode()

        assert "[20261123000001] Enlace fora — já" in page
        assert "Olá &lt;Ana&gt;" in page
        assert 'href="http://localhost:8000/confirmation/abc/"' in page
        assert "<script>" not in page

    def test_when_they_see_its_html_then_nothing_in_it_runs(self, browser: Client) -> None:
        answer = browser.get("/caught-mail/7/html/")

        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "sandbox" in policy
        assert "allow-scripts" not in policy
        assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"
        assert 'sandbox="allow-popups allow-popups-to-escape-sandbox"' in browser.get("/caught-mail/7/").content.decode()

    def test_when_they_want_it_as_it_is_then_they_get_every_byte(self, browser: Client) -> None:
        answer = browser.get("/caught-mail/7/raw/")

        assert answer.content == Net.caught.raw
        assert answer.headers["Content-Disposition"].startswith("attachment")

    def test_when_there_is_no_such_mail_then_there_is_no_such_page(self, browser: Client) -> None:
        assert browser.get("/caught-mail/8/").status_code == 404

    def test_when_their_browser_speaks_english_then_so_does_the_page(self, browser: Client) -> None:
        page = browser.get("/caught-mail/", headers={"accept-language": "en-GB"}).content.decode()

        assert '<html lang="en">' in page


@pytest.mark.usefixtures("catching")
class TestSomebodyElse:
    @pytest.mark.parametrize("path", ["/caught-mail/", "/caught-mail/7/", "/caught-mail/7/html/", "/caught-mail/7/raw/"])
    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("REMOTE_ADDR", "192.0.2.7"),
            ("SERVER_NAME", "desk.redeipe.example"),
            ("HTTP_X_FORWARDED_FOR", "192.0.2.7"),
            ("HTTP_FORWARDED", "for=192.0.2.7"),
        ],
    )
    def test_when_they_look_then_there_is_no_such_page(self, path: str, name: str, value: str, browser: Client) -> None:
        browser.defaults[name] = value

        with override_settings(ALLOWED_HOSTS=["*"]):
            assert browser.get(path).status_code == 404


class TestADeskThatSends:
    def test_when_mail_really_goes_out_then_there_is_no_such_page(self, browser: Client) -> None:
        assert browser.get("/caught-mail/").status_code == 404
