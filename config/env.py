"""Typed readers of the environment. Each raises Misconfigured with a sentence that says which variable, and what to write."""

import os
import re
from ipaddress import ip_network
from pathlib import Path
from urllib.parse import urlsplit

HERE = Path(__file__).resolve().parent.parent
_HOST = re.compile(r"\*|\.?[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?|\[[0-9A-Fa-f:.]+\]")


class Misconfigured(Exception):
    """A setting can't be used as it is; the message says what to do."""


def text(name: str, default: str = "") -> str:
    """Return the variable, stripped, or `default` where it is absent or empty."""
    return os.environ.get(name, "").strip() or default


def flag(name: str, *, default: bool) -> bool:
    """Return whether the variable says yes: 1, true, yes, on; or no: 0, false, no, off."""
    word = text(name).lower()
    if not word:
        return default
    if word in {"1", "true", "yes", "on"}:
        return True
    if word in {"0", "false", "no", "off"}:
        return False
    raise Misconfigured(f"{name} is {word!r}; write 1 or 0")


def number(name: str, default: int, *, least: int = 0, most: int = 2**31) -> int:
    """Return the variable as a whole number between `least` and `most`."""
    word = text(name)
    if not word:
        return default
    if not (word.isascii() and word.isdecimal() and len(word) < 20) or not least <= int(word) <= most:
        raise Misconfigured(f"{name} is {word[:40]!r}; write a whole number from {least} to {most}")
    return int(word)


def port(name: str, default: int, *, may_be_off: bool = False) -> int:
    """Return the variable as a TCP port; 0, for a door that is not opened, only where it `may_be_off`."""
    return number(name, default, least=0 if may_be_off else 1, most=65535)


def choice(name: str, default: str, *choices: str) -> str:
    """Return the variable, which must be one of these words in whatever case, as it stands among them."""
    word = text(name, default)
    for each in choices:
        if each.casefold() == word.casefold():
            return each
    raise Misconfigured(f"{name} is {word!r}; write {', '.join(choices[:-1])} or {choices[-1]}")


def site(name: str, default: str) -> str:
    """Return the variable as the address of a site, http:// or https:// with a host and no path, without a slash at its end."""
    written = text(name, default)
    try:
        parts = urlsplit(written)
        is_site = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_site = False
    if not is_site or any(character.isspace() for character in written) or parts.path.strip("/") or parts.query or parts.fragment:
        raise Misconfigured(f"{name} is {written!r}; write where people reach Plantão, without a path, as in https://desk.your.domain")
    return written.rstrip("/")


def hosts(name: str, default: str) -> list[str]:
    """Return the variable, names of hosts with commas, cut into them; at least one."""
    found = words(name, default)
    wrong = next((word for word in found if not _HOST.fullmatch(word)), None)
    if wrong is not None or not found:
        raise Misconfigured(
            f"{name} names {wrong or 'no host'!r}; write names without http:// and port, with commas: desk.your.domain,localhost"
        )
    return found


def words(name: str, default: str = "") -> list[str]:
    """Return the variable cut at commas, without empty parts."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def networks(name: str) -> list[str]:
    """Return the variable, addresses and networks with commas (127.0.0.1,10.0.0.0/24), cut into them."""
    for word in words(name):
        try:
            ip_network(word)
        except ValueError:
            raise Misconfigured(f"{name} names {word!r}; write addresses or networks, with commas: 127.0.0.1,10.0.0.0/24") from None
    return words(name)


def home() -> Path:
    """Return the folder in which everything is written that a running installation writes (PLANTAO_HOME, by default var/)."""
    return Path(text("PLANTAO_HOME") or HERE / "var").expanduser().resolve()


def database_url(*, owner: bool = False) -> str:
    """
    Return the address of the database, as libpq writes it, or "" where there is none yet.

    DATABASE_URL; for the owner DATABASE_OWNER_URL before it; else that of the embedded PostgreSQL, which
    `plantao up` leaves in a file that only its own user may read.
    """
    given = (text("DATABASE_OWNER_URL") if owner else "") or text("DATABASE_URL")
    if given:
        return given
    left_by_up = home() / "run" / "database_url"
    try:
        return left_by_up.read_text().strip()
    except OSError:
        return ""
