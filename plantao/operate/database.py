"""Whether the database that an operator named can be used, told in a sentence where it can't."""

import psycopg
from psycopg.conninfo import conninfo_to_dict

from plantao.operate.postgres_binaries import OLDEST
from plantao.operate.trouble import Trouble

SHAPE = "postgresql://user:password@host:5432/name"


def read(url: str, *, variable: str = "DATABASE_URL") -> dict[str, str]:
    """Return the parts of an address. Raises Trouble where it is none."""
    try:
        return {key: str(value) for key, value in conninfo_to_dict(url).items() if value is not None}
    except psycopg.ProgrammingError:  # its message would repeat the address, password included
        raise Trouble(f"{variable} can't be read as an address of PostgreSQL; write {SHAPE}") from None


def check(url: str, *, variable: str = "DATABASE_URL") -> str:
    """Return the version of the PostgreSQL at `url`, as it tells it. Raises Trouble where it can't be used."""
    read(url, variable=variable)
    try:
        with psycopg.connect(url, connect_timeout=5, autocommit=True) as connection:
            return _judge(connection, _where(url))
    except psycopg.OperationalError as error:
        raise unusable(url, error, variable=variable) from None


def unusable(url: str, error: Exception, *, variable: str = "DATABASE_URL") -> Trouble:
    """Return what to tell of a database that refused us: what libpq says last, which never holds the password."""
    said = [line.strip() for line in str(error).splitlines() if line.strip() and not line.strip().lower().startswith("is the server")]
    if any("No space left on device" in line for line in said):
        return Trouble(f"the disk of the database at {_where(url)} is full; make room there")
    reason = (said[-1] if said else "it gave no reason").rsplit(" failed: ", 1)[-1].removeprefix("FATAL:").strip()
    doubt = "is" if "FATAL:" in str(error) else "is it running, and is"  # a server that refuses us is running
    return Trouble(f"the database at {_where(url)} can't be used: {reason}; {doubt} {variable} right?")


def _where(url: str) -> str:
    parts = read(url)
    return f"{parts.get('host', 'this machine')}:{parts.get('port', '5432')}"


def _judge(connection: psycopg.Connection, where: str) -> str:
    row = connection.execute(
        "SELECT current_setting('server_version'), current_setting('server_encoding'), pg_is_in_recovery(), "
        "current_setting('transaction_read_only')"
    ).fetchone()
    assert row
    version, encoding, is_copy, only_read = row
    if connection.info.server_version < OLDEST * 10_000:
        raise Trouble(
            f"the database at {where} is PostgreSQL {version}; Plantão needs {OLDEST} or newer, upgrade it or name another in DATABASE_URL"
        )
    if encoding != "UTF8":
        raise Trouble(f"the database {connection.info.dbname} at {where} is in {encoding}; make one with ENCODING 'UTF8' and name that")
    if is_copy:
        raise Trouble(f"the database at {where} is a copy that can only be read; name its primary in DATABASE_URL")
    if only_read == "on":
        raise Trouble(f"the database {connection.info.dbname} at {where} can only be read; turn its default_transaction_read_only off")
    return str(version)
