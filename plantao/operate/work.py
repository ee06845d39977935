"""`plantao work`: a worker. As many may run as one likes, on as many machines; each takes what no other has."""

import argparse
from datetime import timedelta

from plantao.operate.rooms import open_rooms
from plantao.operate.until_stopped import stop_event

FINISH_WITHIN = timedelta(seconds=2)


def configure(parser: argparse.ArgumentParser) -> None:
    parser.description = "Runs what is due: timers, tasks, what came in and what goes out. Waits for its database. SIGTERM ends it."


def run(options: argparse.Namespace) -> int:
    stop = stop_event()
    open_rooms(must_answer=False)
    from plantao.work.loop import Worker

    worker = Worker()
    worker.start()
    stop.wait()
    worker.stop(within=FINISH_WITHIN)
    return 0
