"""The portal's role sees its customers' rows and no others, by PostgreSQL's own doing."""

from django.db import migrations

from config.row_security import portal_sees


class Migration(migrations.Migration):
    dependencies = [("directory", "0001_customers")]
    operations = [
        migrations.RunSQL(*portal_sees("directory_customer", column="id")),
        migrations.RunSQL(*portal_sees("directory_site")),
        migrations.RunSQL(*portal_sees("directory_service")),
        migrations.RunSQL(*portal_sees("directory_contact")),
        migrations.RunSQL(*portal_sees("directory_accountrole")),
    ]
