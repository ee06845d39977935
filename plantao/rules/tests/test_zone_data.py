"""Zones come from the pinned package, whatever the machine has."""

import zoneinfo


def test_the_system_is_not_asked() -> None:
    assert zoneinfo.TZPATH == ()
    assert zoneinfo.ZoneInfo("America/Santiago").key == "America/Santiago"
