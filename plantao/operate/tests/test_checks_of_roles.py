"""What `plantao check` says of owners, rights and walls, one thing wrong at a time."""

from collections.abc import Callable, Iterable, Iterator

import pytest
from django.db import connection

from plantao.operate import checks_of_roles
from plantao.operate.findings import Finding, Level

pytestmark = pytest.mark.django_db


def run(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.fixture(autouse=True)
def _as_migrated() -> None:
    run("GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO plantao_app")
    run("GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO plantao_app")


def wrong(findings: Iterable[Finding]) -> str:
    """Return the sentence of the one finding, which is that something is wrong."""
    [finding] = findings
    assert finding.level == Level.WRONG
    return finding.sentence


CASES: list[tuple[Callable[[], Iterator[Finding]], str, str]] = [
    (
        checks_of_roles.of_rights,
        "REVOKE UPDATE ON tickets_ticket FROM plantao_app",
        "may not work on tickets_ticket; run `plantao migrate`",
    ),
    (checks_of_roles.of_rights, "REVOKE ALL ON SEQUENCE tickets_ticket_id_seq FROM plantao_app", "may not work on tickets_ticket_id_seq"),
    (checks_of_roles.of_owners, "ALTER TABLE tickets_ticket OWNER TO plantao_portal", "ALTER TABLE tickets_ticket OWNER TO "),
    (
        checks_of_roles.of_walls,
        "ALTER TABLE tickets_ticket DISABLE ROW LEVEL SECURITY",
        "rows in tickets_ticket; let their owner run: ALTER TABLE tickets_ticket ENABLE ROW LEVEL SECURITY;",
    ),
    (checks_of_roles.of_walls, "GRANT SELECT ON people_person TO plantao_portal", "run: REVOKE ALL ON people_person FROM plantao_portal;"),
    (checks_of_roles.of_walls, "ALTER ROLE plantao_portal BYPASSRLS", "ALTER ROLE plantao_portal NOSUPERUSER NOBYPASSRLS;"),
]


class TestTablesAsMigrated:
    def test_when_nothing_was_changed_then_nothing_is_said(self) -> None:
        found = [
            finding for check in (checks_of_roles.of_owners, checks_of_roles.of_rights, checks_of_roles.of_walls) for finding in check()
        ]

        assert found == []

    @pytest.mark.parametrize(("check", "changed", "told"), CASES)
    def test_when_something_was_then_it_says_what_puts_it_right(
        self, check: Callable[[], Iterator[Finding]], changed: str, told: str
    ) -> None:
        run(changed)

        assert told in wrong(check())

    def test_when_a_process_acts_as_the_owner_then_it_warns(self) -> None:
        [finding] = checks_of_roles.of_roles()  # as the tests do

        assert (finding.level, "unset PLANTAO_DATABASE_ROLE" in finding.sentence) == (Level.WARNING, True)

    def test_when_the_app_owns_a_table_then_it_says_who_should(self) -> None:
        run("ALTER TABLE tickets_ticket OWNER TO plantao_app")
        run("SET LOCAL ROLE plantao_app")

        assert "plantao_app owns 1 tables" in wrong(checks_of_roles.of_roles())
