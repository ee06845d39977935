"""Changes, maintenance and orders."""

from collections.abc import Iterator

from plantao.handbook.checks.calendars import overlaps
from plantao.handbook.document import Handbook, MaintenanceKind
from plantao.handbook.document.carrier import Approval, ItemsOfDepartment
from plantao.handbook.problems import Finding, Path, _, named
from plantao.rules.duration import Duration


def check(handbook: Handbook) -> Iterator[Finding]:
    """Check what a carrier promises besides."""
    if handbook.changes is not None and handbook.changes.standard is not None:
        items = handbook.changes.standard.items
        if isinstance(items, ItemsOfDepartment) and items.department in handbook.departments and items.department not in handbook.catalogue:
            yield Finding(
                ("changes", "standard", "items", "department"),
                _("%(department)s has no items in the catalogue", department=named(items.department)),
            )
    if handbook.changes is not None and handbook.changes.maintenance is not None:
        maintenance: Path = ("changes", "maintenance")
        yield from _maintenance((*maintenance, "standard"), handbook.changes.maintenance.standard)
        if handbook.changes.maintenance.emergency is not None:
            yield from _maintenance((*maintenance, "emergency"), handbook.changes.maintenance.emergency)
    for index, touchpoint in enumerate(handbook.orders.touchpoints if handbook.orders else ()):
        if touchpoint.key in touchpoint.before:
            yield Finding(("orders", "touchpoints", index, "before", touchpoint.key), _("can't be sent before itself"), at_key=True)


def _maintenance(path: Path, kind: MaintenanceKind) -> Iterator[Finding]:
    if not isinstance(kind.window, str):
        if not kind.window:
            yield Finding((*path, "window"), _("never opens; write intervals, or `any`"))
        yield from overlaps((*path, "window"), kind.window)
    if not isinstance(kind.approval, Approval):
        return
    for index, reminder in enumerate(kind.approval.remind):
        if _is_longer(reminder, kind.approval.ask):
            sentence = _(
                "a reminder %(reminder)s before the work would come before the question itself, %(ask)s before",
                reminder=reminder,
                ask=kind.approval.ask,
            )
            yield Finding((*path, "approval", "remind", index), sentence)


def _is_longer(one: Duration, other: Duration) -> bool:
    """Whether one is longer than the other, as far as that can be told without a calendar."""
    if one.is_days or other.is_days:
        return one.unit == other.unit and one.amount > other.amount
    return one.wall > other.wall
