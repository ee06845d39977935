"""Tickets among each other: links, merges, what is split off, further contacts."""

from django.db.models import Q
from django.shortcuts import get_object_or_404

from plantao.console.tickets.acting import Doing, acts
from plantao.console.tickets.forms.joining import ContactForm, LinkForm, MassIncidentForm, MergeForm, SplitForm, UnlinkForm
from plantao.tickets.models import Link, LinkKind, Ticket, Words


@acts("ticket.link", LinkForm)
def links(doing: Doing) -> None:
    """Point at another ticket."""
    doing.ticket.link(**doing.openly, other=doing.said["other"], kind=LinkKind(doing.said["kind"]))


@acts("ticket.unlink", UnlinkForm)
def unlinkings(doing: Doing) -> None:
    """Undo a link, from either side."""
    its = Link.objects.filter(Q(ticket=doing.ticket) | Q(other=doing.ticket)).select_related("ticket", "other")
    link = get_object_or_404(its, pk=doing.ids["number"])
    other = link.other if link.ticket_id == doing.ticket.pk else link.ticket
    doing.ticket.unlink(**doing.openly, other=other, kind=LinkKind(link.kind))


@acts("ticket.open_parent", MassIncidentForm)
def mass_incidents(doing: Doing) -> Ticket:
    """Open the main ticket of a mass incident, with this one below it, and go there."""
    return doing.ticket.open_parent(**doing.how, subject=doing.said["subject"], words=doing.words or Words(""))


@acts("ticket.merge", MergeForm)
def merges(doing: Doing) -> Ticket:
    """It is the same matter as another, where it goes on."""
    into: Ticket = doing.said["other"]
    doing.ticket.merge(**doing.openly, into=into)
    return into


@acts("ticket.split", SplitForm)
def splits(doing: Doing) -> Ticket:
    """Open the new ticket of what is another matter, and go there."""
    return doing.ticket.split(**doing.openly, entries=doing.said["split_off"], subject=doing.said["subject"])


@acts("ticket.add_contact", ContactForm, is_said=True)
def contacts(doing: Doing) -> None:
    """Give a further contact on the same matter its number."""
    doing.ticket.add_contact(**doing.openly, channel=doing.said["channel"], words=doing.words)
