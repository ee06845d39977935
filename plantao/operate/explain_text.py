"""The answer to one case as people read it, in the provider's zone and one of the desk's languages."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from plantao.handbook.case import Case
from plantao.handbook.document import Handbook
from plantao.handbook.explanation import Answer, ClockAnswer, StepAnswer
from plantao.rules.service_level import State
from plantao.rules.working_time import Segment

# language -> code -> words
WORDS: Mapping[str, Mapping[str, str]] = {
    "pt-br": {
        "opened": "aberto em {opened}, visto em {at} ({zone})",
        "clock": "{state}; vence {due}; contado {elapsed}, resta {remaining} no calendário {calendar}",
        "late": "{state}; venceu {due}; contado {elapsed}, atraso de {remaining} no calendário {calendar}",
        "mark": "nossa meta: {mark}",
        "unknown": "ainda sem hora",
        "nothing": "nenhum prazo nesta criticidade",
        "escalation": "escalonamento",
        "automatic": "automático",
        "asked": "a pedido",
        "waiting": "aguarda início",
        "running": "correndo",
        "held": "suspenso",
        "met": "cumprido",
        "met_late": "cumprido com atraso",
        "breached": "fora do SLA",
        "stopped": "encerrado",
        "counted": "contado",
        "closed": "fora do horário",
        "holiday": "feriado",
    },
    "es": {
        "opened": "abierto el {opened}, visto el {at} ({zone})",
        "clock": "{state}; vence {due}; contado {elapsed}, resta {remaining} en el calendario {calendar}",
        "late": "{state}; venció {due}; contado {elapsed}, atraso de {remaining} en el calendario {calendar}",
        "mark": "nuestra meta: {mark}",
        "unknown": "aún sin hora",
        "nothing": "ningún plazo en esta criticidad",
        "escalation": "escalamiento",
        "automatic": "automático",
        "asked": "a pedido",
        "waiting": "espera su inicio",
        "running": "en curso",
        "held": "suspendido",
        "met": "cumplido",
        "met_late": "cumplido con atraso",
        "breached": "SLA vencido",
        "stopped": "terminado",
        "counted": "contado",
        "closed": "fuera de horario",
        "holiday": "feriado",
    },
    "en": {
        "opened": "opened {opened}, seen {at} ({zone})",
        "clock": "{state}; due {due}; counted {elapsed}, left {remaining} on calendar {calendar}",
        "late": "{state}; was due {due}; counted {elapsed}, late by {remaining} on calendar {calendar}",
        "mark": "our own mark: {mark}",
        "unknown": "not known yet",
        "nothing": "no promise at this criticality",
        "escalation": "escalation",
        "automatic": "automatic",
        "asked": "when asked for",
        "waiting": "waiting for its start",
        "running": "running",
        "held": "on hold",
        "met": "met",
        "met_late": "met late",
        "breached": "breached",
        "stopped": "stopped",
        "counted": "counted",
        "closed": "closed",
        "holiday": "holiday",
    },
}


def as_text(answer: Answer, case: Case, handbook: Handbook, *, language: str) -> str:
    """Return the answer as lines; names are the handbook's in `language` (a key of WORDS), instants are in the provider's zone."""
    return "\n".join(_Page(case, handbook, language).lines(answer))


class _Page:
    def __init__(self, case: Case, handbook: Handbook, language: str) -> None:
        self.case = case
        self.handbook = handbook
        self.language = language
        self.words = WORDS[language]
        self.zone = ZoneInfo(handbook.provider.time_zone)

    def lines(self, answer: Answer) -> Iterator[str]:
        case, handbook = self.case, self.handbook
        criticality = handbook.criticalities[case.criticality].name.in_language(self.language, default=handbook.default_language)
        department = handbook.departments[answer.department].name.in_language(self.language, default=handbook.default_language)
        yield " · ".join(filter(None, (criticality, department, case.contract, case.country, case.handbook)))
        yield self.words["opened"].format(opened=self.instant(case.opened), at=self.instant(case.at), zone=self.zone.key)
        for name, clock in answer.clocks.items():
            yield ""
            yield from self.clock(name, clock)
        if not answer.clocks:
            yield self.words["nothing"]
        if answer.escalation:
            yield ""
            yield self.words["escalation"]
            yield from (self.step(step) for step in answer.escalation)

    def clock(self, name: str, clock: ClockAnswer) -> Iterator[str]:
        verdict = clock.verdict
        state = self.words[verdict.state]
        if verdict.state is State.WAITING:
            yield f"{name}: {state}"
            return
        is_late = verdict.state in {State.BREACHED, State.MET_LATE}
        yield f"{name}: " + self.words["late" if is_late else "clock"].format(
            state=state,
            due=self.instant(verdict.due_at),
            elapsed=_length(verdict.elapsed),
            remaining=_length(abs(verdict.remaining)),
            calendar=clock.calendar,
        )
        if verdict.mark_at is not None:
            yield "    " + self.words["mark"].format(mark=self.instant(verdict.mark_at))
        yield from (self.segment(segment) for segment in verdict.segments())

    def segment(self, segment: Segment) -> str:
        what = self.words[segment.kind] if segment.reason is None else f"{self.words[segment.kind]}: {self.reason(segment.reason)}"
        return f"    {self.instant(segment.since)}  {self.instant(segment.until)}  {_length(segment.length):>10}  {what}"

    def reason(self, key: str) -> str:
        return self.handbook.holds[key].name.in_language(self.language, default=self.handbook.default_language)

    def step(self, step: StepAnswer) -> str:
        tell = step.step.step.tell
        role = self.handbook.roles[tell].name.in_language(self.language, default=self.handbook.default_language)
        return f"    {self.instant(step.step.due_at)}  {role} ({self.words['automatic' if step.is_automatic else 'asked']})"

    def instant(self, instant: datetime | None) -> str:
        if instant is None:
            return self.words["unknown"]
        return instant.astimezone(self.zone).isoformat(sep=" ", timespec="seconds")


def _length(length: timedelta) -> str:
    """`26:05` for hours and minutes, with seconds where there are any."""
    minutes, seconds = divmod(length // timedelta(seconds=1), 60)
    return f"{minutes // 60}:{minutes % 60:02}" + (f":{seconds:02}" if seconds else "")
