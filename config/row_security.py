"""
The second wall: what PostgreSQL itself lets the portal's role see, beside `.visible_to(person)`.

A transaction of the portal says whose rows it may see: SET LOCAL ROLE plantao_portal; SET LOCAL plantao.customers = '7,12'.
Nothing said, nothing seen. The app's role sees every row. Used by migrations: RunSQL(*portal_sees("tickets_ticket")).
"""

from config.settings import APP_ROLE, PORTAL_ROLE

CUSTOMERS = "plantao.customers"
OF_THESE_CUSTOMERS = f"ANY (string_to_array(NULLIF(current_setting('{CUSTOMERS}', true), ''), ',')::bigint[])"


def portal_sees(table: str, *, column: str = "customer_id", also: str = "true") -> tuple[str, str]:
    """Return the SQL that lets the portal see its customers' rows of a table where `also` holds, and the SQL that takes it back."""
    condition = f"{column} = {OF_THESE_CUSTOMERS} AND {also}"
    return (
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;"
        f"CREATE POLICY app ON {table} TO {APP_ROLE} USING (true) WITH CHECK (true);"
        f"CREATE POLICY portal ON {table} FOR SELECT TO {PORTAL_ROLE} USING ({condition});"
        f"GRANT SELECT ON {table} TO {PORTAL_ROLE};",
        f"DROP POLICY app ON {table};"
        f"DROP POLICY portal ON {table};"
        f"REVOKE SELECT ON {table} FROM {PORTAL_ROLE};"
        f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;",
    )
