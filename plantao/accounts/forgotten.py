"""
A forgotten password. Whoever asks is told the same, and as fast, whether the address is somebody's or not: it is looked up by
the loop of work.
"""

from datetime import datetime
from typing import Any, Final

from plantao.staff.models import Agent
from plantao.work.tasks import queue_task

FORGOTTEN: Final = "accounts.forgotten"


def ask(address: str, *, at: datetime) -> None:
    """Somebody says to have forgotten the password with which they sign in at this address."""
    queue_task(FORGOTTEN, {"address": address.strip().lower()}, at=at)


def tell(payload: dict[str, Any], at: datetime) -> None:
    """Tell them, by the outbox, at their own address; who does not serve is told nothing."""
    agent = Agent.objects.filter(person__email=payload["address"], person__disabled_at=None, disabled_at=None).first()
    if agent is not None:
        agent.forgot_password(at=at)
