"""How settings write mail servers."""

import ssl

import pytest
from pytest_django import Settings

from config.env import Misconfigured
from plantao.channels.email.checks import check_settings
from plantao.channels.email.provider import Provider
from plantao.channels.email.servers import mailbox, said, sending


class TestAnAddressOfAServer:
    @pytest.mark.parametrize(("url", "port", "is_tls"), [
        ("smtp://relay.example", 25, False),
        ("smtp://ana:s3cret@relay.example", 587, False),
        ("smtp://relay.example:2526", 2526, False),
        ("smtps://ana:s3cret@relay.example", 465, True),
    ])  # fmt: skip
    def test_when_it_names_no_port_then_the_usual_one_counts(self, url: str, port: int, is_tls: bool) -> None:
        server = sending(url)

        assert (server.host, server.port, server.is_tls) == ("relay.example", port, is_tls)

    def test_when_the_password_has_odd_characters_then_they_are_written_with_percents(self) -> None:
        server = mailbox("imaps://ana%40x.example:p%2Fa%3Ass@imap.example/INBOX/NOC?move=Feitos")

        assert (server.user, server.password) == ("ana@x.example", "p/a:ss")
        assert (server.folder, server.move_to) == ("INBOX/NOC", "Feitos")
        assert "p/a" not in repr(server)

    @pytest.mark.parametrize(("url", "verifies"), [
        ("smtps://relay.example", True),
        ("smtps://localhost", False),
        ("smtp://127.0.0.1", False),
        ("smtps://relay.example?verify=no", False),
    ])  # fmt: skip
    def test_when_it_is_on_this_machine_or_says_so_then_its_certificate_may_be_any(self, url: str, verifies: bool) -> None:
        assert sending(url).verifies is verifies

    @pytest.mark.parametrize("url", ["relay.example", "http://relay.example", "smtp://", "smtp://relay.example:port", "smtp://x?moove=a"])
    def test_when_it_is_wrong_then_a_sentence_says_what_to_write(self, url: str) -> None:
        with pytest.raises(Misconfigured, match="PLANTAO_MAIL_OUT"):
            sending(url)

    def test_when_a_mailbox_names_no_user_then_that_is_said(self) -> None:
        with pytest.raises(Misconfigured, match="no user"):
            mailbox("imap://imap.example")


class TestTheProvidersAddress:
    PROVIDER = Provider(name="NOC", address="noc@RedeIpe.example")

    @pytest.mark.parametrize("address", ["noc@redeipe.example", "NOC@REDEIPE.EXAMPLE", "noc+abc@redeipe.example", "noc+@redeipe.example"])
    def test_when_a_mail_is_for_it_then_it_is_known(self, address: str) -> None:
        assert self.PROVIDER.is_ours(address)

    @pytest.mark.parametrize(
        "address", ["", "noc", "nocx@redeipe.example", "noc@other.example", "noc@redeipe.example.org", "x+noc@redeipe.example"]
    )
    def test_when_it_is_for_somebody_else_then_it_is_not(self, address: str) -> None:
        assert not self.PROVIDER.is_ours(address)

    def test_when_a_token_goes_into_it_then_it_is_still_ours(self) -> None:
        assert self.PROVIDER.reply_address("abc123") == "noc+abc123@RedeIpe.example"
        assert self.PROVIDER.is_ours(self.PROVIDER.reply_address("abc123"))

    def test_when_there_is_no_token_or_no_room_for_it_then_it_stays_as_it_is(self) -> None:
        assert self.PROVIDER.reply_address("") == self.PROVIDER.address
        assert self.PROVIDER.reply_address("x" * 61) == self.PROVIDER.address


class TestWhatWentWrong:
    @pytest.mark.parametrize(("error", "told"), [
        (ConnectionRefusedError(111, "Connection refused"), "Connection refused"),
        (ssl.SSLError(1, "[SSL: WRONG_VERSION_NUMBER] wrong version number (_ssl.c:992)"), "TLS is not spoken there"),
        (TimeoutError("timed out"), "timed out"),
        (ConnectionResetError(), "ConnectionResetError"),
    ])  # fmt: skip
    def test_when_it_is_told_then_in_words_without_numbers(self, error: Exception, told: str) -> None:
        assert said(error).startswith(told)
        assert "Errno" not in said(error)


def test_one_port_for_two_protocols_is_refused(settings: Settings) -> None:
    settings.SMTP_PORT = settings.LMTP_PORT = 2424

    assert "PLANTAO_SMTP_PORT and PLANTAO_LMTP_PORT are both 2424" in {found.msg.partition(";")[0] for found in check_settings(None)}
