"""The door of sign-in as Django sees it."""

from typing import Any

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "plantao.accounts"
    verbose_name = "sign-in"

    def ready(self) -> None:
        """Whoever sets up a second factor has just shown that they hold it: this session need not ask for it. Watch from now on."""
        from allauth.mfa.signals import authenticator_added

        from plantao.accounts import watching

        authenticator_added.connect(_note_that_it_was_given)
        watching.begin()


def _note_that_it_was_given(*, request: Any, user: Any, authenticator: Any, **named: Any) -> None:
    from allauth.account.internal.flows.login import record_authentication

    record_authentication(request, user, method="mfa", type=authenticator.type, id=authenticator.pk)
