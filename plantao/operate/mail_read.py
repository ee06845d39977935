"""`plantao mail read [--json] FILE...`: what each mail says, in order. No database, no Django; no file makes it fail."""

import argparse
import json
import sys
from typing import Any

from plantao.mail.charsets import clean
from plantao.mail.message import Address, Mail
from plantao.mail.reading import MAX_BYTES, illegible, safely_read


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", nargs="+", metavar="FILE", help="a mail (RFC 5322), or an mbox with one mail; - is the standard input")
    parser.add_argument("--json", action="store_true", help="one JSON object a file, each on a line of its own")


def run(options: argparse.Namespace) -> int:
    """Always 0: what went wrong with a file is told with that file."""
    for file in options.files:
        mail = _read_file(file)
        print(json.dumps(as_json(mail, file=clean(file))) if options.json else as_page(mail, file=clean(file)), flush=True)
    return 0


def as_json(mail: Mail, *, file: str) -> dict[str, Any]:
    """Return the mail as plain values. `date` is ISO 8601 with the sender's offset; message ids keep their angle brackets."""
    bounce = mail.bounce
    return {
        "file": file,
        "from": _address(mail.from_) if mail.from_ else None,
        "to": [_address(address) for address in mail.to],
        "cc": [_address(address) for address in mail.cc],
        "reply_to": [_address(address) for address in mail.reply_to],
        "subject": mail.subject,
        "message_id": mail.message_id,
        "in_reply_to": mail.in_reply_to,
        "references": list(mail.references),
        "date": mail.date.isoformat() if mail.date else None,
        "text": mail.text,
        "quoted": mail.quoted,
        "attachments": [{"name": file.name, "type": file.type, "size": file.size} for file in mail.attachments],
        "automatic": mail.is_automatic,
        "bounce": bounce
        and {"recipient": bounce.recipient, "status": bounce.status, "permanent": bounce.permanent, "message_id": bounce.message_id},
        "problems": list(mail.problems),
    }


def _read_file(file: str) -> Mail:
    try:
        if file == "-":
            return safely_read(sys.stdin.buffer.read(MAX_BYTES + 1))
        with open(file, "rb") as opened:
            return safely_read(opened.read(MAX_BYTES + 1))
    except OSError as error:
        return illegible(f"The file cannot be read: {error.strerror or error}.")


def _address(address: Address) -> dict[str, str]:
    return {"address": address.address, "name": address.name}


def as_page(mail: Mail, *, file: str) -> str:
    """Return a mail as a page of text, under a first line `file`."""
    rows = [
        ("From", _written(mail.from_) if mail.from_ else ""),
        ("To", ", ".join(map(_written, mail.to))),
        ("Cc", ", ".join(map(_written, mail.cc))),
        ("Reply to", ", ".join(map(_written, mail.reply_to))),
        ("Date", mail.date.isoformat(sep=" ") if mail.date else ""),
        ("Subject", mail.subject),
        ("Message-ID", mail.message_id or ""),
        ("Answers", " ".join(dict.fromkeys(filter(None, (mail.in_reply_to, *mail.references))))),
        ("Automatic", mail.why_automatic or ""),
        ("Came back", _bounce_in_words(mail)),
        *(("File", f"{file.name or 'without a name'} ({file.type}, {file.size:,} bytes)") for file in mail.attachments),
        *(("Problem", problem) for problem in mail.problems),
    ]
    header = "\n".join(f"  {name:<11} {value}" for name, value in rows if value)
    parts = [file, header, mail.text, "\n".join(f"| {line}" for line in mail.quoted.splitlines())]
    return "\n\n".join(part for part in parts if part) + "\n"


def _written(address: Address) -> str:
    return f"{address.name} <{address.address}>" if address.name else address.address


def _bounce_in_words(mail: Mail) -> str:
    if mail.bounce is None:
        return ""
    bounce = mail.bounce
    verdict = f"{'for good' if bounce.permanent else 'for now'}, to {bounce.recipient or 'somebody'} ({bounce.status or 'no status'})"
    return f"{verdict}: {bounce.message_id or 'which mail is unknown'}"
