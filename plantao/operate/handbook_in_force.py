"""
`plantao handbook apply` and `show`: what is in force, in the database.

Django is imported only when one of them runs: `check` and `explain` stand beside them and need none.
"""

import argparse
import sys
from pathlib import Path

from plantao import clock
from plantao.handbook.reading import Reading
from plantao.operate.instants import read_instant
from plantao.operate.trouble import Trouble


def configure_apply(parser: argparse.ArgumentParser) -> None:
    """Offer the arguments of `apply`."""
    parser.add_argument("file", metavar="FILE", type=Path, help="a handbook (YAML, UTF-8)")
    parser.add_argument(
        "--from", dest="since", metavar="INSTANT", help="when it comes into force (ISO 8601; without an offset in the provider's zone); now"
    )
    parser.add_argument("--anyway", action="store_true", help="even if it drops a plan with a live contract, or a role that somebody holds")


def apply(reading: Reading, source: bytes, options: argparse.Namespace) -> int:
    """Put a checked handbook in force and say so."""
    from plantao.operate.rooms import open_rooms

    open_rooms()
    from plantao.agreements.applying import apply as put_in_force
    from plantao.work.acting import run_retrying

    handbook = reading.handbook
    assert handbook
    at = clock.now()
    since = read_instant(options.since, option="--from", zone=handbook.provider.time_zone) if options.since else None
    name = Path(reading.name).name
    applied = run_retrying(lambda: put_in_force(handbook, source, file_name=name, at=at, since=since, anyway=options.anyway))
    when = f"since {applied.since:%Y-%m-%dT%H:%M:%SZ}" if applied.since <= at else f"from {applied.since:%Y-%m-%dT%H:%M:%SZ}"
    print(f"version {applied.version.number} is in force {when}" + ("" if applied.is_new else "; nothing changed"))
    if applied.until is not None:
        until = f"{applied.until:%Y-%m-%dT%H:%M:%SZ}"
        print(f"until {until}, when one that was applied before takes over; see `plantao handbook show --list`")
    return 0


def configure_show(parser: argparse.ArgumentParser) -> None:
    """Offer the arguments of `show`."""
    parser.add_argument(
        "version", metavar="VERSION", nargs="?", help="the number of a version, or the beginning of its hash; that in force"
    )
    parser.add_argument("--list", action="store_true", help="list the versions and when each was in force")


def show(options: argparse.Namespace) -> int:
    """Print a version as it was applied, to the byte; or list them."""
    from plantao.operate.rooms import open_rooms

    open_rooms()
    from plantao.agreements.models import HandbookPeriod, HandbookVersion
    from plantao.agreements.queries import in_force

    if options.list:
        for period in HandbookPeriod.objects.select_related("version").order_by("since"):
            until = f"{period.until:%Y-%m-%dT%H:%M:%SZ}" if period.until else "-"
            version = period.version
            print(f"{version.number}\t{version.sha256[:12]}\t{period.since:%Y-%m-%dT%H:%M:%SZ}\t{until}\t{version.file_name}")
        return 0
    if options.version is None:
        version = in_force(clock.now()).version
    else:
        wanted = options.version
        found = HandbookVersion.objects.filter(sha256__startswith=wanted.lower()) if not wanted.isdecimal() else None
        found = HandbookVersion.objects.filter(number=int(wanted)) if found is None and len(wanted) < 9 else found
        if found is None or found.count() != 1:
            raise Trouble(f"there is no version {wanted!r}, or more than one; `plantao handbook show --list` names them")
        version = found.get()
    sys.stdout.buffer.write(bytes(version.source))
    return 0
