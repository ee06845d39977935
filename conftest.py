"""Fixtures that rooms and journeys share."""

from tests.pages import budget, signed_in

__all__ = ["budget", "signed_in"]
