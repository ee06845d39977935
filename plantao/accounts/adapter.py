"""How allauth behaves here: nobody signs up, and what it says is said in our words."""

from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from plantao.accounts.sessions import begins
from plantao.people.models import Person

SAID = frozenset({"account/messages/password_changed.txt", "account/messages/password_set.txt"})


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by the provider (staff) or by a customer's administrator (contacts)."""

    error_messages: ClassVar[dict[str, str | Promise]] = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": gettext_lazy("Address or password is wrong."),
        "incorrect_password": gettext_lazy("This password is wrong."),
        "too_many_login_attempts": gettext_lazy("Too many tries. Wait some minutes, then try again."),
        "rate_limited": gettext_lazy("Too many tries. Wait some minutes, then try again."),
    }

    def post_login(self, request: HttpRequest, user: Person, **named: Any) -> HttpResponse:
        """Whoever has just signed in has shown who they are: for some minutes they are not asked to once more. Their shift begins."""
        response: HttpResponse = super().post_login(request, user, **named)
        for record in get_authentication_records(request, user)[-1:]:
            record["reauthenticated"] = True
            begins(request.session, at=record["at"])
        return response

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """Say only what the page that follows does not show by itself: that one is signed in needs no telling."""
        if message_template is None or message_template in SAID or message_template.startswith("mfa/"):
            super().add_message(request, level, message_template, message_context, extra_tags, message)
