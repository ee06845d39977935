"""The web server behind another: whose word counts on who asks, and how."""

import socket
from collections.abc import Callable, Iterable
from typing import Any

import pytest

from config import env
from config.env import Misconfigured
from plantao.operate.tests.running import free_port
from plantao.operate.trouble import Trouble
from plantao.operate.web import believing, free_address

CUSTOMER, PROXY, STRANGER = "198.51.100.7", "10.0.0.2", "203.0.113.9"


def heard(*, proxies: list[str], peer: str, **headers: str) -> tuple[str, str]:
    """Return who asks and by which scheme, as the application hears it when `peer` connects and sends these headers."""
    seen: dict[str, Any] = {}

    def application(environ: dict[str, Any], start_response: Callable[..., object]) -> Iterable[bytes]:
        seen.update(environ)
        return []

    sent = {f"HTTP_{name.upper()}": value for name, value in headers.items()}
    believing(application, proxies)({"REMOTE_ADDR": peer, "wsgi.url_scheme": "http", **sent}, lambda *_: None)
    return seen["REMOTE_ADDR"], seen["wsgi.url_scheme"]


class TestBehindAWebServer:
    def test_when_it_says_who_asks_then_it_is_believed(self) -> None:
        told = heard(proxies=["10.0.0.0/24"], peer=PROXY, x_forwarded_for=CUSTOMER, x_forwarded_proto="https")

        assert told == (CUSTOMER, "https")

    def test_when_the_customer_wrote_a_name_there_first_then_it_counts_for_nothing(self) -> None:
        told = heard(proxies=["10.0.0.0/24"], peer=PROXY, x_forwarded_for=f"127.0.0.1, {CUSTOMER}, 10.0.0.3", x_forwarded_proto="https")

        assert told == (CUSTOMER, "https")

    def test_when_somebody_else_says_so_then_it_is_not_believed(self) -> None:
        told = heard(proxies=["10.0.0.0/24"], peer=STRANGER, x_forwarded_for="127.0.0.1", x_forwarded_proto="https")

        assert told == (STRANGER, "http")


class TestBehindNothing:
    def test_when_headers_come_all_the_same_then_they_count_for_nothing(self) -> None:
        assert heard(proxies=[], peer="127.0.0.1", x_forwarded_for=CUSTOMER, x_forwarded_proto="https") == ("127.0.0.1", "http")


class TestProxiesAsAreWritten:
    def test_when_they_are_addresses_or_networks_then_they_are_read(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("PLANTAO_PROXIES", "127.0.0.1, 10.0.0.0/24,::1")

        assert env.networks("PLANTAO_PROXIES") == ["127.0.0.1", "10.0.0.0/24", "::1"]

    @pytest.mark.parametrize("written", ["proxy.provider.example", "10.0.0.1/24", "*"])
    def test_when_one_is_none_then_it_is_named(self, written: str, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("PLANTAO_PROXIES", f"127.0.0.1,{written}")

        with pytest.raises(Misconfigured, match="PLANTAO_PROXIES names"):
            env.networks("PLANTAO_PROXIES")


class TestWhereItListens:
    def test_when_nobody_does_yet_then_a_name_becomes_its_address(self) -> None:
        assert free_address("localhost", free_port()) in {"127.0.0.1", "::1"}

    def test_when_somebody_does_then_it_is_said(self) -> None:
        with socket.create_server(("127.0.0.1", 0)) as door, pytest.raises(Trouble, match="Address already in use.*PLANTAO_PORT"):
            free_address("127.0.0.1", door.getsockname()[1])

    def test_when_there_is_no_such_address_then_it_is_said(self) -> None:
        with pytest.raises(Trouble, match=r"nothing can listen on 1\.2\.3\.4\.5 .*PLANTAO_WEB_HOST"):
            free_address("1.2.3.4.5", free_port())
