"""Text whose lines were broken for transport put together again (format=flowed, RFC 3676)."""

import re

_QUOTE = re.compile(r">*")


def unflow(text: str, *, delete_space: bool) -> str:
    """Return `text` with soft line breaks undone. Lines of different quote depth are never joined; "-- " stays a signature mark."""
    lines: list[list[str]] = []
    flowing_at: int | None = None
    for line in text.split("\n"):
        marks = _QUOTE.match(line)
        depth = marks.end() if marks else 0
        body = line[depth:].removeprefix(" ")
        is_signature = body == "-- "
        if flowing_at != depth or is_signature:
            lines.append([f"{'>' * depth} " if depth else ""])
        flowing_at = depth if body.endswith(" ") and not is_signature else None
        lines[-1].append(body[:-1] if delete_space and flowing_at is not None else body)
    joined = ("".join(pieces) for pieces in lines)
    return "\n".join(line if line == "-- " else line.rstrip(" ") for line in joined)
