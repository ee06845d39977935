"""What wiring registered: who locks which subjects, who handles which timers and tasks, which queues there are, what recurs."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Model

from plantao.prepared import Gap, Prepared
from plantao.work import tasks, timetable
from plantao.work.leases import GiveUp
from plantao.work.models import Task, Timer
from plantao.work.queue import Queue
from plantao.work.timetable import Recurring

Locker = Callable[[int], Any]
"""Locks the subject with this id until the transaction ends, and returns it; None where somebody else has it locked just
now (SKIP LOCKED). Raises Gone where there is no such subject. `lock_row` makes one for a plain row."""

TimerHandler = Callable[[Any, Timer, datetime], None]
"""Called with the locked subject (None where its kind has no locker), the timer and now. It asks the facts whether there is
anything to do: a stale timer does nothing. The timer is already cleared; to look again, set it anew."""

TaskHandler = Callable[[dict[str, Any], datetime], None]
"""Called with the task's payload and now, in a transaction that ends with the task."""


class Gone(GiveUp):
    """The subject of a timer is no more. Raised by lockers."""


class UnknownKind(LookupError):
    """Nobody registered a handler for this kind. It may come with the next release, so the row waits as after any failure."""

    def __init__(self, what: str, kind: str) -> None:
        super().__init__(f"no handler is registered for {what} of the kind {kind!r}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Registry:
    """Everything that the loop needs to know of the rooms above. The names of queues become the names of lanes."""

    lockers: Mapping[str, Locker] = field(default_factory=dict)
    timers: Mapping[str, TimerHandler] = field(default_factory=dict)
    tasks: Mapping[str, TaskHandler] = field(default_factory=dict)
    queues: tuple[Queue[Any], ...] = ()
    timetable: tuple[Recurring, ...] = ()
    get_ready: Callable[[datetime], None] = lambda at: None
    """Called when the watch begins: reads what never changes, and what the first thing that falls due would else wait for."""

    def __post_init__(self) -> None:
        names = [queue.name for queue in self.all_queues()] + ["watch"]
        entries = [entry.name for entry in self.timetable]
        for double in {name for some in (names, entries) for name in some if some.count(name) > 1}:
            raise ValueError(f"registered twice: {double!r}")

    def all_queues(self) -> tuple[Queue[Any], ...]:
        """Return the queues with that of the tasks."""
        return (Queue(name=tasks.LANE, model=Task, run=self.run_task), *self.queues)

    def run_task(self, task: Task, at: datetime) -> None:
        """Call the handler of this task. Raises UnknownKind."""
        if task.kind == timetable.KIND:
            self._entry(task.payload["name"]).do(at)
        elif task.kind in self.tasks:
            self.tasks[task.kind](task.payload, at)
        else:
            raise UnknownKind("tasks", task.kind)

    def run_timer(self, subject: Any, timer: Timer, at: datetime) -> None:
        """Call the handler of this timer. Raises UnknownKind."""
        if timer.kind == timetable.KIND:
            timetable.announce(self.timetable, timer, at)
        elif timer.kind in self.timers:
            self.timers[timer.kind](subject, timer, at)
        else:
            raise UnknownKind("timers", timer.kind)

    def _entry(self, name: str) -> Recurring:
        for entry in self.timetable:
            if entry.name == name:
                return entry
        raise UnknownKind("the timetable's tasks", name)


_registered = Registry()


def register(registry: Registry) -> None:
    """Let this be what the loop works with. Called once, by wiring, at start-up."""
    global _registered
    _registered = registry


def registered() -> Registry:
    """Return what wiring registered."""
    return _registered


def lock_row(model: type[Model], *, only: Sequence[str] = ()) -> Locker:
    """Return the locker of subjects that are plain rows of `model`; `only` names the columns to read, all where it is empty."""
    rows = model._base_manager.only(*only) if only else model._base_manager.all()
    free = Prepared(lambda: rows.filter(pk=Gap("pk")).select_for_update(skip_locked=True, of=("self",)))

    def lock(subject_id: int) -> Model | None:
        row = free.first(pk=subject_id)
        if row is None and not model._base_manager.filter(pk=subject_id).exists():
            raise Gone(f"there is no {model._meta.label} {subject_id}")
        return row

    return lock
