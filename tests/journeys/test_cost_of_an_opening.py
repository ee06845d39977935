"""What a mail costs until its ticket is open and its sender told: statements, which do not depend on how busy a machine is."""

from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext

from plantao import clock
from plantao.directory.testing import a_contact, a_customer
from plantao.mail.identity import identity
from plantao.messaging import inbox
from plantao.messaging.models import Inbound, Notice
from plantao.tickets.models import Ticket
from plantao.work.queue_lane import QueueLane
from plantao.work.registry import registered
from tests.journeys.conftest import MONDAY_9H, NOC, House, a_mail

AT_MOST = 57
"""From the claim of the row to the commit. Each is a round trip: one more needs a good reason, one less lowers this."""


class TestAMailOfACustomersContact:
    def test_opens_a_ticket_within_a_budget_of_statements_and_reads_anew_nothing_that_never_changes(self, house: House) -> None:
        aurora = a_customer(at=MONDAY_9H - timedelta(days=9), domains=("aurora.example",))
        a_contact(aurora, at=MONDAY_9H - timedelta(days=9), mail="bruno@aurora.example")
        house.mail(a_mail(sender="bruno@aurora.example", message_id="<1@aurora.example>"))
        raw = a_mail("Outro circuito fora", sender="bruno@aurora.example", message_id="<2@aurora.example>")
        envelope = {"mail_from": "bruno@aurora.example", "rcpt_to": [NOC]}
        inbox.receive(channel="email", outside_id=identity(raw), original=raw, envelope=envelope, at=house.at)

        with clock.frozen(house.at), CaptureQueriesContext(connection) as captured:
            _lane().turn(now=clock.now, stopping=lambda: False)

        said = [query["sql"] for query in captured.captured_queries]
        assert (Ticket.objects.count(), Notice.objects.filter(occasion="registered").count()) == (2, 2)
        assert len(said) <= AT_MOST, "\n".join(sql[:120] for sql in said)
        assert not [sql for sql in said if "agreements_calendarday" in sql or '"agreements_handbookversion"."source"' in sql]


def _lane() -> QueueLane[Inbound]:
    queue = next(queue for queue in registered().all_queues() if queue.name == inbox.LANE)
    return QueueLane(queue, worker=1, raises=True)
