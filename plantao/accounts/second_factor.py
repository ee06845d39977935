"""The second factor: staff need one, whoever else may have one."""

from base64 import urlsafe_b64encode
from collections.abc import Callable
from typing import Any, ClassVar

from allauth.account.authentication import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.crypto import salted_hmac
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from plantao.people.models import Person
from plantao.staff.models import Agent
from plantao.ui.reader import signed_in


class SecondFactorAdapter(DefaultMFAAdapter):
    """How allauth treats second factors here."""

    error_messages: ClassVar[dict[str, str | Promise]] = {
        **DefaultMFAAdapter.error_messages,
        "cannot_delete_authenticator": gettext_lazy("This is your only second factor; set another one up first."),
        "incorrect_code": gettext_lazy("This code is wrong, or was used before."),
    }

    def encrypt(self, text: str) -> str:
        """Keep what codes are made from so that a copy of the database alone makes none."""
        return _seal().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Return it; under another PLANTAO_SECRET_KEY it is lost, and a new one must be set up."""
        return _seal().decrypt(encrypted_text.encode()).decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Staff keep one: the last passkey or code generator of theirs can only be replaced."""
        others = Authenticator.objects.filter(user_id=authenticator.user_id).exclude(pk=authenticator.pk)
        return not must_have_one(authenticator.user) or others.exclude(type=Authenticator.Type.RECOVERY_CODES).exists()


class SecondFactors:
    """Sends staff who gave no second factor in this session to the page where they set one, whatever they ask of the desk."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable[..., Any], arguments: Any, named: Any) -> HttpResponseBase | None:
        """Views that ask a right (`permission`, see plantao/console/agents.py) are the desk's."""
        if getattr(view, "permission", None) is None:
            return None
        person = signed_in(request)
        if person is None or has_given_one(request, person) or not must_have_one(person):
            return None
        return redirect("mfa_index")


def _seal() -> Fernet:
    return Fernet(urlsafe_b64encode(salted_hmac("plantao.accounts.second_factor", "seal", algorithm="sha256").digest()))


def must_have_one(person: Person) -> bool:
    """Whether this person may not work without: all staff but a demonstration's cast."""
    return not person.is_fictional and isinstance(getattr(person, "agent", None), Agent)


def has_given_one(request: HttpRequest, person: Person) -> bool:
    """Whether a passkey or a code was given in this session, by whoever is signed in."""
    return any(record.get("method") == "mfa" for record in get_authentication_records(request, person))


def forget_all_of(person: Person) -> None:
    """
    Remove what this person lost: passkeys, codes and recovery codes; new ones are asked for at the next sign-in. Who has the lost
    phone may be signed in on it: with the password every session ends, and every link to set one. A new link lets them in.
    """
    Authenticator.objects.filter(user_id=person.pk).delete()
    person.set_unusable_password()
    person.save(update_fields=["password"])
