"""The provider's own mail addresses, which wiring reads from the handbook in force."""

from collections.abc import Callable
from dataclasses import dataclass

LONGEST_LOCAL_PART = 64
"""Of an address (RFC 5321, 4.5.3.1.1)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider:
    """Who we are in mails. `address` is the one that customers write to; `name` stands beside it."""

    name: str
    address: str

    @property
    def domain(self) -> str:
        """Return what stands behind the @, as mail servers write it."""
        return ascii_domain(self.address.rpartition("@")[2])

    def reply_address(self, reply_token: str) -> str:
        """Return the address that brings an answer to its thread; the plain one where there is no token, or no room for it."""
        local, _, domain = self.address.rpartition("@")
        carrier = f"{local}+{reply_token}"
        return f"{carrier}@{domain}" if reply_token and len(carrier) <= LONGEST_LOCAL_PART else self.address

    def is_ours(self, address: str) -> bool:
        """Return whether a mail to this address is for us: the address itself, in any case, with or without something after a plus."""
        local, at, domain = address.casefold().rpartition("@")
        ours = self.address.casefold().rpartition("@")[0]
        return bool(at) and ascii_domain(domain) == self.domain and (local == ours or local.startswith(ours + "+"))


FindProvider = Callable[[], Provider | None]
"""Returns the provider as the handbook in force names it; None while none is, or while it names no mail address."""


def ascii_domain(domain: str) -> str:
    """Return a domain in lower case and, where it isn't, in ASCII (RFC 5890); "" where it can't be."""
    try:
        return domain.lower() if domain.isascii() else domain.encode("idna").decode().lower()
    except UnicodeError:
        return ""
