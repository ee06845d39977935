"""What is kept of an error beside the row that it came from."""

import traceback


def reason(error: BaseException) -> str:
    """Return the error's class, its words, and the line that raised it; for those who may look into the database, not for logs."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f" ({frames[-1].filename}:{frames[-1].lineno})" if frames else ""
    return f"{type(error).__name__}: {error}{place}"
