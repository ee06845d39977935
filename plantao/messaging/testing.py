"""The exam that every channel sits, a network that exists only in memory, and rows for tests."""

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, Protocol

import pytest

from plantao import clock
from plantao.events.actor import DESK
from plantao.events.models import Event, Timeline
from plantao.events.recording import record
from plantao.messaging import outbox, registry
from plantao.messaging.channel import Channel, Line, Outgoing, Receipt, TryLater, Undeliverable
from plantao.messaging.content import Content
from plantao.messaging.models import Notice, Thread

MONDAY_9H = datetime(2026, 11, 23, 12, tzinfo=UTC)


class Mood(StrEnum):
    """How a network meets the next message."""

    TAKES = "takes"
    NOT_NOW = "not now"  # this message, later perhaps
    NEVER = "never"  # this message
    BREAKS = "breaks"  # it has all of the message, and does not answer for it


@dataclass(frozen=True, slots=True)
class Taken:
    """What reached the far side, as it reads there."""

    outside_id: str
    address: str
    subject: str
    text: str


class Network(Protocol):
    """The far side of a channel in an exam: a real server that does as it is told, or a fake that speaks the same wire."""

    @property
    def channel(self) -> Channel: ...

    moods: deque[Mood]
    """How the next messages are met, one after the other; TAKES when it is empty."""

    taken: list[Taken]
    lines: int
    """How many lines were opened so far."""

    def go_away(self) -> None:
        """Be unreachable from now on."""


def an_outgoing(channel: Channel, key: str = "a1", **changes: Any) -> Outgoing:
    """Return something to send by this channel."""
    outgoing = Outgoing(
        outside_id=channel.identity(key), address="ana@provedor.example", name="Ana Conceição", language="pt-br",
        subject="[20261123000001] Enlace fora", text="Olá,\n\nrecebemos seu chamado.\n", html="<p>Olá,</p><p>recebemos seu chamado.</p>",
        short="Recebemos seu chamado.", references=(), reply_token="0123456789abcdef0123456789ab", is_automatic=True,
        written_at=MONDAY_9H,
    )  # fmt: skip
    return replace(outgoing, **changes)


class ChannelExam:
    """To be subclassed beside a channel, with a fixture `network`."""

    def test_when_a_message_is_sent_then_it_arrives_whole_and_is_answered_for(self, network: Network) -> None:
        before = clock.now()

        with network.channel.line() as line:
            receipt = line.send(an_outgoing(network.channel))

        assert before <= receipt.at <= clock.now()
        (taken,) = network.taken
        assert taken.outside_id in (network.channel.identity("a1"), receipt.outside_id)
        assert taken.address == "ana@provedor.example"
        assert "recebemos seu chamado" in taken.text.lower()

    def test_when_several_are_sent_then_one_line_carries_them(self, network: Network) -> None:
        with network.channel.line() as line:
            for key in ("a1", "a2", "a3"):
                line.send(an_outgoing(network.channel, key))

        assert len(network.taken) == 3
        assert network.lines == 1

    def test_when_one_is_refused_for_now_then_it_alone_waits(self, network: Network) -> None:
        network.moods.append(Mood.NOT_NOW)

        with network.channel.line() as line:
            with pytest.raises(TryLater) as refused:
                line.send(an_outgoing(network.channel, "a1"))
            line.send(an_outgoing(network.channel, "a2"))

        assert refused.value.reason
        assert not refused.value.is_the_channel
        assert not refused.value.is_perhaps_sent
        assert len(network.taken) == 1

    def test_when_one_is_refused_for_good_then_the_reason_is_told_and_the_next_goes(self, network: Network) -> None:
        network.moods.append(Mood.NEVER)

        with network.channel.line() as line:
            with pytest.raises(Undeliverable) as refused:
                line.send(an_outgoing(network.channel, "a1"))
            line.send(an_outgoing(network.channel, "a2"))

        assert refused.value.reason
        assert len(network.taken) == 1

    def test_when_the_network_is_away_then_the_whole_batch_waits(self, network: Network) -> None:
        network.go_away()

        with pytest.raises(TryLater) as away, network.channel.line():
            pytest.fail("there is no line")

        assert away.value.is_the_channel
        assert not away.value.is_perhaps_sent

    def test_when_the_line_breaks_before_the_answer_then_nobody_claims_to_know(self, network: Network) -> None:
        network.moods.append(Mood.BREAKS)

        with pytest.raises(TryLater) as broken, network.channel.line() as line:
            line.send(an_outgoing(network.channel))

        assert broken.value.is_the_channel
        assert broken.value.is_perhaps_sent

    def test_when_a_message_is_sent_again_then_it_bears_the_same_identity(self, network: Network) -> None:
        with network.channel.line() as line:
            for _ in range(2):
                line.send(an_outgoing(network.channel))

        first, second = network.taken
        assert first == second

    def test_when_words_hold_line_ends_and_controls_then_they_stay_words(self, network: Network) -> None:
        hostile = an_outgoing(network.channel, name="Ana\r\nBcc: x@y.example", subject="Oi\r\nBcc: x@y.example\x00\x07")

        with network.channel.line() as line:
            line.send(hostile)

        (taken,) = network.taken
        assert taken.address == "ana@provedor.example"
        assert "\n" not in taken.subject

    def test_when_a_text_is_very_long_then_its_beginning_arrives(self, network: Network) -> None:
        with network.channel.line() as line:
            line.send(an_outgoing(network.channel, text="começo " + "é" * 300_000, short="começo " + "é" * 300_000))

        assert network.taken[0].text.startswith("começo")


