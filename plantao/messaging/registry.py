"""Which channels exist, who takes messages in, what can be checked of them, and who locks what messages are about. Filled by wiring."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from threading import Event

from plantao.events.recording import Subject
from plantao.messaging.caught import Catcher
from plantao.messaging.channel import Channel


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found: one English sentence for the operator that says what to do where it is not good."""

    name: str
    is_good: bool
    sentence: str


Receiver = Callable[[Event], None]
"""Takes messages in until the event is set. May raise: it is started again after a pause."""

Check = Callable[[], Finding]
"""Looks at one thing once; may ask the network, for some seconds at most. Doesn't raise for what an operator can put right."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Registration:
    """
    One channel, and what it registers beside the port. `receivers` by name, as logs show it; `catcher` where it sends
    nothing, and keeps what it would have sent.
    """

    channel: Channel
    receivers: Sequence[tuple[str, Receiver]] = ()
    checks: Sequence[Check] = ()
    catcher: Catcher | None = None


Lock = Callable[[int], Subject]
"""Locks the subject with this id until the transaction ends, waiting for whoever has it, and returns it."""

_registered: dict[str, Registration] = {}
_locks: dict[str, Lock] = {}


def fill(registrations: Sequence[Registration], *, locks: Mapping[str, Lock]) -> None:
    """Set which channels there are, and by `subject_kind` who locks. Called once, by wiring; a second call replaces all."""
    _registered.clear()
    _registered.update({registration.channel.name: registration for registration in registrations})
    _locks.clear()
    _locks.update(locks)


def channel(name: str) -> Channel:
    """Return this channel; KeyError where it is not registered."""
    return _registered[name].channel


def catcher(name: str) -> Catcher | None:
    """Return who has what this channel caught; None where it sends for good, or is not registered."""
    return _registered[name].catcher if name in _registered else None


def names() -> tuple[str, ...]:
    """Return the names of all channels, in wiring's order."""
    return tuple(_registered)


def registrations() -> tuple[Registration, ...]:
    """Return what was registered, in wiring's order."""
    return tuple(_registered.values())


def locks() -> Mapping[str, Lock]:
    """Return who locks, by kind of subject."""
    return dict(_locks)


def locked_subject(kind: str, subject_id: int | None) -> Subject | None:
    """Lock and return what a message is about; None where it is about nothing that has a timeline. KeyError for an unknown kind."""
    return None if subject_id is None or not kind else _locks[kind](subject_id)
