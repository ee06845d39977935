"""What is promised, and what happens when time passes: clocks, criticalities with targets, holds, ladders."""

from typing import Annotated, Literal

from pydantic import ConfigDict, Field, model_validator

from plantao.handbook.document.amounts import Counted, Deadline, Moment
from plantao.handbook.document.base import Channel, Everything, Intake, Key, Part, Text, wrong
from plantao.handbook.problems import _
from plantao.rules.duration import Duration

Event = Literal["opened", "attended", "public_update", "restored", "resolved", "change_requested", "analysed", "fault_started"]


class Clock(Part):
    """One promise that is counted."""

    starts: Event
    """The event from which it counts."""
    met_by: Event
    """The event that keeps the promise."""
    repeats: bool = False
    """Whether it starts again at the instant it was met, until the ticket is restored or resolved."""
    published: bool = True
    """Whether customers see it; otherwise it is our own goal."""


class Target(Part):
    """How much time a clock has: `within`, or `between` our own mark and the promise."""

    model_config = ConfigDict(json_schema_extra={"oneOf": [{"required": ["within"]}, {"required": ["between"]}]})

    within: Counted | None = None
    """The promise."""
    between: tuple[Counted, Counted] | None = None
    """Our own mark, then the promise."""
    calendar: Key = "always"
    """The calendar on which it is counted; `customer` is that of the customer's country."""
    says: Text | None = None
    """What is published in the place of the figure."""

    @model_validator(mode="after")
    def _one_promise(self) -> "Target":
        if (self.within is None) == (self.between is None):
            raise wrong(_("needs either `within` or `between`, and not both"))
        if self.between is not None and self.between[0].wall > self.between[1].wall:
            raise wrong(_("the earliest, %(earliest)s, is after the latest, %(latest)s", earliest=self.between[0], latest=self.between[1]))
        return self

    @property
    def latest(self) -> Duration:
        """The promise."""
        promise = self.within if self.between is None else self.between[1]
        assert promise is not None
        return promise

    @property
    def earliest(self) -> Duration | None:
        """Our own mark before the promise, where there is one."""
        return None if self.between is None else self.between[0]


class Criticality(Part):
    """How grave a matter is. Every key besides these is the name of a clock, with its target."""

    model_config = ConfigDict(extra="allow")
    __pydantic_extra__: dict[str, Target] = Field(init=False)

    name: Text
    """What people read; in brackets at the start of a mail's subject it picks the criticality."""
    means: Text | None = None
    """When to pick it."""
    advice: Text | None = None
    """What the customer should do."""
    register_by: Channel | None = None
    """The channel by which it should be opened; opened elsewhere it is accepted all the same."""
    asks_for: tuple[Intake, ...] = ()
    """What is asked for."""

    @property
    def targets(self) -> dict[str, Target]:
        """The targets by the name of their clock."""
        return self.__pydantic_extra__


class Hold(Part):
    """A reason for which a ticket waits for somebody else."""

    name: Text
    """What people read."""
    stops: tuple[Key, ...] = ()
    """The clocks that stand still meanwhile; never one that waits for our first answer."""
    remind_after: Counted | None = None
    """When whoever is waited for is reminded, in wall time; never where it is absent."""
    resolve_after: Deadline | None = None
    """When the ticket is resolved as unanswered, on the `customer` calendar; never where it is absent."""
    pauses_escalation: bool = False
    """Whether the ladder waits too."""
    excludes_downtime: bool = False
    """Whether the time is left out of the service's unavailability."""
    needs: Literal["approval"] | None = None
    """What it takes to place the hold."""


class ContractHold(Part):
    """What a plan changes in a hold. What is absent is inherited."""

    name: Text | None = None
    """What people read."""
    stops: tuple[Key, ...] | None = None
    """The clocks that stand still meanwhile."""
    remind_after: Counted | None = None
    """When whoever is waited for is reminded."""
    resolve_after: Deadline | None = None
    """When the ticket is resolved as unanswered."""
    pauses_escalation: bool | None = None
    """Whether the ladder waits too."""
    excludes_downtime: bool | None = None
    """Whether the time is left out of the service's unavailability."""
    needs: Literal["approval"] | None = None
    """What it takes to place the hold."""

    def over(self, inherited: Hold) -> Hold:
        """Return the hold as this plan has it."""
        return inherited.model_copy(update={key: getattr(self, key) for key in self.model_fields_set})


class AppliesTo(Part):
    """The tickets that a ladder is for."""

    departments: Everything = "all"
    """`all`, or a list."""
    criticalities: Everything = "all"
    """`all`, or a list."""

    def fits(self, *, department: str, criticality: str) -> bool:
        """Whether a ticket of this department and criticality is meant."""
        pairs = ((self.departments, department), (self.criticalities, criticality))
        return all(meant == "all" or key in meant for meant, key in pairs)


class Step(Part):
    """A rung of a ladder."""

    after: Moment
    """When, counted on the ladder's calendar from its start."""
    tell: Key
    """The role that is told."""
    how: Literal["ring", "message"] = "message"
    """`ring` repeats until somebody acknowledges; `message` is sent once."""


class Ladder(Part):
    """Who is told when time passes, until the ticket is restored, resolved or cancelled. The first that fits a ticket is its ladder."""

    applies_to: AppliesTo = AppliesTo()
    """The tickets it is for; all where it is absent."""
    calendar: Key = "always"
    """The calendar on which its steps are counted."""
    starts: Literal["opened", "attend_due"] = "opened"
    """`attend_due`: the due instant of the clock that is met by `attended`, if it is not met by then."""
    steps: Annotated[tuple[Step, ...], Field(min_length=1, max_length=50)]
    """Its rungs, the earliest first."""
    automatic_for: tuple[Key, ...] = ()
    """The criticalities for which a due step is taken by itself; for the others it is offered and may be asked for."""
    ring_every: Counted = Duration.parse("5m")
    """How often it rings until somebody acknowledges."""
    tries: Annotated[int, Field(ge=1, le=100)] = 3
    """After how many the holder of the next step's role is rung too."""
    acknowledgement_lasts: Counted = Duration.parse("60m")
    """After how long without a public update an acknowledged step rings again."""
