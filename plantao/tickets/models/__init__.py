"""The tables of tickets."""

from plantao.tickets.models.entry import Attachment, Entry
from plantao.tickets.models.hold import Hold
from plantao.tickets.models.link import Link
from plantao.tickets.models.promise import Promise
from plantao.tickets.models.protocol import Protocol
from plantao.tickets.models.resolution import Resolution
from plantao.tickets.models.ticket import Ticket
from plantao.tickets.models.vendor_case import Forecast, VendorCase
from plantao.tickets.models.watcher import Watcher

__all__ = ["Attachment", "Entry", "Forecast", "Hold", "Link", "Promise", "Protocol", "Resolution", "Ticket", "VendorCase", "Watcher"]
