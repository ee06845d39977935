"""What does not go out by itself."""

from datetime import UTC, datetime, timedelta

import pytest

from plantao.rules.automatic_mail import Answered, Caps, HeldBack, held_back_as_answer, held_back_by_caps

AT = datetime(2026, 11, 16, 12, 0, tzinfo=UTC)
CAPS = Caps(to_one_address=3, to_one_subject=2, period=timedelta(hours=1), hops=30)


def ago(*minutes: int) -> list[datetime]:
    return [AT - timedelta(minutes=one) for one in minutes]


class TestAnAnswerToAMail:
    @pytest.mark.parametrize(
        ("automatic", "return_path", "hops", "held"),
        [
            (False, True, 30, None),
            (False, True, 31, HeldBack.HOPS),
            (True, True, 1, HeldBack.AUTOMATIC),
            (False, False, 1, HeldBack.NO_RETURN_PATH),
            (True, False, 99, HeldBack.NO_RETURN_PATH),
        ],
    )
    def test_when_a_machine_may_have_written_it_then_it_is_not_answered(
        self, automatic: bool, return_path: bool, hops: int, held: HeldBack | None
    ) -> None:
        assert held_back_as_answer(Answered(is_automatic=automatic, has_return_path=return_path, hops=hops), caps=CAPS) is held


class TestTheCaps:
    def test_when_the_address_has_had_its_share_then_one_more_is_held_back(self) -> None:
        assert held_back_by_caps(at=AT, sent_at=ago(1, 2), same_subject_at=[AT], caps=CAPS) is None
        assert held_back_by_caps(at=AT, sent_at=ago(1, 2, 3), same_subject_at=[AT], caps=CAPS) is HeldBack.ADDRESS_CAP

    def test_when_the_share_is_older_than_the_period_then_it_no_longer_counts(self) -> None:
        assert held_back_by_caps(at=AT, sent_at=ago(1, 2, 60), same_subject_at=[AT], caps=CAPS) is None
        assert held_back_by_caps(at=AT, sent_at=ago(1, 2, -1), same_subject_at=[AT], caps=CAPS) is None

    def test_when_the_same_subject_comes_again_and_again_then_the_answers_stop(self) -> None:
        assert held_back_by_caps(at=AT, sent_at=[], same_subject_at=ago(5, 0), caps=CAPS) is None
        assert held_back_by_caps(at=AT, sent_at=[], same_subject_at=ago(10, 5, 0), caps=CAPS) is HeldBack.SUBJECT_CAP
        assert held_back_by_caps(at=AT, sent_at=[], same_subject_at=ago(70, 5, 0), caps=CAPS) is None
