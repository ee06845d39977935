"""What is asked of who sees to a mail that is on no ticket."""

from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy

from plantao.console.tickets.forms.belonging import customer_called
from plantao.directory.models import Customer
from plantao.tickets.models import Ticket
from plantao.tickets.models.ticket import TicketQuerySet
from plantao.ui.forms import Form


class FilingForm(Form):
    """On which ticket of those that whoever files may see; `tickets` are these."""

    heading = gettext_lazy("File it on a ticket")
    submit = gettext_lazy("File it")
    protocol = forms.CharField(label=gettext_lazy("Protocol"), max_length=32)
    public = forms.BooleanField(
        label=gettext_lazy("The customer may see it"),
        required=False,
        help_text=gettext_lazy("Else it stands on the ticket for the team alone."),
    )

    def __init__(self, *arguments: Any, tickets: TicketQuerySet | None = None, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.tickets = tickets

    def clean_protocol(self) -> Ticket:
        """Return the ticket that answers for the number."""
        tickets = Ticket.objects.none() if self.tickets is None else self.tickets
        try:
            return tickets.by_protocol(self.cleaned_data["protocol"]).survivor
        except Ticket.DoesNotExist:
            raise forms.ValidationError(gettext("No ticket has this number.")) from None


class OpeningForm(Form):
    """For whom a ticket of it is."""

    heading = gettext_lazy("Open a ticket of it")
    submit = gettext_lazy("Open the ticket")
    customer = forms.CharField(
        label=gettext_lazy("Customer's name or number"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("It may be set later. Whoever wrote it is the requester; a machine is told nothing."),
    )

    def clean_customer(self) -> Customer | None:
        """Return the only customer called so; None where none is named."""
        wanted = self.cleaned_data["customer"].strip()
        return customer_called(wanted) if wanted else None


class RetryForm(Form):
    heading = gettext_lazy("Try it again")
    submit = gettext_lazy("Try it again")


class DiscardForm(Form):
    heading = gettext_lazy("Put it away")
    submit = gettext_lazy("Put it away")
    tone = "danger"
    why = forms.CharField(label=gettext_lazy("Why"), max_length=200)


class BlockForm(Form):
    heading = gettext_lazy("Block the sender")
    submit = gettext_lazy("Block the sender")
    tone = "danger"
    reason = forms.CharField(
        label=gettext_lazy("Why"),
        max_length=200,
        help_text=gettext_lazy("What they write from now on is put away as it comes, and answered nothing. What is here stays here."),
    )
