"""The portal's role sees its customers' rows and no others, by PostgreSQL's own doing."""

from django.db import migrations

from config.row_security import portal_sees


class Migration(migrations.Migration):
    dependencies = [("tickets", "0001_tickets")]
    operations = [
        migrations.RunSQL(*portal_sees("tickets_ticket", also="is_contact")),
        migrations.RunSQL(*portal_sees("tickets_protocol")),
        migrations.RunSQL(*portal_sees("tickets_answer")),
        migrations.RunSQL(*portal_sees("tickets_entry", also="is_public")),
        migrations.RunSQL(*portal_sees("tickets_attachment", also="EXISTS (SELECT 1 FROM tickets_entry AS said WHERE said.id = entry_id)")),
        migrations.RunSQL(*portal_sees("tickets_hold")),
        migrations.RunSQL(*portal_sees("tickets_promise")),
        migrations.RunSQL(*portal_sees("tickets_resolution")),
    ]
