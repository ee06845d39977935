"""`plantao web`: the web server (granian), each worker warmed before its first visitor comes."""

import argparse
import logging
import os
import signal
import socket
from collections.abc import Callable, Iterable
from io import BytesIO, StringIO
from typing import Any

from config import env
from plantao.operate import processes
from plantao.operate.numbers import from_to
from plantao.operate.rooms import open_rooms
from plantao.operate.trouble import Trouble

Application = Callable[..., Iterable[Any]]
log = logging.getLogger(__name__)


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default=env.text("PLANTAO_WEB_HOST", "127.0.0.1"), help="the address to listen on (PLANTAO_WEB_HOST)")
    parser.add_argument(
        "--port", type=from_to(1, 65_535), default=env.port("PLANTAO_PORT", 8000), help="the port to listen on (PLANTAO_PORT)"
    )
    parser.add_argument("--workers", type=from_to(1, 256), metavar="N", help="processes (PLANTAO_WEB_WORKERS)")


def run(options: argparse.Namespace) -> int:
    open_rooms(must_answer=False)
    address = free_address(options.host, options.port)
    from django.conf import settings
    from granian.constants import Interfaces
    from granian.server import Server

    Server(
        "plantao.operate.web:load",
        factory=True,
        interface=Interfaces.WSGI,
        address=address,
        port=options.port,
        workers=options.workers or settings.WEB_WORKERS,
        blocking_threads=settings.WEB_THREADS,
        respawn_failed_workers=True,
        workers_kill_timeout=1,
        websockets=False,
        log_dictconfig={**settings.LOGGING, "loggers": {"_granian": {}}},
    ).serve()
    return 0


def free_address(host: str, port: int) -> str:
    """Return the address that `host` names here, on which nobody listens at `port` yet. Raises Trouble."""
    try:
        family, _, _, _, place = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family) as door:
            door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            door.bind(place)
            door.listen(1)
    except OSError as error:
        raise Trouble(f"nothing can listen on {host} at port {port} ({error.strerror}); check PLANTAO_WEB_HOST and PLANTAO_PORT") from None
    return str(place[0])


def load() -> Application:
    """Return the application after it has answered a first request; called in each worker."""
    processes.die_with_parent(signal.SIGKILL)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from django.conf import settings

    from config.wsgi import application

    visit(application, "/readyz")
    return believing(application, settings.PROXIES)


def believing(application: Application, proxies: list[str]) -> Application:
    """
    Return the application as it hears of who asks (REMOTE_ADDR) and whether by https from the web servers in `proxies`.

    `proxies` are addresses and networks. X-Forwarded-For is read from its end up to the first that is not among them;
    what anybody else writes there counts for nothing.
    """
    if not proxies:
        return application
    from granian.utils.proxies import wrap_wsgi_with_proxy_headers

    believed: Application = wrap_wsgi_with_proxy_headers(application, trusted_hosts=proxies)
    return believed


def visit(application: Application, path: str) -> None:
    """Ask for a page as a browser on this machine would, so that everything it needs is imported and connected."""
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": "localhost",
        "wsgi.url_scheme": "http",
        "wsgi.input": BytesIO(),
        "wsgi.errors": StringIO(),
    }
    for _ in application(environ, lambda status, *_: log.info("web.warmed", extra={"status": status[:3]})):
        pass
