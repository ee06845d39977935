"""What is said: replies, notes, first contacts by phone, what the handbook asks for, promises."""

from plantao.console.tickets.acting import Doing, acts
from plantao.console.tickets.forms.talking import AttendForm, CompleteForm, NoteForm, PromiseForm, ReplyForm
from plantao.tickets.models import Words


@acts("ticket.reply", ReplyForm, is_said=True)
def replies(doing: Doing) -> None:
    """Say something to the requester."""
    doing.ticket.reply(**doing.how, public=True, words=doing.words or Words(""))


@acts("ticket.note", NoteForm, is_stopped=False, is_said=True)
def notes(doing: Doing) -> None:
    """Write something down for the team alone."""
    doing.ticket.note(**doing.how, words=doing.words or Words(""))


@acts("ticket.attend", AttendForm)
def attendances(doing: Doing) -> None:
    """Note that a call reached the requester."""
    doing.ticket.attend(**doing.openly)


@acts("ticket.complete", CompleteForm)
def answers(doing: Doing) -> None:
    """Note what the handbook asks for."""
    assert isinstance(doing.form, CompleteForm)
    doing.ticket.complete(**doing.openly, given=doing.form.given)


@acts("ticket.promise", PromiseForm, is_said=True)
def promises(doing: Doing) -> None:
    """Promise to be back by an instant."""
    doing.ticket.promise(**doing.openly, due_at=doing.said["due_at"])
