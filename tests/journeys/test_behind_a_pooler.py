"""Behind a transaction pooler a session is nobody's: the app's role is taken in each transaction, and left with it."""

import json
import os
import subprocess
import sys

import pytest
from django.conf import settings

LOOK = """
import json, django
django.setup()
from django.db import connection, transaction

def user():
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        return cursor.fetchone()[0]

def owned():
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public' AND tableowner = current_user")
        return cursor.fetchone()[0]

seen = {"alone": user(), "owned": owned()}
with transaction.atomic():
    seen["inside"] = user()
    with transaction.atomic():
        seen["in a savepoint"] = user()
try:
    with transaction.atomic():
        user()
        raise ValueError
except ValueError:
    seen["after an error"] = user()
seen["left in the session"] = connection.connection.execute("SELECT current_setting('role')").fetchone()[0]
print(json.dumps(seen))
"""


@pytest.mark.django_db
class TestAProcessBehindAPooler:
    def test_acts_as_the_app_in_every_transaction_and_leaves_nothing_in_the_session(self) -> None:
        environment = {
            **os.environ,
            "PLANTAO_DATABASE_POOLER": "1",
            "PLANTAO_DATABASE_ROLE": "app",
            "DJANGO_SETTINGS_MODULE": "config.settings",
        }

        looked = subprocess.run([sys.executable, "-c", LOOK], env=environment, capture_output=True, text=True, check=True)

        assert json.loads(looked.stdout) == {
            "alone": settings.APP_ROLE,
            "owned": 0,
            "inside": settings.APP_ROLE,
            "in a savepoint": settings.APP_ROLE,
            "after an error": settings.APP_ROLE,
            "left in the session": "none",
        }
