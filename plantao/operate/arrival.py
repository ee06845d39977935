"""What `plantao up` waits for, and what it prints when all is there: where things are, and how to try them."""

import http.client
import socket
from pathlib import Path
from typing import Any

from config import env

SECONDS_TO_ANSWER = 5.0


def web_answers() -> bool:
    """Return whether the web server is ready, its database included."""
    asked = http.client.HTTPConnection(web_host(), env.port("PLANTAO_PORT", 8000), timeout=SECONDS_TO_ANSWER)
    try:
        asked.request("GET", "/readyz", headers={"Host": "localhost"})
        return asked.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        asked.close()


def mail_answers() -> bool:
    """Return whether the receiver of mail greets by SMTP; also where it isn't to listen."""
    port = env.port("PLANTAO_SMTP_PORT", 2525, may_be_off=True)
    return not port or greets(port)


def greets(port: int) -> bool:
    """Return whether the receiver of mail greets on this port."""
    try:
        with socket.create_connection((smtp_host(), port), timeout=SECONDS_TO_ANSWER) as door:
            return door.recv(3) == b"220"
    except OSError:
        return False


def welcome(home: Path, facts: dict[str, Any]) -> str:
    """Return what a person needs now; `facts` are those of `plantao status --json`."""
    port = env.port("PLANTAO_PORT", 8000)
    site = env.text("PLANTAO_URL", f"http://localhost:{port}").rstrip("/")
    lines = [f"  {'web':<10} {site}"]
    address = facts.get("mail_address")
    smtp_port = env.port("PLANTAO_SMTP_PORT", 2525, may_be_off=True)
    if smtp_port:
        lines.append(f"  {'mail in':<10} smtp://{smtp_host()}:{smtp_port} for {address}")
    sent_by = env.text("PLANTAO_MAIL_OUT").rsplit("@", 1)[-1].removeprefix("smtp://").removeprefix("smtps://")
    caught = f"caught, none leaves this machine; read it at {site}/caught-mail/"
    lines.append(f"  {'mail out':<10} {f'sent by {sent_by}' if sent_by else caught}")
    lines.append(f"  {'logs':<10} {home / 'log'}")
    if facts.get("demonstration"):
        lines += ["", *sign_in(facts["demonstration"], site)]
    if address and smtp_port:
        lines += ["", "Send a mail in: paste this in another terminal.", "", f"  {line_to_paste(address, smtp_port)}"]
    lines += ["", "Plantão is running. Ctrl-C stops it."]
    return "\n".join(lines)


def sign_in(logins: list[dict[str, str]], site: str) -> list[str]:
    """Return who may sign in to the demonstration; all have one password."""
    return [
        f"This is a demonstration: everybody in it is invented. Sign in at {site} with the password {logins[0]['password']} as",
        *(f"  {login['mail']:<30} {login['job']}" for login in logins),
    ]


def line_to_paste(address: str, port: int) -> str:
    """Return a shell command that sends a mail in with nothing but Python."""
    mail = (
        f"From: Ana Souza <ana@cliente.example>\\nTo: {address}\\nSubject: Link fora do ar\\nMessage-ID: '+u.make_msgid()+'"
        "\\n\\nNosso link caiu as 9h e o roteador nao responde.\\n"
    )
    return (
        'python3 -c "import smtplib, email.utils as u; '
        f"smtplib.SMTP('{smtp_host()}', {port}).sendmail('ana@cliente.example', '{address}', '{mail}')\""
    )


def web_host() -> str:
    return _reachable(env.text("PLANTAO_WEB_HOST", "127.0.0.1"))


def smtp_host() -> str:
    return _reachable(env.text("PLANTAO_SMTP_HOST", "127.0.0.1"))


def _reachable(listening_on: str) -> str:
    return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(listening_on, listening_on)  # noqa: S104 - compared, not listened on
