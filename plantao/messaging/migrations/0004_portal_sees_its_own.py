"""The portal's role sees its customers' rows and no others, by PostgreSQL's own doing."""

from django.db import migrations

from config.row_security import portal_sees


class Migration(migrations.Migration):
    dependencies = [("messaging", "0003_hot_tables")]
    operations = [
        migrations.RunSQL(*portal_sees("messaging_thread")),
        migrations.RunSQL(*portal_sees("messaging_notice", also="is_public")),
    ]
