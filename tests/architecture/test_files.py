"""What no file of this repository may do."""

import ast
import re
from collections.abc import Iterator

from tests.architecture.repository import files, name, python_files

LINES_AT_MOST = 300
# Absolute names of folders that exist on somebody's machine and nobody else's.
MACHINE_PATH = re.compile(r"(?<![\w./$}-])/(?:home|Users|root|work|mnt)/\w")
MAY_SLEEP = ("plantao/work/", "plantao/operate/")


def sleeps(source: str) -> Iterator[int]:
    """Yield the lines that call anything named `sleep`, or import it under any name."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            called = node.func
            if (isinstance(called, ast.Attribute) and called.attr == "sleep") or (isinstance(called, ast.Name) and called.id == "sleep"):
                yield node.lineno
        if isinstance(node, ast.ImportFrom) and any(alias.name == "sleep" for alias in node.names):
            yield node.lineno


class TestEveryFile:
    def test_when_it_is_python_then_it_stays_under_the_wall(self) -> None:
        lengths = {name(path): len(path.read_text(encoding="utf-8").splitlines()) for path in python_files()}

        assert {file: lines for file, lines in lengths.items() if lines > LINES_AT_MOST} == {}

    def test_when_it_is_read_anywhere_then_it_names_no_folder_of_one_machine(self) -> None:
        found = {name(path): MACHINE_PATH.search(path.read_text(encoding="utf-8", errors="replace")) for path in files()}

        assert {file: match.group() for file, match in found.items() if match} == {}

    def test_when_it_is_not_the_loop_or_the_supervisor_then_it_does_not_sleep(self) -> None:
        awake = [path for path in python_files() if "tests" in path.parts or not name(path).startswith(MAY_SLEEP)]

        found = [f"{name(path)}:{line}" for path in awake for line in sleeps(path.read_text(encoding="utf-8"))]

        assert found == []


class TestTheCheckOnSleeping:
    def test_when_something_sleeps_then_it_is_seen(self) -> None:
        assert sorted(sleeps("import time\ntime.sleep(1)\nfrom asyncio import sleep as rest\nloop.time()\n")) == [2, 3]
