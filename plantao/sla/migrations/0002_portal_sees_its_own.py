"""The portal's role sees its customers' published clocks and no others, by PostgreSQL's own doing."""

from django.db import migrations

from config.row_security import portal_sees


class Migration(migrations.Migration):
    dependencies = [("sla", "0001_clocks")]
    operations = [
        migrations.RunSQL(*portal_sees("sla_clock", also="is_published")),
    ]
