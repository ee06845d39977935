"""What people search by is indexed as it is compared."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations

from plantao.people.searching import index_of_pieces, index_of_words


class Migration(migrations.Migration):
    atomic = False
    dependencies = [
        ("tickets", "0002_portal_sees_its_own"),
        ("people", "0003_words_are_compared"),
    ]
    operations = [
        AddIndexConcurrently("entry", index_of_words("text", name="tickets_entry_searched")),
        AddIndexConcurrently("protocol", index_of_pieces("number", name="tickets_protocol_searched")),
        AddIndexConcurrently("ticket", index_of_words("subject", name="tickets_subject_searched")),
        AddIndexConcurrently("vendorcase", index_of_pieces("reference", name="tickets_reference_searched")),
    ]
