"""A phone number is found by a piece of it, however it was written: by its digits, as they are compared."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations

from plantao.people.searching import index_of_pieces


class Migration(migrations.Migration):
    atomic = False
    dependencies = [
        ("people", "0006_person_is_fictional"),
    ]
    operations = [
        AddIndexConcurrently("address", index_of_pieces("key", name="people_address_key_searched")),
    ]
