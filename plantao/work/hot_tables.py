"""How tables whose rows are changed many times a second are kept small."""

from django.db import migrations


def keep_hot(table: str) -> migrations.RunSQL:
    """
    Return the migration step that lets PostgreSQL clean this table early and leaves room in its pages.

    A queue of ten rows that saw a million pass must still be read like one of ten rows: by default the dead ones are
    only cleared away when they are a fifth of the table, and slowly.
    """
    settings = {
        "fillfactor": "70",
        "autovacuum_vacuum_scale_factor": "0.02",
        "autovacuum_vacuum_threshold": "500",
        "autovacuum_analyze_scale_factor": "0.05",
        "autovacuum_vacuum_cost_delay": "0",
    }
    assignments = ", ".join(f"{name} = {value}" for name, value in settings.items())
    names = ", ".join(settings)
    return migrations.RunSQL(f'ALTER TABLE "{table}" SET ({assignments})', f'ALTER TABLE "{table}" RESET ({names})')
