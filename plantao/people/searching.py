"""
How words are compared when somebody searches: the same in the rooms that keep them and in the question.

Accents, capitals and punctuation make no difference, nor does the plural: *conexão* finds *conexões*, *enlace* finds
*Enlaces*, `ge-0/0/1` finds `GE 0/0/1`. The functions are the database's (plantao/people/migrations), so that indexes hold
their results: docs/decisions/0021-words-are-searched-as-the-database-reads-them.md.
"""

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db.models import BooleanField, Func, TextField

MOST_WORDS = 12
SHORTEST_PIECE = 3
"""Pieces are looked up by their trigrams."""


class Searchable(Func):
    """A text as it is compared: its words in small letters without accents and plurals, one space between them."""

    function = "plantao_searchable"
    arity = 1
    output_field = TextField()


class Lexemes(Func):
    """The words of a text, each with its places."""

    template = "to_tsvector('simple'::regconfig, plantao_searchable(%(expressions)s))"
    arity = 1
    output_field = TextField()


class Says(Func):
    """Whether a text (first) holds a word that begins like the one looked for; of `ge-0/0/1`, its parts in a row."""

    function = "plantao_says"
    arity = 2
    output_field = BooleanField()


class Holds(Func):
    """Whether a short text, a name or a number (first), holds a piece, at least SHORTEST_PIECE long, wherever it stands."""

    function = "plantao_holds"
    arity = 2
    output_field = BooleanField()


def index_of_words(field: str, *, name: str) -> GinIndex:
    """Return the index by which `Says` finds."""
    return GinIndex(Lexemes(field), name=name)


def index_of_pieces(field: str, *, name: str) -> GinIndex:
    """Return the index by which `Holds` finds."""
    return GinIndex(OpClass(Searchable(field), name="gin_trgm_ops"), name=name)


def words_to_look_for(text: str) -> list[str]:
    """Return the words of a question, as many as are looked for; without those that are nothing but punctuation."""
    storable = text.replace("\0", "").encode("utf-8", "ignore").decode()
    return [word for word in storable.split() if any(character.isalnum() for character in word)][:MOST_WORDS]
