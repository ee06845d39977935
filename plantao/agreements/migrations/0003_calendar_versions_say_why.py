"""A calendar version says why it was made in facts; a sentence in one language stood there before. An edit's event has a timeline."""

import re

import django.db.models.deletion
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

_WRITTEN = re.compile("(handbook|year) ([0-9]+)")


def read_reasons(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    for version in apps.get_model("agreements", "CalendarVersion").objects.exclude(reason=""):
        written = _WRITTEN.fullmatch(version.reason)
        if written:
            version.because, version.about, version.reason = written[1], {written[1]: int(written[2])}, ""
            version.save(update_fields=["because", "about", "reason"])


class Migration(migrations.Migration):
    dependencies = [("agreements", "0002_portal_sees_its_own"), ("events", "0003_portal_sees_its_own")]
    operations = [
        migrations.AddField(
            model_name="calendarversion",
            name="because",
            field=models.CharField(
                choices=[("handbook", "Handbook"), ("year", "Year"), ("day_set", "Day Set"), ("day_cleared", "Day Cleared")],
                default="handbook",
                max_length=16,
            ),
        ),
        migrations.AddField(model_name="calendarversion", name="about", field=models.JSONField(default=dict)),
        migrations.AddField(
            model_name="calendarversion",
            name="timeline",
            field=models.OneToOneField(
                blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="calendars", to="events.timeline"
            ),
        ),
        migrations.AlterField(model_name="calendarversion", name="reason", field=models.CharField(blank=True, max_length=200)),
        migrations.RunPython(read_reasons, migrations.RunPython.noop, elidable=True),
    ]
