"""The checks of `plantao check` of the environment: that each setting can be read, is one, and keeps its secrets."""

import os
import re
from collections.abc import Iterator
from difflib import get_close_matches
from ipaddress import ip_address
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings
from django.core import checks

from config import env
from plantao.operate.findings import Finding, Level

PAGE: Final = env.HERE / "docs" / "operate" / "settings.md"
NAMES: Final = re.compile(r"`((?:PLANTAO|DATABASE)_[A-Z_]+|DEMO)`")
SAID_HERE: Final = frozenset({"security.W008", "security.W009"})
"""What Django says of the way to https and of the key; it doesn't know our settings' names."""

SHORTEST_KEY: Final = 50
FEWEST_CHARACTERS: Final = 5


def of_settings() -> Iterator[Finding]:
    """The environment: what each room's checks of its settings say, the key, and what the web shows to whom."""
    told = [found for found in checks.run_checks(include_deployment_checks=True) if not found.is_silenced() and found.id not in SAID_HERE]
    problems = [
        *(Finding("settings", Level.WRONG if found.is_serious() else Level.WARNING, str(found.msg)) for found in told),
        *_of_names(),
        *_of_file(),
        *_of_secret_key(),
        *_of_addresses(),
    ]
    yield from problems or [Finding("settings", Level.OK, f"everything set can be read; files are written under {settings.HOME}")]


def _of_names() -> Iterator[Finding]:
    """A name that is none sets nothing, whatever stands behind it."""
    known = NAMES.findall(PAGE.read_text(encoding="utf-8"))
    for name in sorted(name for name in os.environ if name.startswith("PLANTAO_") and name not in known):
        meant = get_close_matches(name, known, n=1)
        yield Finding("settings", Level.WARNING, f"{name} is no setting" + (f"; is {meant[0]} meant?" if meant else "; remove it"))


def _of_file() -> Iterator[Finding]:
    """The file that holds the settings, where deploy/plantao says which."""
    file = env.text("PLANTAO_ENVIRONMENT")
    if os.path.isfile(file) and os.stat(file).st_mode & 0o006:
        yield Finding("settings", Level.WRONG, f"everybody on this machine may read {file}, secrets and all; type chmod 0640 {file}")


def _of_secret_key() -> Iterator[Finding]:
    key = settings.SECRET_KEY
    if key == "not-set":
        yield Finding(
            "settings", Level.WRONG, "there is no secret key; set PLANTAO_SECRET_KEY to 50 random characters, the same on all machines"
        )
    elif len(key) < SHORTEST_KEY or len(set(key)) < FEWEST_CHARACTERS:
        yield Finding("settings", Level.WRONG, f"PLANTAO_SECRET_KEY could be guessed; write {SHORTEST_KEY} random characters")


def _of_addresses() -> Iterator[Finding]:
    site = urlsplit(settings.PUBLIC_URL)
    host = site.hostname or ""
    if host not in settings.ALLOWED_HOSTS and "*" not in settings.ALLOWED_HOSTS:
        yield Finding("settings", Level.WRONG, f"PLANTAO_URL names {host}, which is not among PLANTAO_HOSTS; add it there")
    if site.scheme != "https" and host not in {"localhost", "127.0.0.1", "::1"}:
        yield Finding("settings", Level.WARNING, "PLANTAO_URL is not https: links and what people write can be read on the way")
    if site.scheme == "https" and not settings.PROXIES:
        sentence = "PLANTAO_URL is https, but no web server is believed when it says so; name the one before Plantão in PLANTAO_PROXIES"
        yield Finding("settings", Level.WRONG, sentence)
    if not is_this_machine(env.text("PLANTAO_WEB_HOST", "127.0.0.1")) and not env.text("PLANTAO_METRICS_TOKEN"):
        yield Finding("settings", Level.WARNING, "/metrics can be read by whoever reaches the web server; set PLANTAO_METRICS_TOKEN")


def is_this_machine(host: str) -> bool:
    """Return whether what listens there, or is reached by that name, is for this machine alone."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
