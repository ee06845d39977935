"""What comes and goes changes several times a minute: keep the tables small."""

from django.db import migrations

from plantao.work.hot_tables import keep_hot


class Migration(migrations.Migration):
    dependencies = [("messaging", "0002_messages_gather_notices")]
    operations = [keep_hot("messaging_inbound"), keep_hot("messaging_message"), keep_hot("messaging_notice")]
