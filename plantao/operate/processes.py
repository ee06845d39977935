"""Starting and ending processes of ours, so that none outlives the one that started it."""

import ctypes
import os
import pwd
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PR_SET_PDEATHSIG = 1  # linux/prctl.h


@dataclass(frozen=True, slots=True)
class SystemUser:
    """A user of the operating system as whom a child process is to run."""

    name: str
    uid: int
    gid: int
    is_known: bool = True  # to the machine's list of users; in a container a folder's owner often isn't

    def can(self, test: str, path: Path) -> bool:
        """Return whether this user passes `test` (as in test(1): -x, -r, -w) for `path`, folders above included."""
        asked = ["/bin/sh", "-c", f'test {test} "$1"', "sh", str(path)]
        return subprocess.run(asked, check=False, cwd="/", **as_user(self)).returncode == 0


def owner_of(path: Path) -> SystemUser:
    """Return the user to whom `path` belongs."""
    status = path.stat()
    try:
        name = pwd.getpwuid(status.st_uid).pw_name
    except KeyError:
        return SystemUser(str(status.st_uid), status.st_uid, status.st_gid, is_known=False)
    return SystemUser(name, status.st_uid, status.st_gid)


def nobody() -> SystemUser:
    """Return the user without rights that every system has."""
    try:
        entry = pwd.getpwnam("nobody")
    except KeyError:
        return SystemUser("nobody", 65534, 65534)
    return SystemUser(entry.pw_name, entry.pw_uid, entry.pw_gid)


def as_user(user: SystemUser | None) -> dict[str, Any]:
    """Return what `subprocess` must be given to run as `user`; None stays who we are."""
    return {} if user is None else {"user": user.uid, "group": user.gid, "extra_groups": []}


def start(
    command: Sequence[str], *, log: Path, user: SystemUser | None = None, last_wish: int = signal.SIGTERM, **more: Any
) -> subprocess.Popen[bytes]:
    """
    Start `command` in a process group of its own, with its output appended to `log`.

    When we die, however suddenly, Linux sends it `last_wish`; elsewhere it stays until the next start finds it.
    """
    with log.open("ab") as output:
        return subprocess.Popen(
            list(command), stdin=subprocess.DEVNULL, stdout=output, stderr=output, start_new_session=True,
            preexec_fn=_die_with(os.getpid(), last_wish), **as_user(user), **more,
        )  # fmt: skip


def end_group(process: subprocess.Popen[bytes], signals: Sequence[tuple[int, float]]) -> None:
    """Send each signal in turn to the group of `process`, and wait its seconds; the rest of the group is killed at the end."""
    for number, seconds in signals:
        send(process.pid, number, group=True)
        try:
            process.wait(timeout=seconds)
            break
        except subprocess.TimeoutExpired:
            continue
    send(process.pid, signal.SIGKILL, group=True)
    process.wait()


def send(pid: int, number: int, *, group: bool = False) -> bool:
    """Send a signal to a process or to its group; return False where there is nobody left who could get it."""
    try:
        (os.killpg if group else os.kill)(pid, number)
    except (ProcessLookupError, PermissionError):
        return False
    return True


def command_of(pid: int) -> str:
    """Return the command line of a running process; "" where there is none, or it is only a zombie."""
    entry = Path(f"/proc/{pid}/cmdline")
    if Path("/proc/self/cmdline").exists():
        try:
            return entry.read_bytes().replace(b"\0", b" ").decode(errors="replace").strip()
        except OSError:
            return ""
    asked = subprocess.run(["ps", "-ww", "-o", "command=", "-p", str(pid)], check=False, capture_output=True, text=True)
    return asked.stdout.strip()


def die_with_parent(last_wish: int) -> None:
    """Have the system send us `last_wish` when our parent ends, however suddenly. Linux only."""
    if sys.platform.startswith("linux"):
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, last_wish, 0, 0, 0)


def _die_with(parent: int, last_wish: int) -> Callable[[], None] | None:
    if not sys.platform.startswith("linux"):
        return None
    prctl = ctypes.CDLL(None, use_errno=True).prctl  # found before the fork: nothing may be loaded after it

    def before_the_program_starts() -> None:
        prctl(PR_SET_PDEATHSIG, last_wish, 0, 0, 0)
        if os.getppid() != parent:  # it died in between
            os._exit(1)

    return before_the_program_starts
