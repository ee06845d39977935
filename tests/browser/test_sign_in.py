"""Signing in, in a real browser: by password and code, by passkey, and setting both up."""

import re

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from playwright.sync_api import Page

from plantao.staff.models import Agent
from plantao.staff.testing import an_agent
from tests.browser.conftest import MONDAY_9H
from tests.browser.desk import NARROW, PHONE, Desk, must_be_accessible, picture

ADDRESS, PASSWORD = "carla@jatoba.example", "quatro palavras bem longas"


def carla() -> Agent:
    agent = an_agent("Carla Reis", at=MONDAY_9H, mail=ADDRESS)
    agent.person.let_in(email=ADDRESS, password=PASSWORD)
    return agent


def sign_in(page: Page, *, password: str = PASSWORD) -> None:
    page.goto("/account/sign-in/?next=/account/")
    page.get_by_label("E-mail").fill(ADDRESS)
    page.get_by_label("Senha").fill(password)
    page.get_by_role("button", name="Entrar", exact=True).click()


def code_of(secret: str) -> str:
    """Return what an app for one-time codes shows now."""
    return str(format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time()))))


class TestTheSignIn:
    def test_when_it_is_opened_then_everybody_can_read_it(self, desk: Desk) -> None:
        for size, name in ((None, "1440"), (PHONE, "390"), (NARROW, "320")):
            page = desk.visitor(size=size) if size else desk.visitor()
            page.goto("/account/sign-in/")
            picture(page, f"sign-in-{name}")

            must_be_accessible(page)

    def test_when_the_password_is_wrong_then_it_says_so_and_keeps_the_address(self, desk: Desk) -> None:
        carla()
        page = desk.visitor()
        sign_in(page, password="nada disso")

        page.get_by_role("alert").wait_for()
        picture(page, "sign-in-wrong")
        assert page.get_by_label("E-mail").input_value() == ADDRESS
        must_be_accessible(page)

    def test_when_an_app_is_set_up_then_its_codes_are_asked_for_at_the_next_sign_in(self, desk: Desk) -> None:
        carla()
        page = desk.visitor(size=PHONE)
        sign_in(page)
        page.get_by_role("heading", name="Minha conta").wait_for()
        picture(page, "account-390")
        must_be_accessible(page)

        page.get_by_role("link", name="Segundo fator").click()
        picture(page, "second-factor-none")
        must_be_accessible(page)
        page.get_by_role("link", name="Configurar o aplicativo").click()
        page.get_by_role("heading", name="Códigos por aplicativo").wait_for()
        picture(page, "second-factor-app")
        must_be_accessible(page)
        secret = page.locator(".totp-key").inner_text()
        page.locator("#id_code").fill(code_of(secret))
        page.get_by_role("button", name="Configurar o aplicativo").click()
        page.get_by_role("heading", name="Códigos de recuperação").wait_for()
        picture(page, "recovery-codes")
        must_be_accessible(page)
        one = re.findall(r"[0-9a-z]{8}", page.locator(".codes").inner_text())[0]

        other = desk.visitor(dark=True)
        sign_in(other)
        other.get_by_role("heading", name="Segundo fator").wait_for()
        picture(other, "second-factor-asked")
        must_be_accessible(other)
        other.locator("#id_code").fill(one)
        other.get_by_role("button", name="Entrar").click()
        other.get_by_role("heading", name="Minha conta").wait_for()
        other.goto("/account/again/")
        picture(other, "is-it-still-you")
        must_be_accessible(other)

    def test_when_a_passkey_is_added_then_it_opens_without_a_password(self, desk: Desk) -> None:
        carla()
        page = desk.visitor()
        device = page.context.new_cdp_session(page)
        device.send("WebAuthn.enable")
        options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
        device.send(
            "WebAuthn.addVirtualAuthenticator", {"options": {**options, "isUserVerified": True, "automaticPresenceSimulation": True}}
        )
        sign_in(page)
        page.get_by_role("link", name="Segundo fator").click()
        page.get_by_role("link", name="Adicionar uma chave").click()
        page.get_by_role("heading", name="Adicionar uma chave").wait_for()
        picture(page, "passkey-add")
        must_be_accessible(page)
        page.get_by_role("button", name="Adicionar uma chave").click()
        page.get_by_role("heading", name="Códigos de recuperação").wait_for()
        page.goto("/account/second-factor/webauthn/")
        picture(page, "passkeys")
        must_be_accessible(page)
        page.goto("/account/sign-out/")
        page.get_by_role("button", name="Sair").click()

        page.goto("/account/sign-in/?next=/account/")
        page.get_by_role("button", name="Entrar com chave de acesso").click()

        page.get_by_role("heading", name="Minha conta").wait_for()
