"""Fields that many forms have: words of some length, an instant on a wall clock."""

from datetime import date
from typing import TYPE_CHECKING, Final

from django import forms
from django.utils.translation import gettext

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


YEARS: Final = range(2000, 2200)
"""What may be asked for and written down: no desk is older, and the calendar's own ends are far."""


def within_reach(day: date) -> None:
    """Raise ValidationError where a day, or an instant, lies beyond YEARS; in another zone there may be no such instant at all."""
    if day.year not in YEARS:
        raise forms.ValidationError(gettext("That year is out of reach."))


def text_field(label: "str | _StrPromise", *, rows: int = 4, required: bool = True, help_text: "str | _StrPromise" = "") -> forms.CharField:
    """Return a field for words of some length."""
    return forms.CharField(
        label=label, required=required, help_text=help_text, max_length=100_000, widget=forms.Textarea(attrs={"rows": rows, "dir": "auto"})
    )


def instant_field(label: "str | _StrPromise", *, required: bool = True, help_text: "str | _StrPromise" = "") -> forms.DateTimeField:
    """Return a field for an instant on the reader's wall clock."""
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    formats = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"]
    return forms.DateTimeField(
        label=label, required=required, help_text=help_text, widget=widget, input_formats=formats, validators=[within_reach]
    )
