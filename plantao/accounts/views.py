"""What a person sets for themselves: language, appearance, time zone; and when they set what."""

from allauth.mfa.webauthn.views import list_webauthn
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from plantao import clock
from plantao.accounts.forms import ZoneForm
from plantao.directory.models import Contact
from plantao.events.actor import Actor, ActorKind
from plantao.people.models import Person
from plantao.staff.models import Agent
from plantao.ui.back import back
from plantao.ui.forms import valid_or_422
from plantao.ui.language import LANGUAGES
from plantao.ui.reader import LANGUAGE_COOKIE, THEME_COOKIE, THEMES, signed_in, zone_of

A_YEAR = 365 * 24 * 60 * 60  # seconds


@require_POST
def preferences(request: HttpRequest) -> HttpResponse:
    """Keep a language (of the person, where one is signed in) or the appearance of this browser, and go back to the page."""
    response = back(request, "next", otherwise="/")
    language, theme = request.POST.get("language", ""), request.POST.get("theme", "")
    if language in LANGUAGES:
        _keep(response, LANGUAGE_COOKIE, language)
        person = signed_in(request)
        if person is not None:
            _choose(person, language=language)
    if theme in THEMES:
        _keep(response, THEME_COOKIE, theme)
    return response


@login_required
@never_cache
@require_safe
def account(request: HttpRequest) -> HttpResponse:
    """Show how one gets in, and the time zone."""
    person = signed_in(request)
    assert person is not None
    return render(request, "accounts/account.html", {"person": person, "form": ZoneForm(initial={"time_zone": person.time_zone})})


@login_required
@require_POST
def time_zone(request: HttpRequest) -> HttpResponse:
    """Keep the time zone of whoever is signed in."""
    person, form = signed_in(request), valid_or_422(ZoneForm, request)
    assert person is not None
    _choose(person, time_zone=form.cleaned_data["time_zone"])
    return redirect("account")


@login_required
@never_cache
@require_safe
def passkeys(request: HttpRequest) -> HttpResponse:
    """List them, with when each was added and used, on the wall clock of whoever is signed in."""
    person = signed_in(request)
    assert person is not None
    with timezone.override(zone_of(person, at=clock.now())):
        answer: HttpResponse = list_webauthn(request).render()
    return answer


def _choose(person: Person, *, language: str | None = None, time_zone: str | None = None) -> None:
    """Note a choice where this person's other choices are noted: as of the staff, or as a contact."""
    agent = Agent.objects.filter(person=person, disabled_at=None).first()
    contact = Contact.objects.live().filter(person=person).first()
    if agent is not None:
        agent.choose(by=agent.actor, at=clock.now(), language=language, time_zone=time_zone)
    elif contact is not None:
        contact.choose(by=Actor(ActorKind.CONTACT, person.pk), at=clock.now(), language=language, time_zone=time_zone)
    else:
        person.choose(language=language, time_zone=time_zone)


def _keep(response: HttpResponse, name: str, value: str) -> None:
    response.set_cookie(name, value, max_age=A_YEAR, secure=settings.IS_HTTPS, httponly=True, samesite="Lax")
