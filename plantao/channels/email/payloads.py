"""A message of ours as a mail: the same bytes at every try. Pure."""

from plantao.channels.email.provider import Provider
from plantao.mail.header_writing import NotAnAddress, on_the_wire
from plantao.mail.message import Address, Attachment
from plantao.mail.message_ids import identity_of
from plantao.mail.writing import Letter, compose
from plantao.messaging.channel import Outgoing, Undeliverable


def build(outgoing: Outgoing, *, provider: Provider, installation: str) -> bytes:
    """
    Return the mail in ASCII, with CRLF line ends. Raises Undeliverable where the address is none.

    It answers the last of what it follows; its Message-ID is the identity that was fixed, whatever the provider's
    address is by now.
    """
    ours = Address(provider.address, provider.name)
    reply_to = Address(provider.reply_address(outgoing.reply_token), provider.name) if outgoing.reply_token else None
    letter = Letter(
        identity=identity_of(outgoing.outside_id, installation=installation) or "",
        domain=outgoing.outside_id.rpartition("@")[2].rstrip(">"),
        installation=installation,
        at=outgoing.written_at,
        from_=ours,
        to=[Address(recipient(outgoing), outgoing.name)],
        reply_to=reply_to,
        subject=outgoing.subject,
        text=outgoing.text,
        html=outgoing.html,
        in_reply_to=outgoing.references[-1] if outgoing.references else None,
        references=outgoing.references,
        is_reply=bool(outgoing.references),
        is_automatic=outgoing.is_automatic,
        language=outgoing.language,
        attachments=[Attachment(name=file.name or None, type=file.type, content=file.content) for file in outgoing.files],
    )
    return compose(letter)


def recipient(outgoing: Outgoing) -> str:
    """Return the address as mail servers write it. Raises Undeliverable where it is none."""
    try:
        return on_the_wire(outgoing.address)
    except NotAnAddress:
        raise Undeliverable("the address is not one that mail can be sent to", is_address_dead=True) from None
