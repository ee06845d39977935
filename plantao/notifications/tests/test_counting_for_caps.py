"""No cap is beyond what is counted for it."""

from plantao.messaging.queries import COUNTED_AT_MOST
from plantao.notifications.withholding import CAPS


class TestTheCapsOnAutomaticMail:
    def test_are_all_within_what_is_counted(self) -> None:
        assert max(CAPS.to_one_address, CAPS.to_one_subject) < COUNTED_AT_MOST
