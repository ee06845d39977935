"""Numbers as people type them at a command."""

import argparse
import re
from collections.abc import Callable


def from_to(least: int, most: int) -> Callable[[str], int]:
    """Return what reads a whole number from `least` to `most`, as `type` of an argument."""

    def number(text: str) -> int:
        if not re.fullmatch(r"[0-9]{1,9}", text) or not least <= int(text) <= most:
            raise argparse.ArgumentTypeError(f"write a number from {least} to {most}")
        return int(text)

    return number
