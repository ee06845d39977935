"""The handbook in a real browser: read, then uploaded with an error, mended and put in force."""

from datetime import timedelta
from pathlib import Path

from django.db import transaction
from playwright.sync_api import expect

from plantao.agreements.models import HandbookVersion
from plantao.staff.models import Agent
from plantao.staff.permissions import Right
from plantao.staff.testing import an_agent
from tests.browser.conftest import MONDAY_9H
from tests.browser.desk import NARROW, PHONE, WIDE, Desk, must_be_accessible, picture, press

CHOSEN = "(text => text.value.slice(text.selectionStart, text.selectionEnd))(document.activeElement)"


def ana() -> Agent:
    with transaction.atomic():
        return an_agent("Ana Lima", at=MONDAY_9H - timedelta(days=9), mail="ana@jatoba.example", rights=(Right.ADMINISTRATOR,))


class TestTheHandbook:
    def test_when_it_is_opened_then_everybody_can_read_it(self, desk: Desk) -> None:
        who = ana()
        for size, width in ((WIDE, 1440), (PHONE, 390), (NARROW, 320)):
            page = desk.signed_in(who, size=size)
            page.goto("/handbook/")
            picture(page, f"handbook-{width}")
            must_be_accessible(page)

    def test_when_one_with_an_error_is_uploaded_then_it_is_mended_there_and_put_in_force(self, desk: Desk, tmp_path: Path) -> None:
        page = desk.signed_in(ana(), dark=True)
        source = bytes(HandbookVersion.objects.get().source).decode()
        broken = tmp_path / "broken.yaml"
        broken.write_text(source.replace("calendar: office", "calendar: ofice", 1), encoding="utf-8")

        page.goto("/handbook/")
        press(page, "e")
        page.get_by_label("Arquivo").set_input_files(broken)
        page.get_by_role("button", name="Verificar").click()
        expect(page.get_by_role("heading", name="1 erro")).to_be_visible()
        picture(page, "handbook-wrong")
        must_be_accessible(page)
        page.locator("[data-severity=error] a").click()
        assert "ofice" in page.evaluate(
            "document.activeElement.value.slice(document.activeElement.selectionStart, document.activeElement.selectionEnd)"
        )
        text = page.locator("textarea[name=source]")
        text.fill(text.input_value().replace("calendar: ofice", "calendar: office") + "# mended\n")
        page.get_by_role("button", name="Verificar").click()
        page.get_by_role("button", name="Aplicar").click()

        expect(page.locator("#toasts")).to_contain_text("Versão 2 em vigor")
        assert bytes(HandbookVersion.objects.get(number=2).source).decode() == source + "# mended\n"
