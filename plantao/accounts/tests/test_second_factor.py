"""The second factor of staff: kept sealed, and never the last one removed."""

from datetime import UTC, datetime, timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from plantao.accounts.forgetting import forget
from plantao.accounts.second_factor import SecondFactorAdapter, forget_all_of
from plantao.people.testing import a_person
from plantao.staff.testing import an_agent

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)

pytestmark = pytest.mark.django_db


class TestASecret:
    def test_when_it_is_kept_then_the_database_alone_makes_no_codes(self) -> None:
        secret = generate_totp_secret()

        TOTP.activate(an_agent(at=NOW).person, secret)

        assert secret not in str(Authenticator.objects.values_list("data", flat=True)[0])

    def test_when_it_is_read_then_it_is_the_same(self) -> None:
        adapter = SecondFactorAdapter()

        assert adapter.decrypt(adapter.encrypt("JBSWY3DP")) == "JBSWY3DP"


class TestTheLastOne:
    def test_when_it_is_of_the_staff_then_it_can_not_be_removed(self) -> None:
        only = TOTP.activate(an_agent(at=NOW).person, generate_totp_secret()).instance

        assert not SecondFactorAdapter().can_delete_authenticator(only)

    def test_when_another_is_there_then_it_can(self) -> None:
        person = an_agent(at=NOW).person
        one = TOTP.activate(person, generate_totp_secret()).instance
        Authenticator.objects.create(user=person, type=Authenticator.Type.WEBAUTHN, data={})

        assert SecondFactorAdapter().can_delete_authenticator(one)

    def test_when_only_recovery_codes_would_be_left_then_it_can_not(self) -> None:
        person = an_agent(at=NOW).person
        one = TOTP.activate(person, generate_totp_secret()).instance
        Authenticator.objects.create(user=person, type=Authenticator.Type.RECOVERY_CODES, data={})

        assert not SecondFactorAdapter().can_delete_authenticator(one)

    def test_when_it_is_of_a_contact_then_it_can(self) -> None:
        one = TOTP.activate(a_person(at=NOW), generate_totp_secret()).instance

        assert SecondFactorAdapter().can_delete_authenticator(one)

    def test_when_all_are_lost_then_they_are_forgotten(self) -> None:
        person = an_agent(at=NOW).person
        TOTP.activate(person, generate_totp_secret())

        forget_all_of(person)

        assert not Authenticator.objects.exists()


class TestTheNight:
    def test_when_it_comes_then_what_expired_is_forgotten_and_nothing_else(self) -> None:
        now = timezone.localtime()
        Session.objects.create(session_key="over", session_data="", expire_date=now - timedelta(minutes=1))
        Session.objects.create(session_key="good", session_data="", expire_date=now + timedelta(minutes=1))
        cache.set("tries", [1], timeout=3600)

        forget(now)
        assert list(Session.objects.values_list("session_key", flat=True)) == ["good"]
        assert cache.get("tries") == [1]

        forget(now + timedelta(hours=2))
        assert not Session.objects.exists()
        assert cache.get("tries") is None


class TestSomebodyWhoSignedIn:
    @pytest.fixture
    def browser(self, client: Client) -> Client:
        person = an_agent(at=NOW).person
        person.let_in(email="carla@jatoba.example", password="quatro palavras bem longas")
        client.post("/account/sign-in/", {"login": "carla@jatoba.example", "password": "quatro palavras bem longas"})
        return client

    def test_when_it_was_just_now_then_they_set_one_up_without_being_asked_again(self, browser: Client) -> None:
        assert browser.get("/account/second-factor/totp/activate/").status_code == 200

    def test_when_it_was_some_minutes_ago_then_they_show_once_more_who_they_are(self, browser: Client) -> None:
        session = browser.session
        session["account_authentication_methods"][0]["at"] -= 301
        session.save()

        assert browser.get("/account/second-factor/totp/activate/").status_code == 302

    def test_when_their_shift_is_over_then_they_sign_in_again_however_busy_they_were(self, browser: Client) -> None:
        session = browser.session
        session["ends_at"] -= 12 * 60 * 60 - 1
        session.save()
        assert Session.objects.get().expire_date <= timezone.localtime() + timedelta(seconds=1)

        session["ends_at"] -= 2
        session.save()
        assert browser.get("/account/").status_code == 302
