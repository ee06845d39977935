"""Documents for people: what they point at exists."""

import re
from pathlib import Path

import pytest

from plantao.rules.ticket_lifecycle import Status
from tests.architecture.repository import ROOT, files, name

LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+\s+(.*)$", re.MULTILINE)
DOCUMENTS = [path for path in files() if path.suffix == ".md"]


def anchors(page: Path) -> set[str]:
    """Return the names under which the headings of a page can be pointed at."""
    headings = HEADING.findall(page.read_text(encoding="utf-8"))
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def broken_links(page: Path) -> list[str]:
    """Return the relative links of a page that lead nowhere."""
    found = []
    for link in LINK.findall(page.read_text(encoding="utf-8")):
        target, _, anchor = link.partition("#")
        if re.match("[a-z]+:", target):
            continue
        file = (page.parent / target).resolve() if target else page
        if not file.exists() or (anchor and anchor not in anchors(file)):
            found.append(link)
    return found


class TestEveryDocument:
    @pytest.mark.parametrize("page", DOCUMENTS, ids=name)
    def test_when_it_points_at_something_here_then_that_exists(self, page: Path) -> None:
        assert broken_links(page) == []


class TestEveryRule:
    RULES = [path for path in files() if path.parent == ROOT / "plantao/rules" and path.stem not in ("__init__", "refused")]

    @pytest.mark.parametrize("rule", RULES, ids=name)
    def test_when_it_stands_in_the_code_then_it_has_a_page_with_its_sources(self, rule: Path) -> None:
        page = ROOT / "docs/rules" / f"{rule.stem}.md"

        assert page.exists()
        assert f"plantao/rules/{rule.name}" in page.read_text(encoding="utf-8")


class TestTheGlossary:
    def test_when_a_ticket_can_be_in_a_status_then_its_word_is_there_in_three_languages(self) -> None:
        rows = [
            row.strip("|").split("|") for row in (ROOT / "docs/glossary.md").read_text(encoding="utf-8").splitlines() if row.startswith("|")
        ]

        explained = {row[0].strip() for row in rows if all(cell.strip() for cell in row)}

        assert {len(row) for row in rows} == {4}
        assert {status.value for status in Status} <= explained
