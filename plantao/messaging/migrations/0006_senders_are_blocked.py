"""Who is blocked, and what people did with a mail that is on no ticket."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0003_portal_sees_its_own"),
        ("files", "0001_blobs"),
        ("messaging", "0005_thread_ids_say_whose"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="BlockedSender",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=320)),
                ("reason", models.CharField(max_length=200)),
                ("since", models.DateTimeField()),
                ("until", models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.AddField(
            model_name="inbound",
            name="timeline",
            field=models.ForeignKey(
                blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="events.timeline"
            ),
        ),
        migrations.AddField(
            model_name="blockedsender",
            name="person",
            field=models.ForeignKey(
                blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="blockedsender",
            name="timeline",
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="events.timeline"),
        ),
        migrations.AddConstraint(
            model_name="blockedsender",
            constraint=models.UniqueConstraint(condition=models.Q(("until", None)), fields=("key",), name="messaging_blocked_once"),
        ),
    ]
