"""What is turned away at the edge, and what every answer tells browsers and caches, whoever asks."""

import pytest
from django.test import Client
from pytest_django import Settings

ANYWHERE = ["/tickets/%00/", "/tickets/?level=%00", "/search/?q=a%00b", "/account/sign-in/?next=%00"]


class TestANullCharacter:
    @pytest.mark.parametrize("address", ANYWHERE)
    def test_when_an_address_holds_one_then_it_is_said_that_it_makes_no_sense(self, client: Client, address: str) -> None:
        answer = client.get(address, headers={"Accept-Language": "en"})

        assert answer.status_code == 400
        assert "<h1>This could not be read</h1>" in answer.content.decode()

    def test_when_a_percent_sign_is_looked_for_then_it_is_none(self, client: Client) -> None:
        assert client.get("/no/such/page/?q=100%2500").status_code == 404


class TestMoreThanIsTakenIn:
    def test_when_it_is_announced_then_it_is_refused_unread(self, client: Client, settings: Settings) -> None:
        settings.MAIL_SIZE_LIMIT = 100_000
        heavy = "x" * (100_000 + 2 * 2**20 + 1)

        answer = client.post("/account/sign-in/", {"login": heavy}, headers={"Accept-Language": "en"})

        assert answer.status_code == 413
        assert "<h1>This is too large</h1>" in answer.content.decode()

    @pytest.mark.django_db
    def test_when_the_words_of_a_form_are_too_many_then_it_says_what_to_do(self, client: Client, settings: Settings) -> None:
        settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100

        answer = client.post("/account/sign-in/", {"login": "x" * 200}, headers={"Accept-Language": "en"})

        assert answer.status_code == 413
        assert "shorten the text" in answer.content.decode()

    @pytest.mark.parametrize("length", ["", "-1", "²", "9" * 30, "many"])
    def test_when_the_length_is_none_then_nothing_is_made_of_it(self, client: Client, length: str) -> None:
        assert client.get("/no/such/page/", CONTENT_LENGTH=length).status_code == 404


@pytest.mark.django_db
class TestEveryAnswer:
    @pytest.mark.parametrize("address", ["/no/such/page/", "/tickets/%00/", "/healthz", "/account/password/forgotten/told/"])
    def test_when_it_is_given_then_nobody_keeps_it_frames_it_or_runs_anything_in_it(self, client: Client, address: str) -> None:
        answer = client.get(address)

        assert "no-store" in answer["Cache-Control"]
        assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]
        assert "unsafe" not in answer["Content-Security-Policy"]
        assert answer["X-Content-Type-Options"] == "nosniff"
