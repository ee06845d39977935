"""A worker in a process of its own that begins on a task, says so, and never ends: run with `python -m`."""

import os
import sys
from datetime import datetime
from threading import Event
from typing import Any

import django


def main() -> None:
    """Take tasks until killed; each has its effect, which is never committed."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()

    from plantao.work import registry
    from plantao.work.loop import Worker
    from plantao.work.tasks import queue_task

    def sweep(_: dict[str, Any], at: datetime) -> None:
        queue_task("effect", at=at)
        sys.stdout.write("begun\n")
        sys.stdout.flush()
        Event().wait()

    registry.register(registry.Registry(tasks={"sweep": sweep}))
    Worker().start()
    Event().wait()


if __name__ == "__main__":
    main()
