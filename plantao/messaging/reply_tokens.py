"""The token in a reply address: which thread an answer belongs to, signed so that nobody can make one up."""

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

from plantao.messaging.models import Thread

SALT = "plantao.reply"
SIGNATURE = 12
"""Hexadecimal digits of the signature: 48 bits, which can only be guessed by sending mails, beside the token's own 64."""


def reply_token(thread: Thread) -> str:
    """Return the signed token of this thread: lower-case letters and digits, at most 36 of them."""
    return thread.token + _signature(thread.token, settings.SECRET_KEY)


def token_in(signed: str) -> str | None:
    """
    Return the thread's token in a signed one, in whatever case it came back; None where it isn't signed by us.

    What stands before a plus sign, as in the local part of a reply address, is passed over.
    """
    signed = signed.lower().rpartition("+")[2]
    token, signature = signed[:-SIGNATURE], signed[-SIGNATURE:]
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return token if any(constant_time_compare(signature, _signature(token, key)) for key in keys) else None


def _signature(token: str, key: str | bytes) -> str:
    return salted_hmac(SALT, token, secret=key, algorithm="sha256").hexdigest()[:SIGNATURE]
