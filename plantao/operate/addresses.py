"""Mail addresses as people type them at a command."""

from plantao.mail.header_writing import NotAnAddress, on_the_wire
from plantao.operate.trouble import Trouble

LONGEST = 254  # characters (RFC 5321, 4.5.3.1.3, without the angle brackets)


def mail_address(typed: str) -> str:
    """Return the address. Raises Trouble where no mail could ever go there."""
    address = typed.strip()
    try:
        on_the_wire(address)
    except NotAnAddress:
        raise Trouble(f"{typed[:60]!r} is no mail address; write name@domain") from None
    if len(address) > LONGEST:
        raise Trouble(f"{typed[:60]!r}... is no mail address: it has more than {LONGEST} characters")
    return address
