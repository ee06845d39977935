"""
Fixtures of pages, for rooms and journeys alike: a browser in which somebody is signed in, and a budget of queries.

    def test_when_it_is_opened_then_it_costs_few_queries(self, signed_in, budget):
        with budget(15):
            signed_in(an_agent(at=NOW)).get("/tickets/")
"""

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from plantao.people.models import Person
from plantao.staff.models import Agent

BACKEND = "plantao.accounts.backend.Backend"
SignIn = Callable[[Agent | Person], Client]
Budget = Callable[[int], AbstractContextManager[None]]


@pytest.fixture
def signed_in(db: None) -> SignIn:
    """Return a function that gives a browser in which an agent, or any person, is signed in with a second factor."""
    return browser_of


@pytest.fixture
def budget() -> Budget:
    """Return a context in which at most so many queries are asked; one more fails the test, and they are listed."""
    return at_most


def browser_of(who: Agent | Person, *, second_factor: bool = True) -> Client:
    """Return a browser in which this agent, or person, is signed in."""
    person = who.person if isinstance(who, Agent) else who
    browser = Client()
    session = SessionStore()
    session.update({SESSION_KEY: str(person.pk), BACKEND_SESSION_KEY: BACKEND, HASH_SESSION_KEY: person.get_session_auth_hash()})
    if second_factor:
        session["account_authentication_methods"] = [{"method": "mfa", "type": "totp", "id": 1, "at": time.time(), "reauthenticated": True}]
        session["account_authentication_methods_user"] = str(person.pk)
    session.save()
    browser.cookies[settings.SESSION_COOKIE_NAME] = str(session.session_key)
    return browser


@contextmanager
def at_most(queries: int) -> Iterator[None]:
    """Fail where more than `queries` are asked of the database inside."""
    with CaptureQueriesContext(connection) as captured:
        yield
    asked = [query["sql"] for query in captured if not query["sql"].startswith(("SAVEPOINT", "RELEASE", "ROLLBACK TO"))]
    if len(asked) > queries:
        listed = "\n".join(f"{number:>3}  {sql[:200]}" for number, sql in enumerate(asked, 1))
        pytest.fail(f"{len(asked)} queries, {queries} allowed:\n{listed}", pytrace=False)
