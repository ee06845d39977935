"""Every sentence that people read on pages and in refusals exists in Portuguese and Spanish; the English one is its own name."""

import importlib
import re
import shutil
import subprocess
from functools import cache
from pathlib import Path

import polib
import pytest
from django.utils.translation.template import templatize

from plantao.rules.refused import Refused
from plantao.ui.refusals import SENTENCES
from tests.architecture.repository import ROOT, files, name, python_files
from tests.architecture.test_refusals import refusals

LOCALES = ("pt_BR", "es")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]")
KEYWORDS = ("gettext_noop", "gettext_lazy", "ngettext_lazy:1,2", "pgettext:1c,2", "pgettext_lazy:1c,2", "npgettext:1c,2,3")


@cache
def catalogue(locale: str) -> polib.POFile:
    return polib.pofile(str(ROOT / "locale" / locale / "LC_MESSAGES" / "django.po"))


def in_the_source(folder: Path) -> set[str]:
    """Return every sentence marked for translation in Python and templates, collected by xgettext by way of `folder`."""
    pages = [path for path in files() if path.suffix == ".html" and "templates" in path.parts]
    code = [path for path in python_files() if "tests" not in path.parts and name(path).startswith("plantao/")]
    for number, path in enumerate([*pages, *code]):
        text = path.read_text(encoding="utf-8")
        (folder / f"{number}.py").write_text(templatize(text) if path in pages else text, encoding="utf-8")
    command = ["xgettext", "--language=Python", "--from-code=UTF-8", "--output=-", *(f"--keyword={keyword}" for keyword in KEYWORDS)]
    run = subprocess.run([*command, *sorted(map(str, folder.iterdir()))], capture_output=True, check=True, text=True)
    return {entry.msgid for entry in polib.pofile(run.stdout)}


@pytest.mark.parametrize("locale", LOCALES)
class TestEveryTranslation:
    def test_when_it_is_read_then_it_is_there_sure_and_in_use(self, locale: str) -> None:
        entries = [entry for entry in catalogue(locale) if not entry.translated() or entry.fuzzy or entry.obsolete]

        assert [entry.msgid for entry in entries] == []

    def test_when_it_holds_facts_then_they_are_those_of_the_sentence(self, locale: str) -> None:
        wrong = [
            entry.msgid
            for entry in catalogue(locale)
            for said in (entry.msgstr_plural.values() or [entry.msgstr])
            if set(PLACEHOLDER.findall(said)) != set(PLACEHOLDER.findall(entry.msgid))
        ]

        assert wrong == []

    @pytest.mark.skipif(not shutil.which("xgettext"), reason="xgettext is missing; on Debian: apt install gettext")
    def test_when_the_source_is_searched_then_every_sentence_is_in_the_catalogue_and_no_other(self, locale: str, tmp_path: Path) -> None:
        assert {entry.msgid for entry in catalogue(locale)} == in_the_source(tmp_path)


class TestEveryRefusal:
    def classes(self) -> list[type[Refused]]:
        modules = [(importlib.import_module("plantao." + file.removesuffix(".py").replace("/", ".")), who) for file, who in refusals()]
        return [getattr(module, who) for module, who in modules]

    def test_when_it_is_shown_then_there_is_a_sentence_for_it(self) -> None:
        silent = [each.__name__ for each in self.classes() if not each.__subclasses__() and each not in SENTENCES]

        assert silent == []

    def test_when_its_sentence_names_facts_then_it_carries_them(self) -> None:
        for each, sentence in SENTENCES.items():
            told = " ".join(ancestor.__doc__ or "" for ancestor in each.__mro__ if issubclass(ancestor, Refused))
            named = {placeholder[2:-2] for placeholder in PLACEHOLDER.findall(sentence)}

            assert {fact for fact in named if not re.search(rf"\b{fact}\b", told)} == set(), each
