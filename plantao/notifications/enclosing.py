"""Which files go with what is told."""

from dataclasses import dataclass

from plantao.events.models import Event
from plantao.messaging.content import Enclosed
from plantao.notifications.cleaning import one_line
from plantao.tickets.models import Ticket
from plantao.tickets.models.entry import Attachment, EntryKind

MOST_BYTES = 10 * 2**20
"""What all the files of a notice may have together: base64 adds a third, and the strictest of mail servers take 15 MB or so."""

MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Files:
    """What goes along; what is only named, because it is too large or not ours: `report.pdf (14.2 MB)`."""

    sent: tuple[Enclosed, ...]
    too_large: tuple[str, ...]
    kept: tuple[str, ...]


def files_told_of(event: Event, ticket: Ticket) -> Files:
    """
    Return the files of what we said, as many as fit, in their order. Those of a customer's message stay on the ticket and
    are named: nobody passes on unseen what somebody else may have picked up. Pictures in a customer's text are not.
    """
    public = Attachment.objects.filter(entry__event=event, entry__ticket=ticket, entry__is_public=True)
    public = public.filter(blob__erased_at=None).defer("blob__content").select_related("blob").order_by("id")
    theirs = public.filter(entry__kind=EntryKind.MESSAGE, is_inline=False)
    sent: list[Enclosed] = []
    too_large: list[str] = []
    for file in public.filter(entry__kind=EntryKind.REPLY):
        size = file.blob.size
        if size + sum(each.size for each in sent) <= MOST_BYTES:
            sent.append(Enclosed(sha256=file.blob_id, name=one_line(file.name, at_most=120), type=file.content_type, size=size))
        else:
            too_large.append(_named(file))
    return Files(tuple(sent), tuple(too_large), tuple(_named(file) for file in theirs))


def _named(file: Attachment) -> str:
    size = file.blob.size
    written = f"{size / MEGABYTE:.1f} MB" if size >= MEGABYTE / 10 else f"{-(-size // 1_000)} kB"
    return f"{one_line(file.name, at_most=120) or '-'} ({written})"
