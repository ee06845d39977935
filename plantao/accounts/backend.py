"""Who may sign in, and who stays signed in."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend

from plantao.people.models import Person
from plantao.prepared import Gap, Prepared

_SIGNED_IN = Prepared(lambda: Person.objects.select_related("agent").filter(pk=Gap("pk"), disabled_at=None, merged_into=None))


class Backend(AuthenticationBackend):
    """By their sign-in address and password. Who was disabled, or merged into somebody else, is out at their next request."""

    def get_user(self, user_id: Any) -> Person | None:
        """Return the person of a session, and as which agent they serve, in one query."""
        return _SIGNED_IN.first(pk=user_id)

    def user_can_authenticate(self, user: Any) -> bool:
        """Whether the account may be used."""
        return isinstance(user, Person) and user.is_active and user.merged_into_id is None
