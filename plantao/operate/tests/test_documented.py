"""Every setting that the code reads stands in docs/operate/settings.md, and none that it doesn't."""

import re

from plantao.operate.tests.running import REPOSITORY

READ = re.compile(r"env\.(?:text|flag|number|port|words|networks|choice|site|hosts)\(\s*\"([A-Z_]+)\"|text\(\"([A-Z_]+)\"")
WRITTEN = re.compile(r"`((?:PLANTAO|DATABASE)_[A-Z_]+|DEMO)`")


def test_the_page_of_settings_has_each_variable_that_is_read() -> None:
    sources = [path for folder in ("config", "plantao") for path in (REPOSITORY / folder).rglob("*.py") if "tests" not in path.parts]

    read = {name for path in sources for pair in READ.findall(path.read_text(encoding="utf-8")) for name in pair if name}

    assert set(WRITTEN.findall((REPOSITORY / "docs/operate/settings.md").read_text(encoding="utf-8"))) == read
