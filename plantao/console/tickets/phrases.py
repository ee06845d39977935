"""What happened, in the reader's words: one phrase for each verb that can stand on a ticket's timeline. A test finds verbs without one."""

from collections.abc import Mapping

from plantao.console.tickets.phrase import Phrase
from plantao.console.tickets.phrases_of_ladders import OF_LADDERS
from plantao.console.tickets.phrases_of_promises import OF_PROMISES
from plantao.console.tickets.phrases_of_tickets import OF_TICKETS

PHRASES: Mapping[str, Phrase] = {**OF_TICKETS, **OF_PROMISES, **OF_LADDERS}
