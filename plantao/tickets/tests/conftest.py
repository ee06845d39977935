"""What tickets do about events, wired for these tests as the roof wires it."""

from collections.abc import Iterator

import pytest

from plantao.events import recording
from plantao.tickets import reactions
from plantao.tickets.verbs import Verb


@pytest.fixture(autouse=True)
def _reactions() -> Iterator[None]:
    before = dict(recording._reactions)
    recording.react_with({Verb.REPLIED: [reactions.answered], "message.delivered": [reactions.reached]})
    yield
    recording.react_with(before)
