"""How clocks are told to people who never saw one: the sentences of a strip, in each of the desk's languages."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

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
        "business": "{within} de expediente ({calendar})",
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
        "business": "{within} de horario de atención ({calendar})",
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
        "business": "{within} of service hours ({calendar})",
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
