"""A shift: people in the order of their turns, and the hours of every week, as many rows of each as are wanted."""

from collections.abc import Mapping
from datetime import time
from typing import Any, ClassVar, Self
from zoneinfo import ZoneInfo, available_timezones

from django import forms
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, pgettext_lazy

from plantao.console.rota.forms.act import SINCE, UNTIL, OfARole, agent_field, now_or, who_serves
from plantao.console.rota.words import weekday
from plantao.rules.duty_hours import WEEKDAYS
from plantao.staff.models import Agent
from plantao.ui.fields import instant_field

PERSON, DAYS, BEGINS, ENDS = "person_{}", "days_{}", "begins_{}", "ends_{}"
AT_FIRST = {"people": 2, "hours": 1}
MOST = 30
"""Rows that one form may have."""

DAY_OR_WEEK = {"1": pgettext_lazy("turn", "days"), "7": pgettext_lazy("turn", "weeks")}


class ShiftForm(OfARole):
    heading = gettext_lazy("Add a shift")
    submit = gettext_lazy("Add it")
    done = gettext_lazy("The shift is on the rota.")
    folded = ("turns", "turn_unit", "counted_from", "place", "zone")
    fold = gettext_lazy("Turns, place in line, time zone")
    besides: ClassVar[tuple[tuple[str, str | Promise], ...]] = (
        ("people", gettext_lazy("One more person")),
        ("hours", gettext_lazy("More hours")),
    )
    since = now_or(SINCE)
    until = instant_field(UNTIL, required=False, help_text=gettext_lazy("Leave it empty for a shift without an end."))
    turns = forms.IntegerField(label=gettext_lazy("A turn lasts"), min_value=1, max_value=999, initial=1)
    turn_unit = forms.ChoiceField(label=gettext_lazy("Days or weeks"), choices=DAY_OR_WEEK, initial="7")
    counted_from = forms.DateField(
        label=gettext_lazy("First day of the first one's turn"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("The day on which it begins, or for weeks the Monday before it, where you leave it empty."),
    )
    place = forms.IntegerField(
        label=gettext_lazy("Place in line"), min_value=1, max_value=99, initial=1, help_text=gettext_lazy("1 is rung first.")
    )
    zone = forms.ChoiceField(label=gettext_lazy("Time zone of its hours"))

    def __init__(self, *arguments: Any, rows: Mapping[str, int] | None = None, **named: Any) -> None:
        self.rows = rows or AT_FIRST
        super().__init__(*arguments, **named)

    @classmethod
    def posted(cls, posted: QueryDict, **about: Any) -> Self:
        more = posted.get("besides", "")
        rows = _rows_in(posted, more=more)
        return cls(initial=_as_typed(posted), rows=rows, **about) if more else cls(posted, rows=rows, **about)

    def fill(self) -> None:
        super().fill()
        self._ask_for_people()
        self._ask_for_hours()
        self._choices("zone", [(zone, zone.replace("_", " ")) for zone in sorted(available_timezones()) if "/" in zone])
        self.initial.setdefault("zone", self.handbook.provider.time_zone)
        last = ("since", "until", *self.folded)
        self.order_fields([name for name in self.fields if name not in last])

    @property
    def agents(self) -> list[Agent]:
        """Return those who were chosen, in the order of their turns."""
        chosen = (self.cleaned_data[PERSON.format(row)] for row in range(self.rows["people"]))
        return [agent for agent in chosen if agent is not None]

    @property
    def hours(self) -> list[str]:
        """Return the hours as the rule reads them: `mon,tue 08:00-18:00`; rows without a day say nothing."""
        said = (tuple(self.cleaned_data[name.format(row)] for name in (DAYS, BEGINS, ENDS)) for row in range(self.rows["hours"]))
        return [f"{','.join(days)} {begins:%H:%M}-{ends:%H:%M}" for days, begins, ends in said if days]

    @property
    def turn_days(self) -> int:
        return int(self.cleaned_data["turns"]) * int(self.cleaned_data["turn_unit"])

    @property
    def chosen_zone(self) -> ZoneInfo:
        return ZoneInfo(self.cleaned_data["zone"])

    def _ask_for_people(self) -> None:
        for row in range(self.rows["people"]):
            label = gettext_lazy("Who, in the order of their turns") if row == 0 else gettext_lazy("Then")
            self.fields[PERSON.format(row)] = agent_field(label, required=row == 0)
        self.offer_agents(*(PERSON.format(row) for row in range(self.rows["people"])), agents=who_serves())

    def _ask_for_hours(self) -> None:
        for row in range(self.rows["hours"]):
            days = forms.MultipleChoiceField(
                label=gettext_lazy("On which days"),
                required=row == 0,
                choices=[(key, weekday(number)) for number, key in enumerate(WEEKDAYS)],
                widget=forms.CheckboxSelectMultiple,
                initial=WEEKDAYS if row == 0 else (),
            )
            self.fields[DAYS.format(row)] = days
            self.fields[BEGINS.format(row)] = _time_field(gettext_lazy("From what time"))
            ends = gettext_lazy("An end that is not later is the next day's: 08:00 to 08:00 lasts a day.")
            self.fields[ENDS.format(row)] = _time_field(gettext_lazy("Until what time"), help_text=ends)


def _rows_in(posted: QueryDict, *, more: str) -> dict[str, int]:
    """Return how many rows of people and of hours were posted, with one more of those that are asked for."""
    found = {what: sum(1 for row in range(MOST) if name.format(row) in posted) for what, name in (("people", PERSON), ("hours", BEGINS))}
    return {what: min(MOST, max(rows, 1) + (what == more)) for what, rows in found.items()}


def _as_typed(posted: QueryDict) -> dict[str, Any]:
    """Return what was posted as a form shows it again, unchecked."""
    return {name: posted.getlist(name) if name.startswith("days_") else posted[name] for name in posted}


def _time_field(label: Any, *, help_text: Any = "") -> forms.TimeField:
    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    return forms.TimeField(label=label, widget=widget, help_text=help_text, initial=time())
