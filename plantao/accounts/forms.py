"""The forms of sign-in, as the desk shows its forms."""

from typing import Any, ClassVar
from zoneinfo import available_timezones

from allauth.account import forms as account
from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from plantao.ui.forms import Form, dress


class LoginForm(account.LoginForm):
    """Address and password."""

    submit: ClassVar[str | Promise] = gettext_lazy("Sign in")

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["login"].label = gettext_lazy("Mail address")
        self.fields["login"].widget.attrs.update({"autocomplete": "username webauthn", "autofocus": True})
        self.fields["password"].label = gettext_lazy("Password")
        self.fields["password"].help_text = ""
        dress(self)


class ZoneForm(Form):
    """On which wall clock instants are shown."""

    submit = gettext_lazy("Keep it")
    time_zone = forms.ChoiceField(
        label=gettext_lazy("Time zone"),
        required=False,
        help_text=gettext_lazy("Every instant is shown on the wall clock of this zone; where you choose none, on that of the provider."),
    )

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        field = self.fields["time_zone"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "—"), *((zone, zone.replace("_", " ")) for zone in sorted(available_timezones()) if "/" in zone)]
