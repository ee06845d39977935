"""The network in memory is one that every channel could stand on: it sits the exam itself."""

import pytest

from plantao.messaging.testing import ChannelExam, Network, PigeonPost


class TestThePigeons(ChannelExam):
    @pytest.fixture
    def network(self) -> Network:
        return PigeonPost()
