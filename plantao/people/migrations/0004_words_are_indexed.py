"""What people search by is indexed as it is compared."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations

from plantao.people.searching import index_of_pieces


class Migration(migrations.Migration):
    atomic = False
    dependencies = [
        ("people", "0003_words_are_compared"),
    ]
    operations = [
        AddIndexConcurrently("address", index_of_pieces("value", name="people_address_searched")),
        AddIndexConcurrently("person", index_of_pieces("name", name="people_person_searched")),
    ]
