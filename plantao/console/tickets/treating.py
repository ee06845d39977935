"""Who treats a ticket, and as what: assignments, classifications, handing over, corrections, escalations."""

from plantao.console.tickets.acting import Doing, acts
from plantao.console.tickets.forms.climbing import AskForm
from plantao.console.tickets.forms.treating import AssignForm, ClassifyForm, CorrectForm, HandOverForm
from plantao.escalation.asking import ask
from plantao.people.models import Person


@acts("ticket.assign", AssignForm)
def assignments(doing: Doing) -> None:
    """Let a member of the team hold it, or nobody."""
    to = doing.said["to"]
    doing.ticket.assign(**doing.how, to=Person.objects.get(pk=to) if to else None)


@acts("ticket.classify", ClassifyForm)
def classifications(doing: Doing) -> None:
    """Say what it is."""
    assert isinstance(doing.form, ClassifyForm)
    place, said = doing.form.place, doing.said
    doing.ticket.classify(
        **doing.openly,
        department=place["department"],
        item=place["item"],
        criticality=place["criticality"],
        reason=said["reason"],
        has_consent=said["has_consent"],
        approved_by=doing.approved_by,
    )


@acts("ticket.hand_over", HandOverForm)
def handovers(doing: Doing) -> None:
    """Give it to another level or department."""
    said = doing.said
    department = said["department"] if said["department"] != doing.ticket.department else None
    doing.ticket.hand_over(**doing.openly, reason=said["reason"], level=said["level"] or None, department=department)


@acts("ticket.correct", CorrectForm)
def corrections(doing: Doing) -> None:
    """Put a wrong fact right."""
    said = doing.said
    doing.ticket.correct(
        **doing.openly,
        fact=said["fact"],
        after=said["after"],
        reason=said["reason"],
        hold_id=said["hold"],
        approved_by=doing.approved_by,
    )


@acts("ticket.ask_escalation", AskForm)
def escalations(doing: Doing) -> None:
    """Ask for a step of the ladder that is due."""
    ask(doing.ticket, **doing.openly, role=doing.said["role"])
