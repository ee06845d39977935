"""The portal's role sees its customers' rows and no others, by PostgreSQL's own doing."""

from django.db import migrations

from config.row_security import portal_sees


class Migration(migrations.Migration):
    dependencies = [("agreements", "0001_handbooks_calendars_contracts")]
    operations = [
        migrations.RunSQL(*portal_sees("agreements_contract")),
    ]
