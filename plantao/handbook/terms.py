"""What a handbook promises of each clock, as the rules count it: for `plantao explain` and for tickets alike."""

from collections.abc import Callable, Mapping

from plantao.handbook.document import Handbook
from plantao.rules.clock_counts import ClockTerms
from plantao.rules.clock_rounds import ClockRule
from plantao.rules.service_level import Target
from plantao.rules.working_time import ServiceHours


def clock_terms(
    handbook: Handbook, *, criticality: str, contract: str | None, hours: Callable[[str], ServiceHours]
) -> Mapping[str, ClockTerms]:
    """
    Return the terms of every clock that has a target, in the handbook's order.

    `hours` gives those of a calendar by its key, which may be `customer`; without a `contract` the criticality counts as it
    is written. KeyError for unknown names.
    """
    targets = handbook.targets(criticality=criticality, contract=contract)
    holds = handbook.holds_under(contract)
    return {
        name: ClockTerms(
            rule=ClockRule(starts=clock.starts, met_by=clock.met_by, repeats=clock.repeats),
            target=Target(
                within=targets[name].latest.wall,
                mark=None if (mark := targets[name].earliest) is None else mark.wall,
                hours=hours(targets[name].calendar),
            ),
            stopped_by=frozenset(reason for reason, hold in holds.items() if name in hold.stops),
        )
        for name, clock in handbook.clocks.items()
        if name in targets
    }
