"""How those of the demonstration sign in: one of staff for each job, by mail and a password that is no secret."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.auth.hashers import make_password
from django.utils.crypto import salted_hmac

from plantao.demo.people import STAFF, STAFF_DOMAIN, mail_of
from plantao.people.models import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Login:
    """Somebody who may sign in; `job` is what they are here."""

    job: str
    name: str
    mail: str


def password() -> str:
    """Return the one password of all of them: of this installation, and the same each time it is told."""
    return "plantao-" + salted_hmac("plantao.demo", "password", algorithm="sha256").hexdigest()[:6]


def give_logins() -> Sequence[Login]:
    """Let the first of staff for each job sign in, and return who that is. Runs in a transaction of its own or the caller's."""
    encoded = make_password(password())
    for login in _meant():
        Person.objects.filter(addresses__kind="email", addresses__key=login.mail, is_fictional=True).update(
            email=login.mail, password=encoded
        )
    return logins()


def logins() -> Sequence[Login]:
    """Return who may sign in; () where this is no demonstration."""
    able = set(Person.objects.filter(is_fictional=True, disabled_at=None, email__isnull=False).values_list("email", flat=True))
    return tuple(login for login in _meant() if login.mail in able)


def _meant() -> Sequence[Login]:
    first = {post.job: post for post in reversed(STAFF)}
    return tuple(Login(job=post.job, name=post.name, mail=mail_of(post.name, STAFF_DOMAIN)) for post in STAFF if first[post.job] is post)
