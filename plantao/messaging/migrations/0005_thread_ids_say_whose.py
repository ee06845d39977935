"""Of what was said in a thread it is known who said it, so that a mail follows the right ones."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("messaging", "0004_portal_sees_its_own")]
    operations = [
        migrations.AddField("threadid", "address", models.CharField(blank=True, default="", max_length=320), preserve_default=False)
    ]
