"""The tables of tickets, and on Ticket every verb."""

from plantao.tickets.models.answer import Answer
from plantao.tickets.models.entry import Attachment, Entry, EntryKind, File, Words
from plantao.tickets.models.hold import AWAITING_CUSTOMER, Hold
from plantao.tickets.models.link import Link, LinkKind
from plantao.tickets.models.presence import Presence
from plantao.tickets.models.promise import Promise
from plantao.tickets.models.protocol import Counter, Protocol
from plantao.tickets.models.resolution import Resolution
from plantao.tickets.models.row import Late
from plantao.tickets.models.ticket import Ticket
from plantao.tickets.models.vendor_case import Forecast, VendorCase
from plantao.tickets.models.watcher import Watcher

__all__ = [
    "AWAITING_CUSTOMER",
    "Answer",
    "Attachment",
    "Counter",
    "Entry",
    "EntryKind",
    "File",
    "Forecast",
    "Hold",
    "Late",
    "Link",
    "LinkKind",
    "Presence",
    "Promise",
    "Protocol",
    "Resolution",
    "Ticket",
    "VendorCase",
    "Watcher",
    "Words",
]
