"""Putting handbooks in force: versions, periods, calendars."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from plantao.agreements import calendars
from plantao.agreements.applying import StartsInThePast, StillNeeded, apply
from plantao.agreements.models import CalendarDay, CalendarVersion, HandbookPeriod, HandbookVersion
from plantao.agreements.queries import NoHandbook, in_force
from plantao.agreements.testing import SHIPPED, a_contract, a_handbook_in_force
from plantao.directory.models import AccountRole
from plantao.directory.testing import a_contact, a_customer
from plantao.events.actor import DESK
from plantao.handbook.reading import read
from plantao.rules.working_time import add_service_time
from plantao.staff.testing import a_shift, an_agent

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 11, 16, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
NOC = (Path(__file__).resolve().parents[3] / "tests" / "fixtures" / "handbooks" / "noc.yaml").read_bytes()
NOC_OF_TOMORROW = NOC + b"# tomorrow\n"


def applied(source: bytes, *, at: datetime, since: datetime | None = None, anyway: bool = False) -> HandbookVersion:
    handbook = read(source, name="noc.yaml").handbook
    assert handbook
    return apply(handbook, source, file_name="noc.yaml", at=at, since=since, anyway=anyway).version


class TestNoHandbookYet:
    def test_nothing_is_in_force(self) -> None:
        with pytest.raises(NoHandbook):
            in_force(MONDAY)


class TestAHandbookInForce:
    def test_it_is_found_at_its_first_instant_and_not_before(self) -> None:
        version = applied(NOC, at=MONDAY)

        assert in_force(MONDAY).version == version
        with pytest.raises(NoHandbook):
            in_force(MONDAY - timedelta(microseconds=1))

    def test_the_same_bytes_again_change_nothing(self) -> None:
        version = applied(NOC, at=MONDAY)

        assert applied(NOC, at=MONDAY + HOUR) == version
        assert HandbookPeriod.objects.count() == CalendarVersion.objects.count() == 1

    def test_another_one_follows_it_without_a_gap(self) -> None:
        first = applied(NOC, at=MONDAY)
        second = applied(NOC_OF_TOMORROW, at=MONDAY + HOUR)

        assert in_force(MONDAY + HOUR - timedelta(microseconds=1)).version == first
        assert in_force(MONDAY + HOUR).version == second

    def test_one_for_later_waits_and_what_is_applied_before_it_ends_with_it(self) -> None:
        applied(NOC, at=MONDAY)
        later = applied(NOC_OF_TOMORROW, at=MONDAY, since=MONDAY + 24 * HOUR)
        between = applied(NOC + b"# between\n", at=MONDAY + HOUR)

        assert in_force(MONDAY + 2 * HOUR).version == between
        assert in_force(MONDAY + 24 * HOUR).version == later

    def test_until_when_it_will_be_in_force_is_told_with_it(self) -> None:
        handbook = read(NOC, name="noc.yaml").handbook
        assert handbook

        alone = apply(handbook, NOC, file_name="noc.yaml", at=MONDAY)
        applied(NOC_OF_TOMORROW, at=MONDAY, since=MONDAY + 24 * HOUR)
        again = apply(handbook, NOC, file_name="noc.yaml", at=MONDAY + HOUR)
        between = apply(handbook, NOC + b"# between\n", file_name="noc.yaml", at=MONDAY + HOUR)

        assert (alone.until, again.until, between.until) == (None, MONDAY + 24 * HOUR, MONDAY + 24 * HOUR)

    def test_the_first_comes_back_as_the_same_version(self) -> None:
        first = applied(NOC, at=MONDAY)
        applied(NOC_OF_TOMORROW, at=MONDAY + HOUR)

        assert applied(NOC, at=MONDAY + 2 * HOUR) == first
        assert HandbookPeriod.objects.count() == 3

    def test_none_comes_into_force_in_the_past(self) -> None:
        with pytest.raises(StartsInThePast):
            applied(NOC, at=MONDAY, since=MONDAY - HOUR)

    def test_its_bytes_are_kept_as_they_came(self) -> None:
        assert bytes(HandbookVersion.objects.get(pk=applied(NOC, at=MONDAY).pk).source) == NOC


class TestWhatIsInUse:
    def test_a_plan_with_a_live_contract_is_not_dropped_unless_asked_for_twice(self) -> None:
        applied(NOC, at=MONDAY)
        a_contract(a_customer(at=MONDAY), "gold", at=MONDAY)

        with pytest.raises(StillNeeded) as refused:
            applied(NOC_OF_TOMORROW, at=MONDAY)
        assert refused.value.facts["plans"] == ["gold"]
        applied(NOC_OF_TOMORROW, at=MONDAY, anyway=True)

    def test_a_role_that_somebody_holds_is_not_dropped(self) -> None:
        aurora = a_customer(at=MONDAY)
        AccountRole.objects.create(customer=aurora, role="captain", person=a_contact(aurora, at=MONDAY).person, since=MONDAY)

        with pytest.raises(StillNeeded) as refused:
            applied(NOC, at=MONDAY)
        assert refused.value.facts["roles"] == ["captain"]

    def test_a_role_that_the_rota_still_names_is_not_dropped_until_its_shift_is_over(self) -> None:
        shift = a_shift("captain", an_agent(at=MONDAY), at=MONDAY)

        with pytest.raises(StillNeeded) as refused:
            applied(NOC, at=MONDAY)
        assert refused.value.facts["roles"] == ["captain"]
        shift.end(by=DESK, at=MONDAY + HOUR)
        applied(NOC, at=MONDAY + HOUR)


class TestCalendars:
    def test_the_library_seeds_from_last_year_to_five_ahead(self) -> None:
        applied(NOC, at=MONDAY)

        years = {day.date.year for day in CalendarDay.objects.filter(calendar="office", source="library")}
        assert years == set(range(2025, 2032))

    def test_counting_is_frozen_with_the_version(self) -> None:
        applied(NOC, at=MONDAY)
        frozen = in_force(MONDAY)
        hours = calendars.hours("office", handbook=frozen.version, calendars=frozen.calendars)

        # Thursday 19 November 17:00 in Belo Horizonte; the 20th is a holiday, then a weekend.
        assert add_service_time(datetime(2026, 11, 19, 20, tzinfo=UTC), 2 * HOUR, hours) == datetime(2026, 11, 23, 12, tzinfo=UTC)

    def test_a_day_that_a_person_reviewed_is_kept_by_the_next_handbook(self) -> None:
        applied(NOC, at=MONDAY)
        day = CalendarDay.objects.get(calendar="office", date=date(2026, 11, 20))
        day.hours, day.source, day.reviewed_at = [[28800, 43200]], calendars.PERSON, MONDAY
        day.save()

        applied(NOC_OF_TOMORROW, at=MONDAY + HOUR)

        assert in_force(MONDAY + HOUR).calendars.days.get(calendar="office", date=date(2026, 11, 20)).hours == [[28800, 43200]]

    def test_they_are_extended_once_a_year(self) -> None:
        applied(NOC, at=MONDAY)
        handbook = in_force(MONDAY).handbook

        assert calendars.extend(handbook, at=MONDAY) is None
        extended = calendars.extend(handbook, at=datetime(2027, 1, 2, tzinfo=UTC))
        assert extended
        assert extended.days.filter(date__year=2032).exists()
        assert calendars.extend(handbook, at=datetime(2027, 1, 3, tzinfo=UTC)) is None

    def test_the_shipped_handbooks_apply(self) -> None:
        for name in sorted(path.name for path in SHIPPED.glob("*.yaml")):
            version = a_handbook_in_force(at=MONDAY, file_name=name)

            assert in_force(MONDAY).version == version
