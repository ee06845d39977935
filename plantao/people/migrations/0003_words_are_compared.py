"""The functions by which words are compared, and the trigrams of PostgreSQL's own pg_trgm."""

from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations

SEARCHABLE = r"""
CREATE FUNCTION plantao_searchable(said text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN
  regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(
    btrim(regexp_replace(lower(regexp_replace(
      left(normalize(left(said, 50000), NFKD), 100000),
      U&'[\0300-\036F]', '', 'g')),
      U&'[\0001-/:-@\005B-`{-\00BF\2010-\206F]+', ' ', 'g')),
    '([a-z]{2})(oes|aes|aos)\M', '\1ao', 'g'),
    '([a-z]{2}[aeou])is\M', '\1l', 'g'),
    '([a-z]{3})s\M', '\1', 'g'),
    '([a-z]{3})e\M', '\1', 'g'),
    '([a-z]{2})m\M', '\1n', 'g')
"""
SAYS = """
CREATE FUNCTION plantao_says(said text, word text) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN to_tsvector('simple'::regconfig, plantao_searchable(said))
    @@ to_tsquery('simple'::regconfig, replace(plantao_searchable(word), ' ', ' <-> ') || ':*')
"""
HOLDS = """
CREATE FUNCTION plantao_holds(said text, piece text) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN plantao_searchable(said) LIKE '%' || plantao_searchable(piece) || '%'
"""


class Migration(migrations.Migration):
    """
    Letters are taken apart from their accents by Unicode's own rules, so no dictionary is needed. At most 50,000
    characters of a text are searched: PostgreSQL refuses a row whose words take more than a megabyte.
    """

    dependencies = [("people", "0002_mail_is_called_email")]
    operations = [
        TrigramExtension(),
        migrations.RunSQL(SEARCHABLE, "DROP FUNCTION plantao_searchable"),
        migrations.RunSQL(SAYS, "DROP FUNCTION plantao_says"),
        migrations.RunSQL(HOLDS, "DROP FUNCTION plantao_holds"),
    ]
