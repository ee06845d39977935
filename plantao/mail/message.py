"""What a mail says, as plain frozen values. Every string is valid Unicode without control characters other than newline and tab."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Address:
    """One mailbox. `address` is as written, without comments ("" where a header gave only a name); `name` as a person would read it."""

    address: str
    name: str = ""

    @property
    def local_part(self) -> str:
        return self.address.rpartition("@")[0] or self.address

    @property
    def domain(self) -> str:
        """The part after the last "@", in lower case; "" where there is none."""
        return self.address.rpartition("@")[2].lower() if "@" in self.address else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file that came with a mail. `type` is what the sender claims (lower case), never to be believed; `name` carries no folder."""

    name: str | None
    type: str
    content: bytes
    content_id: str | None = None
    inline: bool = False

    @property
    def size(self) -> int:
        """Bytes after the transfer encoding was undone."""
        return len(self.content)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounce:
    """
    A mail of ours came back, or is late. `status` is the enhanced code of RFC 3463 where one was found.

    `message_id` is that of the returned mail, as written. `permanent` is False while the other side may still try.
    """

    recipient: str | None
    status: str | None
    permanent: bool
    message_id: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthenticationResult:
    """One method's verdict, by our own server (RFC 8601). `properties` are pairs such as ("header.from", "example.com")."""

    method: str
    result: str
    properties: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """
    One mail, read. What could not be read stands in `problems`: short sentences in English, for the operator.

    `text` is what the sender wrote now, `quoted` the rest of the same text; `html` is safe to show ("" where the mail has none),
    with inline pictures as `cid:` references. `date` is the sender's claim, with the sender's offset. Message ids are as written, angle
    brackets included. `return_path` is None where no server noted it and "" for the empty sender `<>`.
    """

    from_: Address | None
    to: tuple[Address, ...]
    cc: tuple[Address, ...]
    reply_to: tuple[Address, ...]
    subject: str
    message_id: str | None
    in_reply_to: str | None
    references: tuple[str, ...]
    date: datetime | None
    text: str
    quoted: str
    html: str
    attachments: tuple[Attachment, ...]
    why_automatic: str | None
    bounce: Bounce | None
    authentication: tuple[AuthenticationResult, ...]
    return_path: str | None
    hops: int
    loop_marks: tuple[str, ...]
    problems: tuple[str, ...]

    @property
    def is_automatic(self) -> bool:
        """Whether a machine sent it: nothing may answer it."""
        return self.why_automatic is not None

    @property
    def passes_dmarc(self) -> bool:
        """Whether our own server vouches for the domain in From. Absence is failure."""
        return any(verdict.method == "dmarc" and verdict.result == "pass" for verdict in self.authentication)
