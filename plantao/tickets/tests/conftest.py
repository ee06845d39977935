"""What tickets do about events, wired for these tests as the roof wires it."""

from collections.abc import Iterator

import pytest

from plantao.events.testing import reacting_with
from plantao.tickets import reactions
from plantao.tickets.verbs import Verb


@pytest.fixture(autouse=True)
def _reactions() -> Iterator[None]:
    with reacting_with({Verb.REPLIED: [reactions.answered], "message.delivered": [reactions.reached]}):
        yield
