"""Fields that many forms have: words of some length, an instant on a wall clock."""

from typing import TYPE_CHECKING

from django import forms

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


def text_field(label: "str | _StrPromise", *, rows: int = 4, required: bool = True, help_text: "str | _StrPromise" = "") -> forms.CharField:
    """Return a field for words of some length."""
    return forms.CharField(
        label=label, required=required, help_text=help_text, max_length=100_000, widget=forms.Textarea(attrs={"rows": rows, "dir": "auto"})
    )


def instant_field(label: "str | _StrPromise", *, required: bool = True, help_text: "str | _StrPromise" = "") -> forms.DateTimeField:
    """Return a field for an instant on the reader's wall clock."""
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    formats = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"]
    return forms.DateTimeField(label=label, required=required, help_text=help_text, widget=widget, input_formats=formats)
