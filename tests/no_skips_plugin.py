"""
What may be left out of a run of the tests: in CI (the variable CI is set) nothing that a machine could be given.

What it lacks is installed by .ci/run, not passed over, so a skipped test fails the run there. Tests of what only root
can do are for root: others don't select them.
"""

import os

import pytest


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "as_root: needs the rights of root, so it is not selected for other users")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if os.geteuid() != 0:
        for_root = [item for item in items if item.get_closest_marker("as_root")]
        config.hook.pytest_deselected(items=for_root)
        items[:] = [item for item in items if item not in for_root]


def pytest_sessionfinish(session: pytest.Session) -> None:
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("CI") and reporter and reporter.stats.get("skipped"):
        reporter.write_line("a test was skipped, which CI does not allow", red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
