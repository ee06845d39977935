"""Small mails for the tests of reading."""


def a_mail(header: str = "", body: str = "Oi.\n") -> bytes:
    """Return a mail from a person, with more header lines before it."""
    lines = f"{header.strip()}\n" if header.strip() else ""
    return f"{lines}From: Ana <ana@x.example>\nTo: noc@provedor.example\nDate: Wed, 18 Nov 2026 10:03:00 -0300\n\n{body}".encode()
