"""What stands on the rota, in the reader's words: hours, turns, who stands where."""

from collections import defaultdict
from collections.abc import Iterable

from django.utils.translation import gettext, ngettext

from plantao.console.tickets.names import called
from plantao.rules.duty_hours import DAY, Watch, read_hours
from plantao.rules.duty_rota import Arranged
from plantao.staff.models import Agent, Arrangement, Shift
from plantao.ui.labels import WEEKDAYS


def name_of(agent: Agent) -> str:
    return called(agent.person)


def weekday(number: int) -> str:
    """Return what a day of the week is called in short; Monday is 0."""
    return str(WEEKDAYS[number])


def hours_said(hours: Iterable[str]) -> str:
    """Return the hours of a shift: `Mon–Fri 08:00–18:00; Sat, Sun 08:00–08:00`; an end that is not later is the next day's."""
    together: defaultdict[tuple[int, int], list[Watch]] = defaultdict(list)
    for watch in read_hours(hours):
        together[watch.begins, watch.ends].append(watch)
    if list(together) == [(0, DAY)] and len(together[0, DAY]) == 7:
        return gettext("day and night")
    return "; ".join(
        f"{_days([watch.weekday for watch in some])} {_time(begins)}–{_time(ends)}" for (begins, ends), some in together.items()
    )


def turns_said(shift: Shift) -> str:
    """Return how those of a shift take turns; "" where it is one person's."""
    if len(shift.agents) == 1:
        return ""
    weeks, days = divmod(shift.turn_days, 7)
    if days == 0:
        return ngettext("in turns of {} week", "in turns of {} weeks", weeks).format(weeks)
    return ngettext("in turns of {} day", "in turns of {} days", shift.turn_days).format(shift.turn_days)


def arrangement_said(made: Arrangement, to: str, of: str) -> str:
    """Return what was arranged between the two."""
    return {
        Arranged.ASSIGNED: gettext("{to} goes first in line"),
        Arranged.HANDED_OVER: gettext("{to} stands in for {of}"),
        Arranged.SWAPPED: gettext("{to} and {of} swap"),
    }[Arranged(made.what)].format(to=to, of=of)


def _days(numbers: list[int]) -> str:
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    named = [[weekday(number) for number in run] for run in runs]
    return ", ".join(f"{run[0]}–{run[-1]}" if len(run) > 2 else ", ".join(run) for run in named)


def _time(second: int) -> str:
    second = second if second == DAY else second % DAY
    return f"{second // 3600:02}:{second % 3600 // 60:02}"
