"""The mails of the demonstration, as the programs of those who write them send them."""

from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime

AUTOMATIC = (
    {"subject": "Resposta automática: ausente", "text": "Estou de férias e volto na segunda-feira.", "Auto-Submitted": "auto-replied"},
    {"subject": "Novidades do mercado de fibra", "text": "Confira as ofertas da semana.", "List-Id": "<novidades.boletim.example>"},
    {"subject": "Reporte diario de respaldo", "text": "Respaldo terminado sin errores.", "Auto-Submitted": "auto-generated"},
    {"subject": "Out of office", "text": "I am away until Monday.", "Precedence": "bulk"},
)
"""What machines send to any address that they know."""

ILLEGIBLE = {"sender": "copiadora@digitaliza.example", "name": "Copiadora", "subject": "Digitalizado: contrato", "text": "Ver anexo."}
"""A mail on which the simulation lets our own reader fail, since none is known on which it does."""


def letter(
    *, sender: str, name: str, to: str, subject: str, text: str, number: int, seed: int, at: datetime, answers: str = "", **headers: str
) -> bytes:
    """Return one mail. `number` and `seed` make its Message-ID; `answers` is the Message-ID of the mail that it replies to."""
    mail = EmailMessage()
    mail["From"] = f"{name} <{sender}>"
    mail["To"], mail["Subject"], mail["Date"] = to, subject, format_datetime(at)
    mail["Message-ID"] = f"<{seed}.{number}@{sender.rpartition('@')[2]}>"
    if answers:
        mail["In-Reply-To"], mail["References"] = answers, answers
    for header, value in headers.items():
        mail[header] = value
    mail.set_content(f"{text}\n\n-- \n{name}\n")
    return mail.as_bytes()
