"""What a handbook promises, section by section, in the reader's language."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise as Lazy
from django.utils.translation import get_language, gettext, gettext_lazy, ngettext

from plantao.handbook.document import ALWAYS, CUSTOMER, Handbook, Ladder, Target
from plantao.notifications.vocabulary import channel_lines, said
from plantao.rules.duration import Duration, Unit
from plantao.sla.words import hours_in_words
from plantao.ui.clock_face import clock_label
from plantao.ui.terms import Terms

ASKED: Mapping[str, str | Lazy] = {
    "cause": gettext_lazy("the cause"),
    "responsible": gettext_lazy("who is responsible"),
    "done": gettext_lazy("what was done"),
    "restored_at": gettext_lazy("when the service was back"),
}


@dataclass(frozen=True, slots=True)
class Promise:
    """A target: the clock, how long, on which calendar. `is_published`: customers see it."""

    clock: str
    length: str
    calendar: str
    is_published: bool


@dataclass(frozen=True, slots=True)
class Grave:
    """A criticality."""

    key: str
    name: str
    rank: int
    means: str
    advice: str
    register_by: str
    asks_for: str
    promises: list[Promise]


@dataclass(frozen=True, slots=True)
class Part:
    """A department: when it is open, and what may be asked of it."""

    name: str
    hours: str
    items: list[tuple[str, str, str]]


@dataclass(frozen=True, slots=True)
class Wait:
    """A hold: which clocks it stops, and what follows from waiting."""

    name: str
    stops: str
    notes: list[str]


@dataclass(frozen=True, slots=True)
class Rungs:
    """A ladder: for which tickets, and its steps: after how long, who, how."""

    meant_for: str
    starts: str
    steps: list[tuple[str, str, str]]


class Sections:
    """The sections of a handbook, each worked out when it is asked for."""

    def __init__(self, handbook: Handbook) -> None:
        self.handbook = handbook
        self.terms = Terms(handbook)

    @property
    def channels(self) -> list[str]:
        """Return a line for each way to reach the provider."""
        language, mail = self._language, self.handbook.channels.email
        return [*([mail.address] if mail else []), *channel_lines(self.handbook, country="", language=language)]

    @property
    def criticalities(self) -> list[Grave]:
        """Return the criticalities, the most severe first."""
        return [
            Grave(
                key=key,
                name=self.terms.criticality(key),
                rank=rank,
                means=self.terms.says(grave.means),
                advice=self.terms.says(grave.advice),
                register_by=said("channels", grave.register_by, language=self._language) if grave.register_by else "",
                asks_for=self._fields(grave.asks_for),
                promises=[self._promise(name, target) for name, target in grave.targets.items()],
            )
            for rank, (key, grave) in enumerate(self.handbook.criticalities.items())
        ]

    @property
    def departments(self) -> list[Part]:
        """Return the departments with their hours and items."""
        return [
            Part(
                name=self.terms.department(key),
                hours=self.hours(department.calendar),
                items=[
                    (self.terms.says(item.name), self._fields(item.requires), self._fields(item.asks_for))
                    for item in self.handbook.catalogue.get(key, ())
                ],
            )
            for key, department in self.handbook.departments.items()
        ]

    @property
    def holds(self) -> list[Wait]:
        """Return the reasons for which a ticket waits."""
        return [
            Wait(
                name=self.terms.hold(key),
                stops=", ".join(self._clock(name) for name in hold.stops),
                notes=[
                    *([gettext("reminded after {}").format(in_words(hold.remind_after))] if hold.remind_after else []),
                    *([gettext("resolved unanswered after {}").format(in_words(hold.resolve_after))] if hold.resolve_after else []),
                    *([gettext("the ladder waits too")] if hold.pauses_escalation else []),
                    *([gettext("left out of downtime")] if hold.excludes_downtime else []),
                    *([gettext("needs an approval")] if hold.needs else []),
                ],
            )
            for key, hold in self.handbook.holds.items()
        ]

    @property
    def ladders(self) -> list[Rungs]:
        """Return the ladders in their order."""
        return [Rungs(self._meant_for(ladder), self._starts(ladder), self._steps(ladder)) for ladder in self.handbook.escalation]

    @property
    def resolution(self) -> list[tuple[str, str]]:
        """Return what resolving asks and what follows it, as names and values."""
        terms, language = self.handbook.resolution, self._language
        return [
            (gettext("Whoever resolves says"), ", ".join(str(ASKED[key]) for key in terms.asks_for)),
            (gettext("Causes"), ", ".join(said("causes", key, language=language) for key in terms.causes)),
            (gettext("Responsible"), ", ".join(said("responsible", key, language=language) for key in terms.responsible)),
            (gettext("The customer may disagree for"), in_words(terms.disagree_within)),
            (gettext("A repeat within"), in_words(terms.repeat_within)),
            (gettext("Closed after"), in_words(terms.close_after)),
        ]

    def hours(self, calendar: str) -> str:
        """Return when a calendar is open, its days run together."""
        written = self.handbook.calendars.get(calendar)
        weekly = written.weekly() if written else None
        if weekly is None:
            return gettext("always")
        return hours_in_words(weekly, language=self._language)

    def calendar(self, key: str) -> str:
        """Return what a target's calendar means."""
        if key == CUSTOMER:
            return gettext("hours of the customer's country")
        return gettext("round the clock") if key == ALWAYS else f"{Terms(self.handbook).calendar(key)}: {self.hours(key)}"

    @property
    def _language(self) -> str:
        return get_language() or self.handbook.default_language

    def _clock(self, name: str) -> str:
        clock = self.handbook.clocks.get(name)
        return clock_label(name, met_by=clock.met_by) if clock else name

    def _promise(self, name: str, target: Target) -> Promise:
        length = in_words(target.latest)
        if target.earliest is not None:
            length = gettext("{}; our own mark {}").format(length, in_words(target.earliest))
        words = self.terms.says(target.says)
        clock = self.handbook.clocks[name]
        return Promise(self._clock(name), f"{length} ({words})" if words else length, self.calendar(target.calendar), clock.published)

    def _fields(self, keys: Iterable[str]) -> str:
        return ", ".join(said("fields", key, language=self._language) for key in keys)

    def _meant_for(self, ladder: Ladder) -> str:
        meant = ladder.applies_to
        departments = [] if meant.departments == "all" else [self.terms.department(key) for key in meant.departments]
        criticalities = [] if meant.criticalities == "all" else [self.terms.criticality(key) for key in meant.criticalities]
        return ", ".join([*departments, *criticalities]) or gettext("every ticket")

    def _starts(self, ladder: Ladder) -> str:
        if ladder.starts == "attend_due":
            return gettext("counted from when the first answer is due, if there is none")
        return gettext("counted from the opening")

    def _steps(self, ladder: Ladder) -> list[tuple[str, str, str]]:
        automatic = ", ".join(self.terms.criticality(key) for key in ladder.automatic_for)
        how = gettext("by itself for {}; else when asked for").format(automatic) if automatic else gettext("when asked for")
        rings = gettext("is rung every {} until it is acknowledged, {}")
        told = gettext("is told, {}")
        return [
            (
                in_words(step.after),
                self.terms.role(step.tell),
                rings.format(in_words(ladder.ring_every), how) if step.how == "ring" else told.format(how),
            )
            for step in ladder.steps
        ]


def in_words(duration: Duration) -> str:
    """Return a duration as people say it."""
    amount = duration.amount
    if duration.unit is Unit.BUSINESS_DAYS:
        return ngettext("%(amount)s business day", "%(amount)s business days", amount) % {"amount": amount}
    if duration.unit is Unit.CALENDAR_DAYS:
        return ngettext("%(amount)s day", "%(amount)s days", amount) % {"amount": amount}
    return f"{amount} {({'s': 's', 'm': 'min', 'h': 'h'})[duration.unit]}"
