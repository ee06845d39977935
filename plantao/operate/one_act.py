"""What a command changes: whole, once, and told only when it is committed."""

import sys
from collections.abc import Callable
from contextlib import redirect_stdout
from io import StringIO


def in_one_act(act: Callable[[], None]) -> None:
    """Run a command's act in one transaction, again where the database asks for that; what it prints appears after the commit."""
    from plantao.work.acting import run_retrying

    sys.stdout.write(run_retrying(lambda: _printed_by(act)))


def _printed_by(act: Callable[[], None]) -> str:
    with redirect_stdout(StringIO()) as said:
        act()
    return said.getvalue()
