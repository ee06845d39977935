"""What is said: replies and notes."""

from plantao.console.tickets.acting import Doing, acts
from plantao.console.tickets.forms.talking import NoteForm, ReplyForm
from plantao.tickets.models import Words


@acts("ticket.reply", ReplyForm)
def replies(doing: Doing) -> None:
    """Say something to the requester."""
    doing.ticket.reply(**doing.how, public=True, words=Words(doing.said["text"], files=doing.said["attachments"]))


@acts("ticket.note", NoteForm, is_stopped=False)
def notes(doing: Doing) -> None:
    """Write something down for the team alone."""
    doing.ticket.note(**doing.how, words=Words(doing.said["text"], files=doing.said["attachments"]))
