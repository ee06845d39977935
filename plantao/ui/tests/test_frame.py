"""What every page is framed by: its files, its language, its icons."""

from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.template import engines
from django.templatetags.static import static
from django.test import Client, RequestFactory

from plantao.ui import stamped
from plantao.ui.language import spoken_by
from plantao.ui.reader import language_of, theme_of
from plantao.ui.templatetags.ui import SCRIPTS, STYLESHEETS, initials


class TestAFileOfThePages:
    @pytest.mark.parametrize("name", [*(f"ui/{each}.css" for each in STYLESHEETS), *(f"ui/{each}.js" for each in SCRIPTS)])
    def test_when_it_is_linked_then_it_is_there_and_kept_for_a_year(self, client: Client, name: str) -> None:
        answer = client.get(static(name))

        assert answer.status_code == 200
        assert answer["Cache-Control"] == "max-age=31536000, public"
        assert answer.getvalue()

    def test_when_its_content_changes_then_so_does_its_address(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        before = static("ui/icon.svg")
        (tmp_path / "icon.svg").write_text("<svg/>")
        monkeypatch.setattr(finders, "find", lambda name: str(tmp_path / "icon.svg"))
        stamped.stamp_of.cache_clear()

        assert static("ui/icon.svg") != before
        stamped.stamp_of.cache_clear()

    def test_when_a_page_names_one_that_is_not_there_then_it_fails_loudly(self) -> None:
        with pytest.raises(FileNotFoundError):
            static("ui/no-such-file.css")

    def test_when_a_browser_takes_it_compressed_then_it_comes_so(self, client: Client) -> None:
        answer = client.get(static("ui/vendored/tabler.css"), headers={"Accept-Encoding": "gzip"})

        assert answer["Content-Encoding"] == "gzip"
        assert len(answer.getvalue()) < 100_000


class TestAnIcon:
    def test_when_it_is_drawn_then_it_says_nothing_to_who_does_not_see(self) -> None:
        drawn = engines["django"].from_string('{% load ui %}{% icon "phone" %}').render()

        assert drawn.startswith('<svg class="icon"')
        assert 'aria-hidden="true"' in drawn
        assert "style=" not in drawn

    def test_when_it_is_not_there_then_it_fails_loudly(self) -> None:
        with pytest.raises(FileNotFoundError):
            engines["django"].from_string('{% load ui %}{% icon "no-such-icon" %}').render()


class TestAReader:
    def test_when_nobody_is_known_then_the_browsers_language_is_spoken(self) -> None:
        request = RequestFactory().get("/", headers={"Accept-Language": "de, es-AR;q=0.8, en;q=0.5"})

        assert spoken_by(request) == language_of(request, None) == "es"

    def test_when_this_browser_chose_one_then_it_is_spoken(self) -> None:
        request = RequestFactory().get("/", headers={"Accept-Language": "es"})
        request.COOKIES.update(language="en", theme="dark")

        assert language_of(request, None) == "en"
        assert theme_of(request) == "dark"

    def test_when_a_cookie_holds_nonsense_then_it_counts_for_nothing(self) -> None:
        request = RequestFactory().get("/", headers={"Accept-Language": "es"})
        request.COOKIES.update(language="../x", theme="<script>")

        assert language_of(request, None) == "es"
        assert theme_of(request) == "system"


def test_when_nobody_is_known_then_the_initials_ask() -> None:
    assert initials(None) == "?"
