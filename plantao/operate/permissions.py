"""
`make permissions` writes docs/permissions.md: which right may do what, and who may open which page. All of it from the code.

A page of the desk carries the right that it asks (plantao/console/agents.py). Every other address must be named here with who is
let in, so that none can be forgotten.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from django.urls import URLPattern, URLResolver, get_resolver

from plantao.staff.permissions import OWN, Right, permissions_of

TOP: Final = """\
# Who may do what

Written from the code by `make permissions`; a test says whether it is current, another walks every address as everybody.
A right of staff includes those before it. An act marked (✓) is everybody's who serves, where it concerns themselves.
"""


class Lets(StrEnum):
    """Who is let in where no right is asked."""

    EVERYBODY = "everybody"
    SIGNED_IN = "whoever is signed in"
    PROVEN = "whoever is signed in and has what it asks for"
    BEARER = "whoever holds the link"
    HERE = "whoever asks from this machine, while mail is caught"
    PROBES = "everybody; where a token is set, who brings it"


WITHOUT_A_RIGHT: Final = {
    "healthz": Lets.EVERYBODY, "readyz": Lets.EVERYBODY, "metrics": Lets.PROBES, "preferences/": Lets.EVERYBODY,
    "confirmation/": Lets.BEARER, "disagreement/": Lets.BEARER, "escalation/": Lets.BEARER, "acknowledgement/": Lets.BEARER,
    "account/password/new/": Lets.BEARER, "caught-mail/": Lets.HERE,
    "account/sign-in/": Lets.EVERYBODY, "account/sign-out/": Lets.EVERYBODY, "account/sign-up/": Lets.EVERYBODY,
    "account/inactive/": Lets.EVERYBODY,
    "account/password/forgotten/": Lets.EVERYBODY, "account/second-factor/authenticate/": Lets.EVERYBODY,
    "account/second-factor/webauthn/login/": Lets.EVERYBODY, "account/": Lets.SIGNED_IN,
    "account/again/": Lets.PROVEN, "account/second-factor/reauthenticate/": Lets.PROVEN,
    "account/second-factor/webauthn/reauthenticate/": Lets.PROVEN,
}  # fmt: skip
"""Beginnings of addresses; the longest that fits counts."""


class Unguarded(Exception):
    """An address asks no right, and nobody wrote down whom it lets in."""


@dataclass(frozen=True, slots=True)
class Address:
    """One address: its pattern, its view's name, and who is let in: a permission, or a word of Lets."""

    pattern: str
    name: str
    asks: str

    @property
    def permission(self) -> str | None:
        """Return the right that it asks; None where it lets in others than staff."""
        return None if self.asks in {lets.value for lets in Lets} else self.asks

    @property
    def is_own(self) -> bool:
        """Whether it also lets in whoever serves: what is done there may be their own."""
        return self.asks in OWN


def addresses() -> list[Address]:
    """Return every address, in the order of their patterns. Raises Unguarded."""
    return sorted(_addresses(get_resolver(), ""), key=lambda each: each.pattern)


def document() -> str:
    """Return docs/permissions.md."""
    return "\n".join((TOP, *_table_of_rights(), "", *_table_of_pages(), ""))


def _table_of_rights() -> Iterator[str]:
    rights = list(Right)
    yield "| act | " + " | ".join(right.value for right in rights) + " |"
    yield "| --- |" + " :-: |" * len(rights)
    allowed = {right: permissions_of([right]) for right in rights}
    for permission in sorted(permissions_of(rights)):
        own = "(✓)" if permission in OWN else ""
        yield f"| `{permission}` | " + " | ".join("✓" if permission in allowed[right] else own for right in rights) + " |"


def _table_of_pages() -> Iterator[str]:
    yield "| address | who may open it |"
    yield "| --- | --- |"
    for address in addresses():
        asks = f"`{address.asks}`" if address.permission else address.asks
        asks += ", or whose own it is" if address.is_own else ""
        yield f"| `/{address.pattern}` | {asks} |"


def _addresses(resolver: URLResolver, before: str) -> Iterator[Address]:
    for each in resolver.url_patterns:
        pattern = before + str(each.pattern).removeprefix("^").removesuffix("$")
        if isinstance(each, URLResolver):
            yield from _addresses(each, pattern)
        elif isinstance(each, URLPattern):
            asks = getattr(each.callback, "permission", None) or _lets(pattern)
            yield Address(pattern, each.name or "", str(asks))


def _lets(pattern: str) -> str:
    fitting = [beginning for beginning in WITHOUT_A_RIGHT if pattern.startswith(beginning)]
    if not fitting and pattern:
        raise Unguarded(f"/{pattern} asks no right: put agents_who_may over its view, or name in {__name__} whom it lets in")
    return WITHOUT_A_RIGHT[max(fitting, key=len)].value if fitting else Lets.EVERYBODY.value


if __name__ == "__main__":
    import django

    django.setup()
    print(document(), end="")
