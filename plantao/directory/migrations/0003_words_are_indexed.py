"""What people search by is indexed as it is compared."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations

from plantao.people.searching import index_of_pieces


class Migration(migrations.Migration):
    atomic = False
    dependencies = [
        ("directory", "0002_portal_sees_its_own"),
        ("people", "0003_words_are_compared"),
    ]
    operations = [
        AddIndexConcurrently("customer", index_of_pieces("name", name="directory_customer_searched")),
        AddIndexConcurrently("service", index_of_pieces("service_id", name="directory_service_searched")),
    ]
