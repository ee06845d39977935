"""The second factor: staff need one, whoever else may have one."""

from collections.abc import Callable
from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect

from plantao.people.models import Person
from plantao.staff.models import Agent
from plantao.ui.reader import signed_in


class SecondFactorAdapter(DefaultMFAAdapter):
    """How allauth treats second factors here."""

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


def must_have_one(person: Person) -> bool:
    """Whether this person may not work without: all staff but a demonstration's cast."""
    return not person.is_fictional and isinstance(getattr(person, "agent", None), Agent)


def has_given_one(request: HttpRequest, person: Person) -> bool:
    """Whether a passkey or a code was given in this session, by whoever is signed in."""
    return any(record.get("method") == "mfa" for record in get_authentication_records(request, person))


def forget_all_of(person: Person) -> None:
    """Remove what this person lost: passkeys, codes and recovery codes. New ones are asked for at the next sign-in."""
    Authenticator.objects.filter(user_id=person.pk).delete()
