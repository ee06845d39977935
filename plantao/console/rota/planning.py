"""Planning on the page: each view is one verb of the rota, or of an agent."""

from typing import TypeVar

from django.http import Http404

from plantao.console.rota.acting import Planning, plans
from plantao.console.rota.entries import Row
from plantao.console.rota.forms.shift import ShiftForm
from plantao.console.rota.forms.standing_in import (
    AbsenceForm,
    AssignmentForm,
    CancelAbsenceForm,
    CancelArrangementForm,
    EndShiftForm,
    HandOverForm,
    SwapForm,
)
from plantao.staff.models import Absence, Arrangement, Rota, Shift

AnyRow = TypeVar("AnyRow", Shift, Arrangement, Absence)


@plans("rota.hand_over", HandOverForm)
def hand_overs(planning: Planning) -> Row:
    """Let one stand where another would."""
    said = planning.said
    return Rota.objects.of(said["role"]).hand_over(said["giver"], said["to"], **planning.how, **planning.period)


@plans("rota.swap", SwapForm)
def swaps(planning: Planning) -> Row:
    """Let each of two stand where the other would."""
    said = planning.said
    return Rota.objects.of(said["role"]).swap(said["one"], said["other"], **planning.how, **planning.period)


@plans("rota.assign", AssignmentForm)
def assignments(planning: Planning) -> Row:
    """Put somebody first in line for once."""
    said = planning.said
    return Rota.objects.of(said["role"]).assign(said["to"], **planning.how, **planning.period)


@plans("staff.note_absence", AbsenceForm)
def absences(planning: Planning) -> Row:
    """Note that somebody is away."""
    absence: Absence = planning.said["person"].note_absence(**planning.how, **planning.period)
    return absence


@plans("rota.add_shift", ShiftForm)
def shifts(planning: Planning) -> Row:
    """Let people take turns at the same hours of every week."""
    said, form = planning.said, planning.form
    rota = Rota.objects.of(said["role"])
    turns = {"turn_days": form.turn_days, "counted_from": said["counted_from"], "place": said["place"]}
    return rota.add_shift(form.agents, hours=form.hours, zone=form.chosen_zone, **planning.how, **planning.period, **turns)


def _shift(number: int) -> Shift:
    return _standing(Shift.objects.standing(number))


def _arrangement(number: int) -> Arrangement:
    return _standing(Arrangement.objects.standing(number))


def _absence(number: int) -> Absence:
    return _standing(Absence.objects.standing(number))


@plans("rota.end_shift", EndShiftForm, of=_shift)
def shift_endings(planning: Planning) -> None:
    """Let nobody stand in a shift any longer."""
    planning.row.end(**planning.how, until=planning.said["ends_at"])


@plans("rota.cancel", CancelArrangementForm, of=_arrangement)
def arrangement_cancellations(planning: Planning) -> None:
    """Let what was arranged hold no longer."""
    planning.row.cancel(**planning.how, since=planning.said["ends_at"])


@plans("staff.cancel_absence", CancelAbsenceForm, of=_absence)
def absence_cancellations(planning: Planning) -> None:
    """Note that somebody is back earlier."""
    planning.row.cancel(**planning.how, since=planning.said["ends_at"])


def _standing(row: AnyRow | None) -> AnyRow:
    if row is None:
        raise Http404
    return row
