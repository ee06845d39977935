"""The forms of sign-in, as the desk shows its forms."""

from typing import Any, ClassVar
from zoneinfo import available_timezones

from allauth.account import forms as account
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from plantao import clock
from plantao.accounts.forgotten import ask
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


class AddPasskeyForm(webauthn.AddWebAuthnForm):
    """A passkey, by default one that opens without the password, too."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["name"].label = gettext_lazy("Name of the device")
        self.fields["passwordless"].initial = True
        self.fields["passwordless"].label = gettext_lazy("It opens without the password, too")
        self.fields["passwordless"].help_text = gettext_lazy(
            "The device then asks for finger, face or PIN. An older key may not be able to."
        )


class ForgottenPasswordForm(account.ResetPasswordForm):
    """Who forgot it."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["email"].label = gettext_lazy("Mail address")
        self.fields["email"].widget.attrs.update({"autocomplete": "username", "autofocus": True})

    def clean_email(self) -> str:
        """Return the address as it was typed; whose it is, nobody asks here."""
        address: str = self.cleaned_data["email"]
        return address

    def save(self, request: HttpRequest, **named: Any) -> str:
        """Let them be told, if it is anybody's."""
        address: str = self.cleaned_data["email"]
        ask(address, at=clock.now())
        return address


class NewPasswordForm(account.ResetPasswordKeyForm):
    """A password of one's own, once."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["password1"].label = gettext_lazy("New password")
        self.fields["password2"].label = gettext_lazy("The same once more")
        self.fields["password1"].help_text = ""


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
