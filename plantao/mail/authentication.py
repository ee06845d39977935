"""What our own mail server found out about the sender (RFC 8601). Anyone may write such a header: only our server's count."""

import re

from plantao.mail.fields import Fields
from plantao.mail.message import AuthenticationResult

_COMMENT = re.compile(r"\([^()]*+\)")
_VERDICT = re.compile(r"\s*([\w-]+)(?:/\d+)?\s*=\s*([\w-]+)(.*)", re.DOTALL)
_PROPERTY = re.compile(r"([\w-]+\.[\w-]+)\s*=\s*(?:\"([^\"]*)\"|([^\s;\"]+))")


def trusted_results(fields: Fields, *, authserv_id: str | None, problems: list[str]) -> tuple[AuthenticationResult, ...]:
    """
    Return the verdicts of the server that calls itself `authserv_id`; () where that is None.

    Our server writes its headers on top as the mail comes in. One in our name that stands below an older hop's
    Received was there before: it is left out and told, as are the names of all others (silently).
    """
    found: list[AuthenticationResult] = []
    has_claimed = is_below = False
    wanted = (authserv_id or "").strip().lower()
    for field in fields:
        if field.name == "received" and has_claimed:
            is_below = True
        if not wanted or field.name != "authentication-results":
            continue
        value = field.value.decode("utf-8", "replace")
        for _ in range(3):  # comments nest, rarely deeper
            value = _COMMENT.sub(" ", value)
        server, *verdicts = value.split(";")
        if server.split()[:1] != [] and server.split()[0].strip('"').lower() == wanted:
            if is_below:
                problems.append("A header claims to be our server's verdict on the sender but stood there before it; it was not believed.")
                continue
            has_claimed = True
            found.extend(result for verdict in verdicts if (result := _read_verdict(verdict)))
    return tuple(found)


def _read_verdict(text: str) -> AuthenticationResult | None:
    verdict = _VERDICT.match(text)
    if verdict is None:
        return None
    properties = tuple((name.lower(), quoted or bare) for name, quoted, bare in _PROPERTY.findall(verdict[3][:4000]))
    return AuthenticationResult(method=verdict[1].lower(), result=verdict[2].lower(), properties=properties)
