"""What can become of what was told, as events on the timeline of the subject it was about. All are internal."""

from enum import StrEnum


class Verb(StrEnum):
    """Facts of each: `message` (id), `notices` (ids), `occasions`; DELIVERED: `perhaps_twice`; the others: `why` or `status`."""

    DELIVERED = "message.delivered"  # the network took it, at the instant of its receipt
    FAILED = "message.failed"  # given up
    BOUNCED = "message.bounced"  # taken, then returned for good
