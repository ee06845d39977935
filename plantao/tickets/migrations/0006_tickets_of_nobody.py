"""The open tickets whose customer nobody knows are found at once, the newest first, however many others there are."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("tickets", "0005_who_is_there")]
    operations = [
        AddIndexConcurrently(
            "ticket",
            models.Index(
                fields=["-opened_at", "-id"],
                condition=models.Q(("status__in", ["new", "attended"]), ("customer", None)),
                name="tickets_of_nobody",
            ),
        )
    ]