@dataclass
class PigeonPost:
    """A network in memory, with its channel. Also says which lines are open, and can be asked to do something in mid-flight."""

    name: str = "pigeon"
    moods: deque[Mood] = field(default_factory=deque)
    taken: list[Taken] = field(default_factory=list)
    sent: list[Outgoing] = field(default_factory=list)
    lines: int = 0
    is_away: bool = False
    at: datetime | None = None

    @property
    def channel(self) -> Channel:
        return self

    def identity(self, key: str) -> str:
        return f"{self.name}-{key}"

    @contextmanager
    def line(self) -> Iterator[Line]:
        if self.is_away:
            raise TryLater("no pigeon in the loft", is_the_channel=True)
        self.lines += 1
        yield self

    def go_away(self) -> None:
        self.is_away = True

    def send(self, outgoing: Outgoing) -> Receipt:
        mood = self.moods.popleft() if self.moods else Mood.TAKES
        if mood is Mood.NOT_NOW:
            raise TryLater("the pigeon is tired")
        if mood is Mood.NEVER:
            raise Undeliverable("nobody of that name", is_address_dead=True)
        subject = " ".join(outgoing.subject.split())
        self.taken.append(Taken(outgoing.outside_id, outgoing.address, subject, outgoing.text))
        self.sent.append(outgoing)
        if mood is Mood.BREAKS:
            raise TryLater("the pigeon did not come back", is_the_channel=True, is_perhaps_sent=True)
        return Receipt(at=self.at or clock.now())


@dataclass(frozen=True)
class Matter:
    """What messages are about, for tests: only a timeline."""

    timeline: Timeline

    def tells(self) -> list[tuple[str, dict[str, Any]]]:
        """Return what became of its messages: verbs and facts, in order."""
        return [(event.verb, event.facts) for event in Event.objects.filter(timeline=self.timeline, verb__startswith="message.")]


def a_matter() -> Matter:
    """Make something that messages can be about; its kind is "matter" inside `only_channel`."""
    return Matter(Timeline.objects.create())


def lock_matter(timeline_id: int) -> Matter:
    """Lock a matter, as wiring's function does a ticket."""
    return Matter(Timeline.objects.select_for_update().get(pk=timeline_id))


@contextmanager
def only_channel(channel: Channel) -> Iterator[None]:
    """Let this be the only channel for a while."""
    before = registry.registrations(), registry.locks()
    registry.fill([registry.Registration(channel=channel)], locks={"matter": lock_matter})
    try:
        yield
    finally:
        registry.fill(before[0], locks=before[1])


def an_event(matter: Matter, *, at: datetime, verb: str = "matter.spoken") -> Event:
    """Record something to tell of; must be called in a transaction, as tests of rooms are."""
    return record(matter, verb, by=DESK, at=at, public=True)


def a_notice(matter: Matter, *, thread: Thread | None, at: datetime, text: str = "Recebemos seu chamado.", **changes: Any) -> Notice:
    """Post a notice of a fresh event by the pigeon."""
    what: dict[str, Any] = {
        "event": an_event(matter, at=at), "occasion": "registered", "channel": "pigeon", "address": "ana@provedor.example",
        "thread": thread, "subject_kind": "matter", "subject_id": matter.timeline.pk, "public": True, "language": "pt-br",
        "content": Content(subject="Enlace fora", text=text), "at": at,
    }  # fmt: skip
    return outbox.post(**what | changes)
