"""Addresses of mail servers, as settings write them: scheme://user:password@host:port/FOLDER?options."""

import smtplib
import ssl
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from config.env import Misconfigured

LOOPBACK = {"localhost", "127.0.0.1", "::1"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """
    Where a mail server is, and who we are to it; `user` "" where it asks nobody.

    `is_tls` where the connection begins with TLS; `verifies` where its certificate must be good: not on this machine,
    and not where the setting says ?verify=no.
    """

    host: str
    port: int
    user: str = ""
    password: str = ""
    is_tls: bool = False
    verifies: bool = True
    folder: str = ""
    move_to: str = ""

    def __repr__(self) -> str:
        return f"{self.host}:{self.port}"

    def tls(self) -> ssl.SSLContext:
        """Return how TLS is spoken with it."""
        context = ssl.create_default_context()
        if not self.verifies:
            context.check_hostname = False
            context.verify_mode = ssl.CERT_NONE
        return context


def sending(url: str) -> Server:
    """Return the server of PLANTAO_MAIL_OUT: smtp:// (STARTTLS where it is offered) or smtps://. Raises Misconfigured."""
    return _read(url, "PLANTAO_MAIL_OUT", {"smtp": 587 if "@" in url else 25, "smtps": 465})


def mailbox(url: str) -> Server:
    """Return the mailbox of PLANTAO_MAIL_IN: imap:// (STARTTLS where it is offered) or imaps://. Raises Misconfigured."""
    server = _read(url, "PLANTAO_MAIL_IN", {"imap": 143, "imaps": 993})
    if not server.user:
        raise Misconfigured("PLANTAO_MAIL_IN names no user; write imaps://user:password@host/INBOX")
    return server


def said(error: Exception) -> str:
    """Return in words what went wrong with a server or on the way to it."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"its certificate is not good: {error.verify_message}"
    if isinstance(error, ssl.SSLError):
        return f"TLS is not spoken there as we do ({(getattr(error, 'reason', None) or 'no reason given').replace('_', ' ').lower()})"
    if isinstance(error, OSError) and not isinstance(error, smtplib.SMTPException) and error.strerror:
        return error.strerror
    return str(error) or type(error).__name__


def own_certificate(certificate: str, key: str) -> ssl.SSLContext:
    """Return how TLS is spoken with those who bring mail, by two files; `key` is "" where it is in the first. Raises Misconfigured."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    for variable, name in (("PLANTAO_SMTP_TLS_CERTIFICATE", certificate), ("PLANTAO_SMTP_TLS_KEY", key)):
        try:
            Path(name or certificate).read_bytes()
        except OSError as error:
            raise Misconfigured(f"{variable} names {name}, which can't be read ({error.strerror}); name a file in PEM") from None
    try:
        context.load_cert_chain(certificate, key or None, password="")
    except (ssl.SSLError, ValueError):
        files = "PLANTAO_SMTP_TLS_CERTIFICATE and PLANTAO_SMTP_TLS_KEY"
        raise Misconfigured(
            f"{files} are no certificate in PEM and the key that belongs to it, without a passphrase; name such files"
        ) from None
    return context


def _read(url: str, variable: str, ports: dict[str, int]) -> Server:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise Misconfigured(f"{variable} is no address; write {next(reversed(ports))}://user:password@host:port") from None
    if parts.scheme not in ports:
        raise Misconfigured(f"{variable} begins with {parts.scheme or 'nothing'}://; write {' or '.join(f'{name}://' for name in ports)}")
    if not parts.hostname:
        raise Misconfigured(f"{variable} names no host; write {parts.scheme}://user:password@host:port")
    options = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    unknown = sorted(options.keys() - {"verify", "move"})
    if unknown:
        raise Misconfigured(f"{variable} has an option {unknown[0]!r} that there is not; there are verify and move")
    return Server(
        host=parts.hostname,
        port=port or ports[parts.scheme],
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        is_tls=parts.scheme.endswith("s"),
        verifies=parts.hostname not in LOOPBACK and options.get("verify", "yes") != "no",
        folder=unquote(parts.path.strip("/")) or "INBOX",
        move_to=options.get("move", ""),
    )
