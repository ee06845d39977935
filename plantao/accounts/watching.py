"""
What is written in the log of who came in, who did not, and how it is proven: for whoever watches over the desk (ASVS 5.0, V16.3).

People are named by their number in the database, None where there is nobody of that address; what they typed is not written.
"""

import logging
from typing import Any

from allauth.account import signals as account
from allauth.account.authentication import get_authentication_records
from allauth.mfa import signals as mfa
from django.contrib.auth import signals as auth

from plantao.people.models import Person

log = logging.getLogger(__name__)


def begin() -> None:
    """Listen to what allauth and Django tell."""
    auth.user_login_failed.connect(_password_refused)
    mfa.authentication_failed.connect(_factor_refused)
    account.user_logged_in.connect(_signed_in)
    auth.user_logged_out.connect(_signed_out)
    for signal, event in (
        (account.password_changed, "accounts.password.changed"),
        (account.password_set, "accounts.password.set"),
        (account.password_reset, "accounts.password.set_by_link"),
        (mfa.authenticator_added, "accounts.factor.added"),
        (mfa.authenticator_removed, "accounts.factor.removed"),
        (mfa.authenticator_reset, "accounts.factor.made_anew"),
    ):
        signal.connect(_changed(event), weak=False)


def _password_refused(*, credentials: dict[str, Any], **named: Any) -> None:
    address = str(credentials.get("email") or "")
    person = Person.objects.filter(email=address.lower()).values_list("pk", flat=True).first()
    log.warning("accounts.sign_in.refused", extra={"person_id": person, "factor": "password"})


def _factor_refused(*, user: Person, **named: Any) -> None:
    log.warning("accounts.sign_in.refused", extra={"person_id": user.pk, "factor": "second"})


def _signed_in(*, request: Any, user: Person, **named: Any) -> None:
    factors = [record.get("type") or record.get("method") for record in get_authentication_records(request, user)]
    log.info("accounts.sign_in.done", extra={"person_id": user.pk, "factors": factors})


def _signed_out(*, user: Person | None, **named: Any) -> None:
    if user is not None:
        log.info("accounts.signed_out", extra={"person_id": user.pk})


def _changed(event: str) -> Any:
    def note(*, user: Person, **named: Any) -> None:
        factor = named.get("authenticator")
        log.info(event, extra={"person_id": user.pk, **({"factor": factor.type} if factor else {})})

    return note
