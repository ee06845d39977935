"""The line to nowhere: where no server is set, outgoing mail is kept to be read, and nothing can leave the machine."""

from collections.abc import Sequence

from plantao import clock
from plantao.channels.email.models import CaughtMail
from plantao.messaging.caught import Caught
from plantao.messaging.channel import Outgoing, Receipt

KEPT = 5_000
"""How many caught mails are kept; the oldest go."""


class CatchingLine:
    """Takes everything."""

    def hand_over(self, raw: bytes, *, sender: str, to: str, outgoing: Outgoing) -> Receipt:
        """Keep a mail as it would have gone, in a transaction of its own."""
        at = clock.now()
        caught = CaughtMail.objects.create(
            outside_id=outgoing.outside_id, mail_from=sender, address=to, subject=outgoing.subject[:300], raw=raw, caught_at=at
        )
        CaughtMail.objects.filter(pk__lte=caught.pk - KEPT).delete()
        return Receipt(at=at)


class CaughtMails:
    """Finds what was caught, for the page that shows it."""

    def newest(self, *, to: str, limit: int) -> Sequence[Caught]:
        """Return the newest first, without their bytes."""
        mails = CaughtMail.objects.defer("raw").order_by("-id")
        return [_caught(mail, raw=b"") for mail in (mails.filter(address=to) if to else mails)[:limit]]

    def find(self, number: int) -> Caught | None:
        """Return one, whole."""
        mail = CaughtMail.objects.filter(pk=number).first()
        return _caught(mail, raw=bytes(mail.raw)) if mail else None


def _caught(mail: CaughtMail, *, raw: bytes) -> Caught:
    return Caught(number=mail.pk, address=mail.address, subject=mail.subject, raw=raw, at=mail.caught_at)
