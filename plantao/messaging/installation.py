"""Who we are to other machines: a short identity in our Message-IDs and loop marks, by which we know our own mail again."""

from functools import cache

from django.utils.crypto import salted_hmac


@cache
def installation_id() -> str:
    """
    Return twelve hexadecimal digits, the same on every machine of this installation.

    Made from the secret key, so that nobody needs to choose one and no two installations share it. A new key makes a
    new one: what was on its way then is still known by the Message-IDs that are kept.
    """
    return salted_hmac("plantao.installation", "id", algorithm="sha256").hexdigest()[:12]
