"""The address that a reply comes back to: ours with a signed token that names a thread (`noc+<token>@provider.example`)."""

import base64
import binascii
import hashlib
import hmac

_PURPOSE = b"plantao reply address 1\0"
_SIGNATURE_BYTES = 10
_LONGEST_LOCAL_PART = 64  # RFC 5321, section 4.5.3.1.1


def sign_reply_address(address: str, *, thread: int, key: bytes) -> str:
    """
    Return `address` with a token for `thread` (0 to 2**63 - 1): small letters and digits, so that it survives any change of case.

    Raises ValueError where the local part would grow past 64 characters.
    """
    payload = thread.to_bytes(max(1, (thread.bit_length() + 7) // 8), "big")
    token = base64.b32encode(payload + _signature(payload, key)).decode("ascii").rstrip("=").lower()
    local, _, domain = address.rpartition("@")
    if len(f"{local}+{token}") > _LONGEST_LOCAL_PART:
        raise ValueError("the address is too long to carry a token")
    return f"{local}+{token}@{domain}"


def read_reply_address(address: str, *, key: bytes) -> int | None:
    """Return the thread that a token in `address` names, or None where there is none that we signed. Whose address it is isn't asked."""
    local = address.rpartition("@")[0]
    return next((thread for tag in local.split("+")[1:9] if (thread := _read_token(tag, key)) is not None), None)


def _read_token(token: str, key: bytes) -> int | None:
    try:
        content = base64.b32decode(token.upper() + "=" * (-len(token) % 8))
    except (binascii.Error, ValueError):
        return None
    payload, signature = content[:-_SIGNATURE_BYTES], content[-_SIGNATURE_BYTES:]
    if not 1 <= len(payload) <= 8 or not hmac.compare_digest(signature, _signature(payload, key)):
        return None
    return int.from_bytes(payload, "big")


def _signature(payload: bytes, key: bytes) -> bytes:
    return hmac.new(key, _PURPOSE + payload, hashlib.sha256).digest()[:_SIGNATURE_BYTES]
