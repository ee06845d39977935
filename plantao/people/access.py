"""
The link by which somebody sets their own way in, at their first access or when the password was forgotten.

Passwords are never mailed.
"""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.utils.http import int_to_base36

from plantao.people.models import Person

GOOD_FOR = timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT)
PATH = "/account/password/new/{token}/"


class AccessTokens(PasswordResetTokenGenerator):
    """Signs a link for one person: it opens once, as it holds the hash of the password that it replaces, and expires after GOOD_FOR."""

    key_salt = "plantao.people.access"


def link_to_get_in(person: Person) -> str:
    """Return the address at which this person sets a password, once."""
    token = f"{int_to_base36(person.pk)}-{AccessTokens().make_token(person)}"
    return settings.PUBLIC_URL + PATH.format(token=token)
