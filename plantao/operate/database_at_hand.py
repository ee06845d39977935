"""The database of an installation for a command that needs it as its owner, whether Plantão runs or not."""

from collections.abc import Iterator
from contextlib import contextmanager

from config import env
from plantao.operate import database
from plantao.operate.postgres import EmbeddedPostgres
from plantao.operate.premises import Premises
from plantao.operate.trouble import Trouble


@contextmanager
def at_hand(*, alone: bool) -> Iterator[str]:
    """
    Give the owner's address of the database: that of DATABASE_OWNER_URL or DATABASE_URL, else the embedded one.

    The embedded one is started for the length of the block where Plantão doesn't run here. Where it runs, its database
    is given, or, for a command that must be `alone`, refused. Raises Trouble.
    """
    if env.text("DATABASE_URL"):
        url = env.database_url(owner=True)
        database.check(url)
        yield url
        return
    premises = Premises(env.home())
    if not alone and not (premises.home / "postgres").exists():
        raise Trouble(f"no database is named and there is none in {premises.home}; set DATABASE_URL or PLANTAO_HOME")
    premises.open()
    try:
        lock = premises.lock()
    except Trouble:
        if alone:
            raise
        yield env.database_url()
        return
    with lock:
        postgres = EmbeddedPostgres(premises.home / "postgres", log=premises.log / "postgres.log")
        try:
            yield postgres.start()
        finally:
            postgres.stop()
