"""How a ticket ends: restorations, resolutions, confirmations, closures, cancellations, disagreements."""

from plantao.console.tickets.acting import Doing, acts
from plantao.console.tickets.forms.ending import (
    AfterAllForm,
    CancelForm,
    CloseForm,
    ConfirmForm,
    DisagreeForm,
    NotAContactForm,
    ResolveForm,
    RestoreForm,
)
from plantao.tickets.models import Ticket, Words


@acts("ticket.restore", RestoreForm)
def restorations(doing: Doing) -> None:
    """Note that the service is back."""
    doing.ticket.restore(**doing.openly, fault_started_at=doing.said["fault_started_at"])


@acts("ticket.resolve", ResolveForm)
def resolutions(doing: Doing) -> None:
    """Note that the work is done."""
    said = doing.said
    doing.ticket.resolve(
        **doing.openly,
        cause=said["cause"],
        responsible=said["responsible"],
        done=said["done_text"],
        restored_at=said.get("restored_at"),
    )


@acts("ticket.confirm", ConfirmForm)
def confirmations(doing: Doing) -> None:
    """Note that the requester finds it solved."""
    doing.ticket.confirm(**doing.openly)


@acts("ticket.disagree", DisagreeForm)
def disagreements(doing: Doing) -> Ticket:
    """Open the new ticket of somebody who does not find it solved, and go there."""
    return doing.ticket.disagree(**doing.openly, channel=doing.said["channel"], words=doing.words or Words(""))


@acts("ticket.close", CloseForm)
def closures(doing: Doing) -> None:
    """File nothing more here."""
    doing.ticket.close(**doing.openly)


@acts("ticket.cancel", CancelForm)
def cancellations(doing: Doing) -> None:
    """It is not wanted any more."""
    doing.ticket.cancel(**doing.openly, reason=doing.said["reason"])


@acts("ticket.not_a_contact", NotAContactForm)
def non_contacts(doing: Doing) -> None:
    """It was spam, or nobody's request."""
    doing.ticket.not_a_contact(**doing.how)


@acts("ticket.a_contact_after_all", AfterAllForm)
def reinstatements(doing: Doing) -> None:
    """It was a contact after all."""
    doing.ticket.a_contact_after_all(**doing.how)
