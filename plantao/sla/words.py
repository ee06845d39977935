"""How clocks are told to people who never saw one: the sentences of a strip, in each of the desk's languages."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from plantao.handbook.calendars import weekly_hours
from plantao.handbook.document import ALWAYS, CUSTOMER, Handbook
from plantao.rules.working_time import Span

WORDS: Mapping[str, Mapping[str, str]] = {
    "pt-br": {
        "seen": "Situação em {at}; as horas são de {zone}.",
        "nothing": "Não há prazo para este chamado.",
        "attended": "Primeiro atendimento por uma pessoa",
        "public_update": "Atualização do andamento",
        "restored": "Serviço normalizado",
        "resolved": "Chamado resolvido",
        "analysed": "Mudança analisada",
        "round": "rodada {round}",
        "internal": "meta nossa, não publicada",
        "always": "{within} corridas",
        "business": "{within} de expediente ({hours})",
        "customer": "o horário do país do cliente",
        "promise": "prometido em {promise}",
        "said": "prometido: {promise}",
        "waiting": "ainda não começou a contar.",
        "running": "até {due}; contado {elapsed}, faltam {remaining}.",
        "held": "parado; contado {elapsed}, faltam {remaining} quando voltar a contar.",
        "met": "cumprido em {over}, em {elapsed}; o prazo era {due}.",
        "met_late": "cumprido com atraso em {over}; o prazo era {due}.",
        "breached": "fora do prazo desde {due}; contado {elapsed}.",
        "breached_over": "fora do prazo desde {due}; encerrado sem cumprir em {over}.",
        "stopped": "encerrado em {over}, antes de vencer; contado {elapsed}.",
        "mark": "nossa meta: {mark}",
        "bound": "nunca depois do que já estava prometido: vale o prazo anterior",
        "former": "antes, como {criticality}: {promise}, até {due}; a mudança foi em {over}, {judged}.",
        "former_kept": "antes de vencer",
        "former_broken": "já fora do prazo",
        "withdrawn": "{at}: com os fatos corrigidos, o prazo de {due} não foi descumprido.",
        "counted": "contado",
        "closed": "fora do expediente",
        "holiday": "feriado",
        "held_part": "parado: {reason}",
    },
    "es": {
        "seen": "Situación al {at}; las horas son de {zone}.",
        "nothing": "No hay plazo para este ticket.",
        "attended": "Primera atención por una persona",
        "public_update": "Actualización del avance",
        "restored": "Servicio restablecido",
        "resolved": "Ticket resuelto",
        "analysed": "Cambio analizado",
        "round": "ronda {round}",
        "internal": "meta nuestra, no publicada",
        "always": "{within} corridas",
        "business": "{within} de horario de atención ({hours})",
        "customer": "el horario del país del cliente",
        "promise": "prometido en {promise}",
        "said": "prometido: {promise}",
        "waiting": "aún no empezó a contar.",
        "running": "hasta {due}; contado {elapsed}, faltan {remaining}.",
        "held": "detenido; contado {elapsed}, faltan {remaining} cuando vuelva a contar.",
        "met": "cumplido el {over}, en {elapsed}; el plazo era {due}.",
        "met_late": "cumplido con atraso el {over}; el plazo era {due}.",
        "breached": "fuera de plazo desde {due}; contado {elapsed}.",
        "breached_over": "fuera de plazo desde {due}; terminado sin cumplir el {over}.",
        "stopped": "terminado el {over}, antes de vencer; contado {elapsed}.",
        "mark": "nuestra meta: {mark}",
        "bound": "nunca después de lo que ya estaba prometido: vale el plazo anterior",
        "former": "antes, como {criticality}: {promise}, hasta {due}; el cambio fue el {over}, {judged}.",
        "former_kept": "antes de vencer",
        "former_broken": "ya fuera de plazo",
        "withdrawn": "{at}: con los hechos corregidos, el plazo de {due} no fue incumplido.",
        "counted": "contado",
        "closed": "fuera de horario",
        "holiday": "feriado",
        "held_part": "detenido: {reason}",
    },
    "en": {
        "seen": "As of {at}; times are those of {zone}.",
        "nothing": "Nothing is promised on this ticket by a time.",
        "attended": "First answer by a person",
        "public_update": "Update on how it goes",
        "restored": "Service back",
        "resolved": "Ticket resolved",
        "analysed": "Change analysed",
        "round": "round {round}",
        "internal": "our own goal, not published",
        "always": "{within}, day and night",
        "business": "{within} of service hours ({hours})",
        "customer": "those of the customer's country",
        "promise": "promised: {promise}",
        "said": "promised: {promise}",
        "waiting": "has not begun to count.",
        "running": "by {due}; counted {elapsed}, {remaining} left.",
        "held": "standing still; counted {elapsed}, {remaining} left once it counts again.",
        "met": "kept at {over}, in {elapsed}; it was due {due}.",
        "met_late": "kept late, at {over}; it was due {due}.",
        "breached": "overdue since {due}; counted {elapsed}.",
        "breached_over": "overdue since {due}; ended unkept at {over}.",
        "stopped": "ended at {over}, before it was due; counted {elapsed}.",
        "mark": "our own mark: {mark}",
        "bound": "never later than what was promised before: the earlier instant holds",
        "former": "before, as {criticality}: {promise}, by {due}; changed at {over}, {judged}.",
        "former_kept": "before it was due",
        "former_broken": "already overdue",
        "withdrawn": "{at}: as the facts were put right, what was due {due} was not missed.",
        "counted": "counted",
        "closed": "closed",
        "holiday": "holiday",
        "held_part": "standing still: {reason}",
    },
}

_DATES = {"pt-br": "%d/%m/%Y %H:%M", "es": "%d/%m/%Y %H:%M", "en": "%Y-%m-%d %H:%M"}
_DAYS: Mapping[str, tuple[str, ...]] = {
    "pt-br": ("seg", "ter", "qua", "qui", "sex", "sáb", "dom"),
    "es": ("lun", "mar", "mié", "jue", "vie", "sáb", "dom"),
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
}
_RUN: Mapping[str, str] = {"pt-br": "{} a {}", "es": "{} a {}", "en": "{} to {}"}


def promise_in_words(within: timedelta, *, calendar: str, handbook: Handbook, language: str) -> str:
    """
    Return a promised length of time with the hours in which it counts: those of a calendar of this handbook, by its key.

    One that an earlier handbook had and this has no more is called by its key.
    """
    words, length = WORDS[language], length_in_words(within)
    if calendar == CUSTOMER:
        return words["business"].format(within=length, hours=words["customer"])
    if calendar not in (ALWAYS, *handbook.calendars):
        return words["business"].format(within=length, hours=calendar)
    weekly = weekly_hours(handbook, calendar)
    if weekly is None:
        return words["always"].format(within=length)
    return words["business"].format(within=length, hours=hours_in_words(weekly, language=language))


def hours_in_words(weekly: Sequence[Sequence[Span]], *, language: str) -> str:
    """Return the hours of each weekday, Monday first, as `Mon to Fri 08:00–12:00, 13:00–18:00; Sat 08:00–12:00`."""
    runs: list[tuple[int, int, Sequence[Span]]] = []
    for day, spans in enumerate(weekly):
        if runs and runs[-1][2] == spans:
            runs[-1] = (runs[-1][0], day, spans)
        else:
            runs.append((day, day, spans))
    return "; ".join(f"{_days(first, last, language)} {spans_in_words(spans)}" for first, last, spans in runs if spans)


def spans_in_words(spans: Iterable[Iterable[int]]) -> str:
    """Return spans of local seconds of a day as `08:00–12:00, 13:00–24:00`."""
    return ", ".join("–".join(f"{second // 3600:02}:{second % 3600 // 60:02}" for second in span) for span in spans)


def instant_in_words(at: datetime | None, *, zone: ZoneInfo, language: str) -> str:
    """Return an instant as the wall clock in `zone` shows it, with seconds where there are any and `-` where there is none."""
    if at is None:
        return "-"
    local = at.astimezone(zone)
    return local.strftime(_DATES[language] + (":%S" if local.second else ""))


def length_in_words(length: timedelta) -> str:
    """Return a length of time as `26 h 5 min`, with seconds where there are any; its sign does not matter."""
    minutes, seconds = divmod(abs(length) // timedelta(seconds=1), 60)
    hours, minutes = divmod(minutes, 60)
    parts = [f"{amount} {unit}" for amount, unit in ((hours, "h"), (minutes, "min"), (seconds, "s")) if amount]
    return " ".join(parts) or "0 min"


def _days(first: int, last: int, language: str) -> str:
    names = _DAYS[language]
    return names[first] if first == last else _RUN[language].format(names[first], names[last])
