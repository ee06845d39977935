"""The desk in a real browser: a server of its own, a clock that the test moves, and people who are signed in."""

import os
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, Page

from plantao.people.models import Person
from plantao.staff.models import Agent
from tests.architecture.repository import ROOT
from tests.pages import browser_of

PICTURES = ROOT / "var" / "pictures"
WIDE, PHONE, NARROW = {"width": 1440, "height": 900}, {"width": 390, "height": 844}, {"width": 320, "height": 640}
WAITS_FOR = 60_000  # milliseconds: a machine may be busy, and only a fault is ever waited for so long
THEMES = ("light", "dark")
# No waiting for what moves: a transition that is never drawn never ends. Rules set this way are no business of the page's CSP.
DRESS = """theme => {
  const still = new CSSStyleSheet();
  still.replaceSync("*, *::before, *::after, *::backdrop { transition: none !important; animation: none !important }");
  document.adoptedStyleSheets = [still];
  document.documentElement.dataset.bsTheme = theme;
}"""
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


class Desk:
    """
    What runs at `url`, at the instant `at`, which the test may move. What a page logs as an error fails the test at its end.
    """

    def __init__(self, url: str, browser: Browser, at: datetime) -> None:
        self.url, self.browser, self.at = url, browser, at
        self.errors: list[str] = []
        self._contexts: list[BrowserContext] = []

    def now(self) -> datetime:
        return self.at

    def visitor(self, *, size: Mapping[str, int] = WIDE, language: str = "pt-BR", dark: bool = False) -> Page:
        """Return a page of somebody whom nobody knows yet."""
        context = self.browser.new_context(
            base_url=self.url,
            viewport={"width": size["width"], "height": size["height"]},
            locale=language,
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
        )
        context.set_default_timeout(WAITS_FOR)
        self._contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", lambda said: self.errors.append(said.text) if said.type == "error" and "status of 4" not in said.text else None)
        return page

    def signed_in(self, who: Agent | Person, **named: Any) -> Page:
        """Return a page of somebody who is signed in."""
        page = self.visitor(**named)
        session = browser_of(who).cookies[settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": self.url}])
        return page

    def seen(self) -> str:
        """Return what every open page shows: where it is and its words, for whoever reads why a test failed."""
        pages = [page for context in self._contexts for page in context.pages]
        return "\n\n".join(f"{page.url}\n{page.locator('body').inner_text(timeout=2_000)}" for page in pages)

    def leave(self) -> None:
        """Close every page, and fail where one of them logged an error."""
        for context in self._contexts:
            for page in context.pages:
                page.wait_for_load_state("networkidle")  # what is still asked for holds rows that the test's end sweeps away
            context.close()
        assert not self.errors, self.errors


def faults_of(page: Page) -> list[str]:
    """Return what axe finds wrong with a page as it is shown: the rule, and where."""
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": WCAG}})
    return [f"{rule['id']}: {_places(rule)}" for rule in found.response["violations"]]


def _places(rule: dict[str, Any]) -> str:
    return "; ".join(f"{node['target'][0]}: {node['any'][0]['message'] if node['any'] else node['html']}" for node in rule["nodes"][:5])


def must_be_accessible(page: Page) -> None:
    """Fail where axe finds anything on a page in either theme, or it is wider than its window."""
    page.evaluate("window.scrollTo(0, 0)")  # whatever is scrolled half under a bar is too small for axe
    for theme in THEMES:
        page.emulate_media(color_scheme="dark" if theme == "dark" else "light", reduced_motion="reduce")
        page.evaluate(DRESS, theme)
        faults = faults_of(page)
        assert not faults, f"{page.url} in {theme}: {faults}"
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), "wider than the window"


def press(page: Page, key: str) -> None:
    """Press a key on a page that has come whole, with what listens for keys."""
    page.wait_for_load_state("load")
    page.keyboard.press(key)


def picture(page: Page, name: str) -> Path:
    """Keep how a page looks, in var/pictures, where PICTURES=1 asks for it; for people to look at."""
    path = PICTURES / f"{name}.png"
    if os.environ.get("PICTURES"):
        path.parent.mkdir(parents=True, exist_ok=True)
        page.wait_for_load_state("networkidle")
        page.screenshot(path=path, full_page=True)
    return path
