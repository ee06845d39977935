"""Reads an installation's books, past all of its code, and says what is wrong in them."""

import contextlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import psycopg
from psycopg.rows import dict_row

from plantao.operate.tests.running import wait_until
from tests.crashes.senders import Letter

WAITING = ("messaging_inbound", "messaging_message", "work_task")
DEAD = (*WAITING, "work_timer")
LEFT = """
SELECT '{table}' AS table, id, run_at, leased_by, attempts, failures, crashes, last_error
FROM {table} WHERE done_at IS NULL AND dead_at IS NULL
"""


class Books:
    """The books of the database at `url`."""

    def __init__(self, url: str) -> None:
        self.url = url

    def come_to_rest(self, *, within: float) -> None:
        """Return when nothing waits and nothing is being worked on; fail after so many seconds, with what is left."""
        left = [{"table": "none was asked yet"}]

        def is_at_rest() -> bool:
            nonlocal left
            with contextlib.suppress(psycopg.OperationalError):  # the database may be on its way back
                left = self.ask(" UNION ALL ".join(LEFT.format(table=table) for table in WAITING))
            return not left

        try:
            wait_until(is_at_rest, within=within)
        except AssertionError:
            raise AssertionError(f"{len(left)} rows are left, among them {left[:3]}") from None

    def ask(self, question: str) -> list[dict[str, Any]]:
        with psycopg.connect(self.url, row_factory=dict_row, connect_timeout=5) as connection:
            return connection.execute(question).fetchall()

    def wrongs(self, letters: Iterable[Letter], *, times_sent: Mapping[str, int]) -> list[str]:
        """
        Return a sentence for each thing that must not be, after these mails were answered for and all is quiet.

        `times_sent` is how often each of our Message-IDs went out.
        """
        letters = list(letters)
        by_hand = {letter.subject: letter for letter in letters if not letter.is_automatic and not letter.is_reply}
        not_new = {letter.message_id for letter in letters if letter.is_automatic or letter.is_reply}
        return [
            *self._wrong_rows(),
            *self._wrong_tickets(by_hand),
            *self._wrong_places(not_new),
            *self._wrong_notices(by_hand),
            *self._wrong_messages(times_sent),
        ]

    def wrongs_of_the_post(self, *, times_sent: Mapping[str, int]) -> list[str]:
        """Return a sentence for each row that was given up, and for each message that went out more or less often than it says."""
        return [*self._wrong_rows(), *self._wrong_messages(times_sent)]

    def _wrong_rows(self) -> Iterator[str]:
        for table in DEAD:
            for row in self.ask(f"SELECT id, last_error FROM {table} WHERE dead_at IS NOT NULL"):
                yield f"{table} {row['id']} was given up: {row['last_error']}"

    def _wrong_tickets(self, letters: Mapping[str, Letter]) -> Iterator[str]:
        tickets = self.ask("SELECT id, subject, protocol, merged_into_id FROM tickets_ticket")
        yield from _not_once("tickets", letters, Counter(ticket["subject"] for ticket in tickets))
        protocols = self.ask("SELECT ticket_id, number FROM tickets_protocol WHERE is_first")
        first = [(ticket["id"], ticket["protocol"]) for ticket in tickets if not ticket["merged_into_id"]]
        yield from _not_once("first protocols", first, Counter((row["ticket_id"], row["number"]) for row in protocols))
        given = Counter(row["number"] for row in self.ask("SELECT number FROM tickets_protocol"))
        yield from _not_once("places", [ticket["protocol"] for ticket in tickets], given)

    def _wrong_places(self, message_ids: set[str]) -> Iterator[str]:
        kept = self.ask("SELECT outside_id, outcome FROM messaging_inbound")
        shown = Counter(row["outside_id"].partition("#")[0] for row in kept if row["outcome"] in ("tray", "filed"))
        yield from _not_once("places", message_ids, shown)
        yield from (f"{row['outside_id']} ended as {row['outcome']!r}" for row in kept if row["outcome"] not in ("tray", "filed", "opened"))

    def _wrong_notices(self, letters: Mapping[str, Letter]) -> Iterator[str]:
        notices = self.ask(
            """
            SELECT ticket.subject, notice.address, notice.occasion, notice.state, notice.why
            FROM messaging_notice AS notice JOIN tickets_ticket AS ticket ON ticket.id = notice.subject_id
            """
        )
        registered = [row for row in notices if row["occasion"] == "registered" and row["state"] == "sent"]
        told = Counter((row["subject"], row["address"]) for row in registered)
        yield from _not_once("registrations", [(letter.subject, letter.address) for letter in letters.values()], told)
        lost = [row for row in notices if row["state"] not in ("sent", "withheld")]
        yield from (f"a notice to {row['address']} is {row['state']}: {row['why']}" for row in lost)

    def _wrong_messages(self, times_sent: Mapping[str, int]) -> Iterator[str]:
        messages = self.ask(
            """
            SELECT id, outside_id, is_perhaps_twice, subject_kind FROM messaging_message AS message
            WHERE EXISTS (SELECT FROM messaging_notice WHERE message_id = message.id) -- all that one carried may be taken back
            """
        )
        delivered = self.ask("SELECT facts->>'message' AS id FROM events_event WHERE verb = 'message.delivered'")
        yield from _not_once(
            "receipts", [str(row["id"]) for row in messages if row["subject_kind"]], Counter(row["id"] for row in delivered)
        )
        ours = {row["outside_id"]: row["is_perhaps_twice"] for row in messages}
        yield from (f"{identity} went out, and nobody knows of it" for identity in times_sent if identity not in ours)
        for identity, is_perhaps_twice in ours.items():
            times = times_sent.get(identity, 0)
            if times < 1 or (times > 1 and not is_perhaps_twice):
                yield f"{identity} went out {times} times{' (marked)' if is_perhaps_twice else ''}"


def _not_once(what: str, expected: Iterable[Any], found: Counter[Any]) -> Iterator[str]:
    """Say which of those expected was not found exactly once, and what was found that nobody expects."""
    wanted = set(expected)
    yield from (f"{each} has {found[each]} {what}" for each in sorted(wanted) if found[each] != 1)
    yield from (f"{each} has {found[each]} {what}, and should have none" for each in sorted(found.keys() - wanted))
