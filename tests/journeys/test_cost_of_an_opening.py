"""What a mail costs until its ticket is open and its sender told: statements, which do not depend on how busy a machine is."""

from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext

from plantao import clock
from plantao.directory.testing import a_contact, a_customer
from plantao.mail.identity import identity
from plantao.messaging import binding, inbox
from plantao.messaging.models import Notice, NoticeState
from plantao.tickets.models import Ticket
from plantao.work.queue_lane import QueueLane
from plantao.work.registry import registered
from tests.journeys.conftest import MONDAY_9H, NOC, House, a_mail

AT_MOST = 50
"""From the claim of the row to the commit. Each is a round trip: one more needs a good reason, one less lowers this."""


AT_MOST_FOR_ITS_NOTICE = 29
"""From the claim of the message to the last look at its lease, the catcher's own among them."""


class TestAMailOfACustomersContact:
    def test_opens_a_ticket_and_tells_of_it_within_a_budget_of_statements_and_reads_anew_nothing_that_never_changes(
        self, house: House
    ) -> None:
        aurora = a_customer(at=MONDAY_9H - timedelta(days=9), domains=("aurora.example",))
        a_contact(aurora, at=MONDAY_9H - timedelta(days=9), mail="bruno@aurora.example")
        house.mail(a_mail(sender="bruno@aurora.example", message_id="<1@aurora.example>"))
        raw = a_mail("Outro circuito fora", sender="bruno@aurora.example", message_id="<2@aurora.example>")
        envelope = {"mail_from": "bruno@aurora.example", "rcpt_to": [NOC]}
        inbox.receive(channel="email", outside_id=identity(raw), original=raw, envelope=envelope, at=house.at)

        said, told = _said_by(inbox.LANE, house), _said_by(binding.LANE, house)

        assert (Ticket.objects.count(), Notice.objects.filter(occasion="registered", state=NoticeState.SENT).count()) == (2, 2)
        assert len(said) <= AT_MOST, "\n".join(sql[:120] for sql in said)
        assert len(told) <= AT_MOST_FOR_ITS_NOTICE, "\n".join(sql[:120] for sql in told)
        assert not [sql for sql in said + told if "agreements_calendarday" in sql or '"agreements_handbookversion"."source"' in sql]


def _said_by(lane: str, house: House) -> list[str]:
    """Let a lane of a worker take what there is once, and return the statements that it took."""
    queue = next(queue for queue in registered().all_queues() if queue.name == lane)
    with clock.frozen(house.at), CaptureQueriesContext(connection) as captured:
        QueueLane(queue, worker=1, raises=True).turn(now=clock.now, stopping=lambda: False)
    return [query["sql"] for query in captured.captured_queries]
