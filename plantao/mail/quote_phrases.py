"""How mail programs announce what they quote, in Portuguese, Spanish and English: shapes of lines, seen in real mails."""

import re

# "Em qua., 18 de nov. de 2026 às 10:03, Fulano <x@y> escreveu:", "On Wed, Nov 18, 2026 at 10:03 AM X <x@y> wrote:"
_VERB = r"(?:escreveu|escreveram|escribi[óo]|wrote|writes)"
_DATED_FIRST = rf"(?:em|no dia|na|el|on|at)\b(?=[^\n]*\d).{{4,400}}?\b{_VERB}\s*:"
# "Fulano <x@y> escreveu:", "Fulano (<x@y>) escribió el 18/11/2026 a las 10:03:"
_ADDRESSED = rf"[^\n:]{{0,150}}[<(\[]\s*(?:mailto:)?[^\s<>@]+@[^\s<>]+[>)\]].{{0,60}}?\b{_VERB}\b.{{0,60}}?:"
_DATED_LAST = rf"[^\n:]{{1,120}}?\b{_VERB}\s+(?:em|no dia|el|on)\s(?=[^\n]*\d).{{4,80}}:"
# "2026-11-18 10:03 GMT-03:00 Fulano <x@y>:"
_ISO = r"\d{4}-\d\d-\d\d\s+\d{1,2}:\d\d(?:\s+(?:GMT|UTC)?[+-]\d\d:?\d\d)?.{1,150}<[^\s<>@]+@[^\s<>]+>:"
# Webmail of the Horde family: "Citando Fulano <x@y>:", "Quoting X <x@y>:"
_QUOTING = r"(?:citando|quoting|mensagem citada por|mensaje citado por)\s.{2,150}:"
ATTRIBUTION = re.compile(rf"[\s*_]*(?:{_DATED_FIRST}|{_ADDRESSED}|{_DATED_LAST}|{_ISO}|{_QUOTING})[\s*_]*", re.IGNORECASE | re.DOTALL)
ATTRIBUTION_MAY_START = re.compile(
    r"[\s*_]*(?:(?:em|no dia|na|el|on|at|citando|quoting|mensagem citada por|mensaje citado por)\s|\d{4}-\d\d-\d\d\s)|"
    rf".*(?:{_VERB}|@)",
    re.IGNORECASE,
)
ATTRIBUTION_IS_SURE = re.compile(r"@|\b\d{1,2}[:h]\d\d\b")

# Outlook and its kin: "-----Mensagem original-----", "________________________________"
SEPARATOR = re.compile(
    r"[\s>*]*[-_=*]{2,}\s*(?:mensagem original|mensaje original|original message|original appointment|compromisso original|cita original)"
    r"\s*[-_=*]{2,}[\s*]*",
    re.IGNORECASE,
)
UNDERSCORES = re.compile(r"\s*(?:_{5,}|-{20,})\s*")
FORWARD = re.compile(
    r"[\s*]*(?:-{2,}\s*(?:forwarded message|forwarded by.*|mensagem encaminhada|mensagem reenviada|mensaje reenviado|mensaje adjunto)\s*-*"
    r"|begin forwarded message:|in[íi]cio da mensagem encaminhada:?|in[íi]cio da mensagem reenviada:?|inicio del mensaje reenviado:?)\s*",
    re.IGNORECASE,
)
HEADER_FROM = re.compile(r"[\s*]*(?:de|from)\s*:[\s*]*\S", re.IGNORECASE)
HEADER_LINE = re.compile(
    r"[\s*]*(?:(?P<date>enviad[oa]s?(?:\s+e[ml])?|data|fecha|date|sent)|(?P<to>para|to|a)|(?P<subject>assunto|asunto|subject)"
    r"|(?P<more>cc|cco|bcc|reply-to|responder a|prioridade|importancia|importance|importância|anexos|attachments|datos adjuntos))\s*:",
    re.IGNORECASE,
)

_OF_MINE = r"(?:meu|minha|mi|my|um|un|una|a|an)?\s*"
PHONE_SIGNATURE = re.compile(
    r"[\s*_]*(?:"
    r"(?:enviad[oa] (?:do|da|de|desde|pelo|a partir do|a partir de|via|usando)|sent (?:from|via|with|using))\s+"
    rf"(?:o |el |la |the )?{_OF_MINE}"
    r"(?:iphone|ipad|smartphone|celular|android|galaxy|samsung|motorola|xiaomi|blackberry|windows|outlook|yahoo|gmail|mail|e-?mail|correio|correo|"
    r"dispositivo|telefone|tel[ée]fono|m[óo]vil|mobile|phone|proton ?mail|nine|bluemail|spark|my|mi)\b.{0,80}"
    r"|(?:obter|obtenha o|obtener|obt[ée]n|get) (?:o )?outlook (?:para|for) .{2,60}"
    r")[\s*_]*",
    re.IGNORECASE,
)
