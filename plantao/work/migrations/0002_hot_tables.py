"""Tasks and timers come and go many times a second: keep their tables small."""

from django.db import migrations

from plantao.work.hot_tables import keep_hot


class Migration(migrations.Migration):
    dependencies = [("work", "0001_tasks_and_timers")]
    operations = [keep_hot("work_task"), keep_hot("work_timer")]
