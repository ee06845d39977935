"""The line above which to answer, in our notices; what comes below it in an answer is ours."""

import re

ANSWER_ABOVE = {
    "pt-br": "=== Escreva sua resposta acima desta linha ===",
    "es": "=== Escriba su respuesta encima de esta línea ===",
    "en": "=== Write your answer above this line ===",
}

# Mail programs wrap, quote and re-encode lines: the words count, not the decoration.
ANSWER_LINE = re.compile(
    "|".join(re.escape(line.strip("= ")).replace(r"\ ", r"\s+") for line in ANSWER_ABOVE.values()),
    re.IGNORECASE,
)
