"""What is asked before a day of a calendar is set or cleared, or open tickets are re-rated."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, gettext_lazy

from plantao.agreements.calendar_days import Edit
from plantao.handbook.document import Handbook, Span, spans_in
from plantao.ui.forms import Form
from plantao.ui.terms import Terms

CLOSED, USUAL, OWN = "closed", "usual", "own"
SEES = (("look", gettext_lazy("See what moves")),)


class EditForm(Form):
    """An edit of one day; `seen` is the newest version that its page had shown. `says` is true of every edit."""

    says = gettext_lazy(
        "A new version of the calendars is made. Tickets opened from now on count with it; open ones keep theirs until re-rated."
    )
    besides = SEES
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    reason = forms.CharField(label=gettext_lazy("Why"), max_length=200, help_text=gettext_lazy("Kept with the version; staff see it."))

    def __init__(self, *arguments: Any, handbook: Handbook, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.handbook = handbook

    def edit_of(self, calendar: str, day: date) -> Edit:
        """Return the edit that was filled in; of several numbers that were seen the last counts."""
        numbers = [int(each) for each in self.data.getlist("seen") if each.isdecimal() and len(each) < 9]  # type: ignore[attr-defined]  # a QueryDict
        return Edit(handbook=self.handbook, calendar=calendar, day=day, reason=self.cleaned_data["reason"], seen=max(numbers, default=None))


class DayForm(EditForm):
    heading = gettext_lazy("Set a day of a calendar")
    submit = gettext_lazy("Set the day")
    done = gettext_lazy("The day is set in version {} of the calendars.")
    calendar = forms.ChoiceField(label=gettext_lazy("Calendar"))
    day = forms.DateField(label=gettext_lazy("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    what = forms.ChoiceField(
        label=gettext_lazy("On that day it is"),
        choices=(
            (CLOSED, gettext_lazy("closed all day")),
            (USUAL, gettext_lazy("open as on every such weekday")),
            (OWN, gettext_lazy("open at these hours:")),
        ),
        widget=forms.RadioSelect,
        initial=CLOSED,
    )
    hours = forms.CharField(
        label=gettext_lazy("Hours"), required=False, max_length=200, help_text=gettext_lazy("As in 08:00-12:00, 13:00-18:00; up to 24:00.")
    )
    name = forms.CharField(label=gettext_lazy("What day it is"), required=False, max_length=200)
    field_order = ("calendar", "day", "what", "hours", "name", "reason")

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        terms, field = Terms(self.handbook), self.fields["calendar"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(key, terms.calendar(key)) for key in self.handbook.calendars]

    @property
    def edit(self) -> Edit:
        return self.edit_of(self.cleaned_data["calendar"], self.cleaned_data["day"])

    @property
    def spans(self) -> tuple[Span, ...]:
        """Return the hours that were chosen, none for a closed day."""
        what: str = self.cleaned_data["what"]
        if what == OWN:
            found: tuple[Span, ...] = self.cleaned_data["hours"]
            return found
        return self.edit.usual_hours if what == USUAL else ()

    def clean_hours(self) -> tuple[Span, ...]:
        if self.cleaned_data.get("what") != OWN:
            return ()
        spans = spans_in(self.cleaned_data["hours"])
        if spans is None:
            raise ValidationError(gettext("These are no hours of a day; write them as in 08:00-12:00, 13:00-18:00."))
        return spans


class ClearForm(EditForm):
    heading = gettext_lazy("Clear a day of a calendar")
    submit = gettext_lazy("Clear the day")
    done = gettext_lazy("The day is cleared in version {} of the calendars.")
    tone = "danger"


class RerateForm(Form):
    heading = gettext_lazy("Re-rate open tickets")
    submit = gettext_lazy("Re-rate them")
    says = gettext_lazy("Each moves to this version of the calendars, with before and after on its timeline; its handbook stays.")
