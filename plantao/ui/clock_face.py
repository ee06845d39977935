"""How a clock looks on a page: one promise, where it stands, and what it says when nothing counts down."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext

from plantao.rules.service_level import State
from plantao.sla.queries import Reading
from plantao.sla.words import length_in_words
from plantao.ui.labels import CLOCKS

NEAR = timedelta(minutes=30)
ICONS = {
    State.WAITING: "hourglass",
    State.RUNNING: "clock-hour-4",
    State.HELD: "clock-pause",
    State.MET: "circle-check",
    State.MET_LATE: "circle-check",
    State.BREACHED: "alert-triangle",
    State.STOPPED: "clock-stop",
}


@dataclass(frozen=True, slots=True)
class ClockFace:
    """`says` is what stands there before a script counts, or where nothing counts; `due_at` is None where nothing is due."""

    label: str
    state: str
    icon: str
    says: str
    due_at: datetime | None
    is_near: bool

    @property
    def counts_down(self) -> bool:
        """Whether what it says changes by the second."""
        return self.due_at is not None and self.state in {State.RUNNING, State.BREACHED}


def face_of(reading: Reading, *, at: datetime) -> ClockFace:
    """Return how a clock of a ticket looks at `at`."""
    verdict = reading.verdict
    state = State.STOPPED if reading.is_over and verdict.state in {State.RUNNING, State.HELD} else verdict.state
    is_over = reading.is_over and state is State.BREACHED
    return ClockFace(
        label=clock_label(reading.name, met_by=reading.met_by),
        state=state,
        icon=ICONS[state],
        says=_says(state, verdict.remaining, is_over=is_over),
        due_at=None if is_over else verdict.due_at,
        is_near=state is State.RUNNING and verdict.due_at is not None and verdict.due_at - at <= NEAR,
    )


def running(*, label: str, due_at: datetime, at: datetime) -> ClockFace:
    """Return the face of something that is due at an instant of the wall clock: a promise, a hold's end, the next step."""
    state = State.BREACHED if due_at <= at else State.RUNNING
    is_near = state is State.RUNNING and due_at - at <= NEAR
    return ClockFace(label=label, state=state, icon=ICONS[state], says=_says(state, due_at - at), due_at=due_at, is_near=is_near)


def faces_of(readings: Iterable[Reading], *, at: datetime) -> tuple[ClockFace, ...]:
    """Return how the clocks of a ticket look at `at`, in their order."""
    return tuple(face_of(reading, at=at) for reading in readings)


def clock_label(name: str, *, met_by: str) -> str:
    """Return what people call a clock by what keeps it; one that nothing known keeps is shown by its name."""
    label = CLOCKS.get(met_by)
    return str(label) if label is not None else name.replace("_", " ")


def _says(state: State, remaining: timedelta, *, is_over: bool = False) -> str:
    length = length_in_words(remaining)
    if state is State.WAITING:
        return gettext("not yet counting")
    if state is State.RUNNING:
        return gettext("{} left").format(length)
    if state is State.HELD:
        return gettext("stands still, {} left").format(length)
    if state is State.MET:
        return gettext("kept")
    if state is State.MET_LATE:
        return gettext("kept, late by {}").format(length)
    if state is State.STOPPED:
        return gettext("ended before it was due")
    return gettext("not kept") if is_over else gettext("late by {}").format(length)
