"""A vendor answers by mail: it is filed on the ticket that was passed on to them, from their first mail on."""

from django.db import transaction

from plantao.events.actor import OPERATOR
from plantao.tickets.models import EntryKind, Ticket
from tests.journeys.conftest import House, a_mail


class TestATicketWithAVendorNobodyHasHeardOf:
    def test_when_the_vendor_writes_for_the_first_time_then_it_is_filed_inside_and_opens_nothing(self, house: House) -> None:
        house.mail(a_mail())
        ticket = Ticket.objects.get()
        with transaction.atomic():
            ticket.pass_to_vendor(
                by=OPERATOR, at=house.later(minutes=5), public=True, vendor="Fabricante Um", mail="TAC@fabricante.example"
            )

        written = a_mail("Chegamos às 15h.", sender="tac@fabricante.example", subject=f"Re: {ticket.protocol}", message_id="<2@f.example>")
        house.mail(written, mail_from="tac@fabricante.example")

        assert Ticket.objects.get() == ticket
        heard = ticket.entries.get(kind=EntryKind.VENDOR)
        assert heard.text.strip() == "Chegamos às 15h."
        assert not heard.is_public
