"""What can be wrong with the settings of mail, told at the start; and whether mail goes in and out, told when asked."""

import re
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core import checks

from config.env import Misconfigured
from plantao.channels.email.client import SmtpLine
from plantao.channels.email.mailbox import Mailbox, Trouble
from plantao.channels.email.servers import mailbox, own_certificate, said, sending
from plantao.mail.header_writing import NotAnAddress, on_the_wire
from plantao.messaging.channel import TryLater
from plantao.messaging.registry import Finding

_NAME_OF_A_SERVER = re.compile(r"[!-~]*")


@checks.register("settings")
def check_settings(app_configs: Any, **kwargs: Any) -> list[checks.CheckMessage]:
    """Return what is wrong with PLANTAO_MAIL_OUT, PLANTAO_MAIL_IN, PLANTAO_MAIL_BOUNCE_ADDRESS and PLANTAO_SMTP_TLS_CERTIFICATE."""
    found: list[checks.CheckMessage] = []
    for read in (_mail_out, _mail_in, _certificate):
        try:
            read()
        except Misconfigured as wrong:
            found.append(checks.Error(str(wrong), id="email.E001"))
    try:
        if settings.MAIL_BOUNCE_ADDRESS:
            on_the_wire(settings.MAIL_BOUNCE_ADDRESS)
    except NotAnAddress:
        found.append(checks.Error("PLANTAO_MAIL_BOUNCE_ADDRESS is no mail address; write bounces@your.domain", id="email.E002"))
    if settings.SMTP_PORT and settings.SMTP_PORT == settings.LMTP_PORT:
        sentence = f"PLANTAO_SMTP_PORT and PLANTAO_LMTP_PORT are both {settings.SMTP_PORT}; give each a port of its own, or 0"
        found.append(checks.Error(sentence, id="email.E004"))
    if not _NAME_OF_A_SERVER.fullmatch(settings.MAIL_AUTHSERV_ID):
        sentence = (
            "PLANTAO_MAIL_AUTHSERV_ID is no name of a server; write what stands first in its Authentication-Results, as in mx.your.domain"
        )
        found.append(checks.Error(sentence, id="email.E003"))
    if settings.MAIL_OUT and not settings.MAIL_BOUNCE_ADDRESS:
        found.append(checks.Warning("PLANTAO_MAIL_BOUNCE_ADDRESS is not set: nobody learns of mail that comes back", id="email.W001"))
    if not settings.MAIL_AUTHSERV_ID:
        found.append(
            checks.Warning("PLANTAO_MAIL_AUTHSERV_ID is not set: whoever writes From as a customer's contact is believed", id="email.W002")
        )
    return found


def _mail_out() -> None:
    if settings.MAIL_OUT:
        sending(settings.MAIL_OUT)


def _mail_in() -> None:
    if settings.MAIL_IN_IMAP:
        mailbox(settings.MAIL_IN_IMAP)


def _certificate() -> None:
    if settings.SMTP_TLS_CERTIFICATE:
        own_certificate(settings.SMTP_TLS_CERTIFICATE, settings.SMTP_TLS_KEY)
    elif settings.SMTP_TLS_KEY:
        raise Misconfigured("PLANTAO_SMTP_TLS_KEY is set without PLANTAO_SMTP_TLS_CERTIFICATE; set that too, or neither")


def mail_out() -> Finding:
    """Greet the server that sends, and log in."""
    if not settings.MAIL_OUT:
        return Finding("mail out", True, "outgoing mail is caught, none leaves this machine; set PLANTAO_MAIL_OUT to send it")
    try:
        server = sending(settings.MAIL_OUT)
        with SmtpLine(server):
            return Finding("mail out", True, f"{server} takes mail from us")
    except Misconfigured as wrong:
        return Finding("mail out", False, str(wrong))
    except TryLater as away:
        return Finding("mail out", False, f"{away.reason}; check PLANTAO_MAIL_OUT")


def mail_in() -> Finding:
    """Log in to the mailbox that is fetched from."""
    try:
        server = mailbox(settings.MAIL_IN_IMAP)
        with Mailbox(server) as box:
            return Finding("mail in", True, f"{server} lets us in; {len(box.waiting())} mails wait in {server.folder}")
    except Misconfigured as wrong:
        return Finding("mail in", False, str(wrong))
    except Trouble as error:
        return Finding("mail in", False, f"the mailbox can't be opened: {server}: {said(error)}; check PLANTAO_MAIL_IN")


def of_settings() -> list[Callable[[], Finding]]:
    """Return the checks that these settings call for."""
    return [mail_out, mail_in] if settings.MAIL_IN_IMAP else [mail_out]
