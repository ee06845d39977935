"""The portal's role sees its customers' rows and no others, by PostgreSQL's own doing."""

from django.db import migrations

from config.row_security import portal_sees


class Migration(migrations.Migration):
    dependencies = [("events", "0002_events_are_never_changed")]
    operations = [
        migrations.RunSQL(*portal_sees("events_timeline")),
        migrations.RunSQL(*portal_sees("events_event", also="is_public")),
    ]
