"""While a release is changed, processes of the one before make calendar versions that say nothing of why."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("agreements", "0003_calendar_versions_say_why")]
    operations = [
        migrations.AlterField(
            model_name="calendarversion",
            name="about",
            field=models.JSONField(db_default=models.Value({}, models.JSONField()), default=dict),
        ),
        migrations.AlterField(
            model_name="calendarversion",
            name="because",
            field=models.CharField(
                choices=[("handbook", "Handbook"), ("year", "Year"), ("day_set", "Day Set"), ("day_cleared", "Day Cleared")],
                db_default="handbook",
                default="handbook",
                max_length=16,
            ),
        ),
    ]
