"""Holds: a ticket waits, goes on, and what is said of its waiting."""

from django.shortcuts import get_object_or_404

from plantao.console.tickets.acting import Doing, acts
from plantao.console.tickets.forms.waiting import CancelHoldForm, ContestForm, HoldForm, ResumeForm
from plantao.tickets.models import Hold


@acts("ticket.hold", HoldForm)
def holds(doing: Doing) -> None:
    """Wait for somebody else."""
    said = doing.said
    doing.ticket.hold(
        **doing.openly,
        reason=said["reason"],
        question=said["question"],
        files=said["attachments"],
        ends_at=said["ends_at"],
        approved_by=doing.approved_by,
    )


@acts("ticket.resume", ResumeForm)
def resumptions(doing: Doing) -> None:
    """End a hold."""
    doing.ticket.resume(**doing.openly, reason=_hold(doing).reason)


@acts("ticket.contest_hold", ContestForm)
def contestations(doing: Doing) -> None:
    """Note that the customer contests a hold."""
    doing.ticket.contest_hold(**doing.openly, hold_id=doing.ids["number"], reason=doing.said["reason"])


@acts("ticket.cancel_hold", CancelHoldForm)
def hold_cancellations(doing: Doing) -> None:
    """Correct that a hold ever was."""
    doing.ticket.cancel_hold(**doing.openly, hold_id=doing.ids["number"], reason=doing.said["reason"], approved_by=doing.approved_by)


def _hold(doing: Doing) -> Hold:
    return get_object_or_404(Hold, ticket=doing.ticket, pk=doing.ids["number"])
