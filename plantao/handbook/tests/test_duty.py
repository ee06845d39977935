"""The roles that a rota may not leave to nobody."""

from plantao.handbook.duty import roles_on_duty
from plantao.handbook.reading import read
from plantao.handbook.tests.handbooks import ROOT


def of(name: str) -> tuple[str, ...]:
    handbook = read((ROOT / "handbooks" / name).read_bytes(), name=name).handbook
    assert handbook
    return roles_on_duty(handbook)


class TestTheShippedHandbooks:
    def test_the_noc_needs_whom_its_ladders_tell_each_once(self) -> None:
        assert of("noc.yaml") == ("noc_coordinator", "noc_manager", "director")

    def test_the_carrier_does_not_need_whom_each_customer_has_of_its_own(self) -> None:
        assert of("carrier.yaml") == ("tsc_supervisor", "tsc_manager")
