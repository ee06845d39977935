"""Forms: what is asked, said once, and shown by ui/form.html wherever it is asked."""

from typing import Any, ClassVar, TypeVar

from django import forms
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy


class Form(forms.Form):
    """
    What somebody fills in. `heading` says what it is about, `says` what comes of it, `submit` what the button does and `done`
    what is told when it was taken; all translated.

    `tone` is "danger" where what it does can't be undone. Fields are shown by ui/field.html, with their errors beside them;
    `folded` ones below the others, for the rare case, under the words of `fold`. `besides`: further buttons that send the form,
    each its value of `besides` and its words.
    """

    heading: ClassVar[str | Promise] = ""
    says: ClassVar[str | Promise] = ""
    submit: ClassVar[str | Promise] = ""
    done: ClassVar[str | Promise] = gettext_lazy("Done.")
    tone: ClassVar[str] = "primary"
    folded: ClassVar[tuple[str, ...]] = ()
    fold: ClassVar[str | Promise] = ""
    besides: ClassVar[tuple[tuple[str, str | Promise], ...]] = ()
    required_css_class = "required"
    use_required_attribute = True

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        dress(self)

    def plain_fields(self) -> list[forms.BoundField]:
        """Return the fields that everybody fills in."""
        return [self[name] for name in self.fields if name not in self.folded]

    def folded_fields(self) -> list[forms.BoundField]:
        """Return the folded fields."""
        return [self[name] for name in self.fields if name in self.folded]


class Invalid(Exception):
    """A form was filled in wrongly; the middleware shows it again, with what was typed."""

    def __init__(self, form: forms.BaseForm) -> None:
        super().__init__(form.errors.as_json())
        self.form = form


AnyForm = TypeVar("AnyForm", bound=forms.BaseForm)


def valid_or_422(form: type[AnyForm], request: HttpRequest, **named: Any) -> AnyForm:
    """Return the form as it was posted, checked. Raises Invalid, which the middleware answers with the form and its errors."""
    filled = form(request.POST, request.FILES, **named)
    if not filled.is_valid():
        raise Invalid(filled)
    return filled


def dress(form: forms.BaseForm) -> None:
    """Give the fields of a form the classes of the kit; of one that is not ours, too."""
    for field in form.fields.values():
        widget = field.widget
        widget.attrs.pop("placeholder", None)
        if isinstance(widget, forms.Textarea) and widget.attrs.get("rows") == "10":  # Django's own, which nobody chose
            widget.attrs["rows"] = "5"
        if isinstance(widget, forms.CheckboxInput | forms.RadioSelect | forms.CheckboxSelectMultiple):
            widget.attrs.setdefault("class", "form-check-input")
        else:
            widget.attrs.setdefault("class", "form-select" if isinstance(widget, forms.Select) else "form-control")
