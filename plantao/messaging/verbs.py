"""What can become of what was told, as events on the timeline of the subject it was about; and of what came in. All are internal."""

from enum import StrEnum


class Verb(StrEnum):
    """Facts of each: `message` (id), `notices` (ids), `occasions`; DELIVERED: `perhaps_twice`; the others: `why` or `status`."""

    DELIVERED = "message.delivered"  # the network took it, at the instant of its receipt
    FAILED = "message.failed"  # given up
    BOUNCED = "message.bounced"  # taken, then returned for good


class MailVerb(StrEnum):
    """What people do with a mail that is on no ticket, on its own timeline, and with its sender, on theirs. All are internal."""

    RETRIED = "mail.retried"
    DISCARDED = "mail.discarded"  # the reason stands on the mail
    FILED = "mail.filed"  # protocol, inside
    OPENED = "mail.opened"  # protocol
    BLOCKED = "mail.blocked"
    ADMITTED = "mail.admitted"
