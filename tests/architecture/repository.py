"""The files of this repository, as the checks on it see them."""

import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
NOT_OURS = {".git", ".venv", "var", "build", "__pycache__"}


@cache
def files() -> tuple[Path, ...]:
    """Return every file that is or would be in the repository; of a copy without git, every file but what the commands make."""
    listing = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"], cwd=ROOT, capture_output=True, check=False, text=True
    )
    if listing.returncode == 0:
        found = (ROOT / name for name in listing.stdout.split("\0") if name)
    else:
        found = (path for path in ROOT.rglob("*") if not NOT_OURS & set(path.relative_to(ROOT).parts))
    return tuple(sorted(path for path in found if path.is_file()))


def python_files() -> tuple[Path, ...]:
    """Return every file of Python that a person wrote: no migrations."""
    return tuple(path for path in files() if path.suffix == ".py" and "migrations" not in path.parts)


def name(path: Path) -> str:
    """Return the file's name as seen from the top of the repository."""
    return path.relative_to(ROOT).as_posix()
