"""What was put away is listed, the newest first."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("messaging", "0006_senders_are_blocked")]
    operations = [
        AddIndexConcurrently(
            "inbound",
            models.Index(fields=["received_at"], condition=models.Q(outcome="discarded"), name="messaging_inbound_away"),
        )
    ]
