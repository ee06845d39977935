"""What is kept of an error beside the row that it came from."""

import traceback
from pathlib import Path


def reason(error: BaseException) -> str:
    """
    Return the error's class, its words, and the line that raised it, as `loop.py:12`, below plantao as `plantao/work/loop.py:12`.

    For those who see to what failed, not for logs: an error's words may hold what somebody wrote.
    """
    frames = traceback.extract_tb(error.__traceback__)
    place = f" ({_short(Path(frames[-1].filename))}:{frames[-1].lineno})" if frames else ""
    return f"{type(error).__name__}: {error}{place}"


def _short(file: Path) -> str:
    """Return a file's path from our package on; its name alone where it is not ours. Where it was installed is nobody's business."""
    ours = Path(__file__).parents[1]
    return f"plantao/{file.relative_to(ours)}" if file.is_relative_to(ours) else file.name
