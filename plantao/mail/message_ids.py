"""Message ids, as written: "<left@right>"; and those that we make, which carry the installation."""

import re

MAX_IDS = 200

_BRACKETED = re.compile(r"<[^<>]{1,996}>")
_BARE = re.compile(r"[^\s<>,;\"]{1,500}@[^\s<>,;\"]{1,490}")
_LEFT_PARTS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,200}")


def read_ids(text: str | None) -> tuple[str, ...]:
    """Return the ids in a header's value, in order, folding white space taken out; bare ones where none has brackets."""
    found = _BRACKETED.findall(text or "")[:MAX_IDS]
    if found:
        return tuple(re.sub(r"\s+", "", written) for written in found)
    return tuple(word for word in (text or "")[:20_000].split()[:MAX_IDS] if _BARE.fullmatch(word))


def make_id(identity: str, *, installation: str, domain: str) -> str:
    """Return the id of the mail with this fixed `identity`: the same whenever it is sent again."""
    left = f"plantao.{installation}.{identity}"
    if not _LEFT_PARTS.fullmatch(left) or not _LEFT_PARTS.fullmatch(domain):
        raise ValueError("an identity, an installation and a domain are letters, digits and dots")
    return f"<{left}@{domain}>"


def identity_of(message_id: str, *, installation: str) -> str | None:
    """Return the identity that `make_id` was given for this installation; None where the id is not ours."""
    start = f"<plantao.{installation}."
    left, at, _ = message_id.strip().rpartition("@")
    return left[len(start) :] if at and left.lower().startswith(start.lower()) else None
