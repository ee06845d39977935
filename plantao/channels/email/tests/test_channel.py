"""The e-mail channel sits the exam against a real SMTP server, and what only mail servers do to one."""

import ssl
from collections.abc import Iterator
from dataclasses import replace
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest
from pytest_django import Settings

from plantao.channels.email import client
from plantao.channels.email.channel import EmailChannel, registration
from plantao.channels.email.client import SmtpLine
from plantao.channels.email.models import CaughtMail
from plantao.channels.email.servers import Server, sending
from plantao.channels.email.tests.sink import OURS, Sink
from plantao.mail.message_ids import identity_of
from plantao.messaging.channel import Outgoing, TryLater, Undeliverable
from plantao.messaging.installation import installation_id
from plantao.messaging.testing import ChannelExam, an_outgoing

CERTIFICATE = Path(__file__).parent / "fixtures/only_for_tests.pem"


@pytest.fixture
def network(settings: Settings) -> Iterator[Sink]:
    with Sink() as sink:
        settings.MAIL_OUT = f"smtp://127.0.0.1:{sink.port}"
        settings.MAIL_BOUNCE_ADDRESS = ""
        yield sink


class TestTheEmailChannel(ChannelExam):
    pass


def send(network: Sink, **changes: object) -> EmailMessage:
    """Send one and return it as the other side reads it."""
    with network.channel.line() as line:
        line.send(an_outgoing(network.channel, **changes))  # type: ignore[arg-type]  # fields of Outgoing
    return message_from_bytes(network.raw[-1], policy=default)


def put_off(network: Sink, **answers: str) -> TryLater:
    """Send one to a server that answers so; return what came of it."""
    network.answers.update(answers)
    with pytest.raises(TryLater) as raised, network.channel.line() as line:
        line.send(an_outgoing(network.channel))
    return raised.value


def refused(network: Sink, **answers: str) -> Undeliverable:
    """As `put_off`, of a server that refuses for good."""
    network.answers.update(answers)
    with pytest.raises(Undeliverable) as raised, network.channel.line() as line:
        line.send(an_outgoing(network.channel))
    return raised.value


class TestAMailThatAMachineWrote:
    def test_when_it_goes_then_nobody_answers_it_and_answers_of_people_find_their_thread(self, network: Sink) -> None:
        mail = send(network, references=("<theirs@cliente.example>", "<ours@redeipe.example>"))

        assert mail["From"] == "Rede Ipê NOC <noc@redeipe.example>"
        assert mail["To"] == "Ana Conceição <ana@provedor.example>"
        assert mail["Reply-To"] == "Rede Ipê NOC <noc+0123456789abcdef0123456789ab@redeipe.example>"
        assert (mail["In-Reply-To"], mail["References"]) == (
            "<ours@redeipe.example>",
            "<theirs@cliente.example> <ours@redeipe.example>",
        )
        assert (mail["Auto-Submitted"], mail["X-Auto-Response-Suppress"]) == ("auto-replied", "All")
        assert mail["X-Plantao-Loop"] == installation_id()
        assert identity_of(str(mail["Message-ID"]), installation=installation_id()) == "a1"
        assert network.senders == ["<>"]

    def test_when_it_goes_then_it_is_plain_text_and_html_in_lines_that_every_server_takes(self, network: Sink) -> None:
        mail = send(network, text="Olá " * 5_000, html="<p>" + "Olá " * 5_000 + "</p>")

        assert mail.get_content_type() == "multipart/alternative"
        assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]
        assert max(len(line) for line in network.raw[0].split(b"\r\n")) < 998
        assert network.raw[0].isascii()

    def test_when_identities_are_very_long_then_they_are_not_broken_up(self, network: Sink) -> None:
        references = tuple(f"<{letter * 200}@cliente.example>" for letter in "abc")

        mail = send(network, references=references)

        assert str(mail["References"]).split() == list(references)

    def test_when_a_bounce_address_is_set_then_returned_mail_comes_there(self, network: Sink, settings: Settings) -> None:
        settings.MAIL_BOUNCE_ADDRESS = "bounces@redeipe.example"

        send(network)

        assert network.senders == ["bounces@redeipe.example"]

    def test_when_lines_begin_with_dots_then_they_arrive_so(self, network: Sink) -> None:
        send(network, text=".\n..\n.fim\n", html="")

        assert network.taken[0].text == ".\n..\n.fim\n"


class TestAMailThatAPersonWrote:
    def test_when_it_goes_then_it_does_not_call_itself_automatic(self, network: Sink) -> None:
        mail = send(network, is_automatic=False)

        assert not {"auto-submitted", "x-auto-response-suppress", "x-plantao-loop"} & {name.lower() for name in mail}


class TestAnAddress:
    @pytest.mark.parametrize(
        "address", ["", "ana", "ana@", "@x.example", "ana@x.example\r\nRCPT TO:<b@y.example>", "a b@x.example", "<a@x.example>"]
    )
    def test_when_it_is_none_then_nothing_goes_there(self, network: Sink, address: str) -> None:
        with network.channel.line() as line, pytest.raises(Undeliverable) as nowhere:
            line.send(an_outgoing(network.channel, address=address))

        assert nowhere.value.is_address_dead
        assert network.taken == []

    def test_when_its_domain_is_beyond_ascii_then_it_goes_as_servers_write_it(self, network: Sink) -> None:
        send(network, address="ana@provedôr.example")

        assert network.taken[0].address == "ana@xn--provedr-y0a.example"

    def test_when_what_stands_before_the_at_is_beyond_ascii_then_nothing_goes_there(self, network: Sink) -> None:
        with network.channel.line() as line, pytest.raises(Undeliverable):
            line.send(an_outgoing(network.channel, address="joão@provedor.example"))


class TestAServerThatRefusesUs:
    @pytest.mark.parametrize("answer", ["530 5.7.0 Authentication required", "553 5.1.8 Sender unknown", "451 4.3.0 Out of order"])
    def test_when_it_does_not_want_our_address_then_the_batch_waits_and_no_mail_is_lost(self, network: Sink, answer: str) -> None:
        trouble = put_off(network, MAIL=answer)

        assert trouble.is_the_channel
        assert trouble.reason == answer

    def test_when_it_wants_a_login_that_is_wrong_then_the_batch_waits_longer(self, network: Sink, settings: Settings) -> None:
        settings.MAIL_OUT = f"smtp://ana:wrong@127.0.0.1:{network.port}"
        network.options = {"auth_require_tls": False}

        with pytest.raises(TryLater, match="refuses the login") as trouble, network.channel.line():
            pytest.fail("there is no line")

        assert trouble.value.wait == client.AFTER_A_REFUSED_LOGIN
        assert "wrong" not in trouble.value.reason

    def test_when_it_goes_in_the_middle_of_a_batch_then_the_rest_waits(self, network: Sink) -> None:
        trouble = put_off(network, RCPT="421 4.3.2 Shutting down")

        assert (trouble.is_the_channel, trouble.is_perhaps_sent) == (True, False)


class TestAServerThatRefusesAMail:
    def test_when_it_is_too_large_then_it_is_undeliverable_and_the_address_lives(self, network: Sink) -> None:
        trouble = refused(network, MAIL="552 5.3.4 Too large")

        assert not trouble.is_address_dead

    def test_when_nobody_lives_there_then_the_address_is_dead(self, network: Sink) -> None:
        trouble = refused(network, RCPT="550 5.1.1 No such user")

        assert trouble.is_address_dead

    def test_when_it_has_a_policy_then_the_address_lives(self, network: Sink) -> None:
        trouble = refused(network, RCPT="554 5.7.1 Relay access denied")

        assert not trouble.is_address_dead

    def test_when_it_refuses_after_the_data_then_it_surely_has_not_taken_it(self, network: Sink) -> None:
        trouble = put_off(network, DATA="451 4.7.1 Greylisted")

        assert (trouble.is_the_channel, trouble.is_perhaps_sent) == (False, False)


class TestAServerThatOffersTls:
    @pytest.fixture
    def server(self, network: Sink) -> Server:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(CERTIFICATE)
        network.options = {"tls_context": context, "require_starttls": True}
        return sending(f"smtp://127.0.0.1:{network.port}")

    def test_when_it_is_on_this_machine_then_tls_is_spoken_with_it(self, network: Sink, server: Server) -> None:
        send(network)

        assert len(network.taken) == 1

    def test_when_it_is_elsewhere_and_shows_a_certificate_that_nobody_trusts_then_nothing_is_said_to_it(
        self, network: Sink, server: Server
    ) -> None:
        with pytest.raises(TryLater, match="certificate") as trouble, SmtpLine(replace(server, verifies=True)):
            pytest.fail("it was let in")

        assert trouble.value.is_the_channel


class TestAServerThatSaysNothing:
    def test_when_it_has_the_mail_and_is_silent_then_the_mail_is_in_doubt(self, network: Sink, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(client, "ANSWER_TO_THE_MAIL_WITHIN", 0.3)

        trouble = put_off(network, DATA="silence")

        assert (trouble.is_the_channel, trouble.is_perhaps_sent) == (True, True)


class TestAHandbookWithoutAnAddress:
    def test_when_mail_is_to_go_then_it_waits(self) -> None:
        channel = EmailChannel(lambda: None)

        with pytest.raises(TryLater, match="handbook"), channel.line():
            pytest.fail("there is no line")

        assert channel.identity("a1").endswith("@plantao.invalid>")


@pytest.mark.django_db
class TestAnInstallationWithoutAServer:
    def test_when_mail_goes_out_then_it_is_caught_whole(self, settings: Settings) -> None:
        settings.MAIL_OUT = ""
        channel = EmailChannel(lambda: OURS)
        outgoing: Outgoing = an_outgoing(channel)

        with channel.line() as line:
            receipt = line.send(outgoing)

        caught = CaughtMail.objects.get()
        mail = message_from_bytes(bytes(caught.raw), policy=default)
        assert (caught.outside_id, caught.address, caught.caught_at) == (outgoing.outside_id, "ana@provedor.example", receipt.at)
        assert mail["Subject"] == caught.subject == outgoing.subject

    def test_when_somebody_looks_then_the_newest_stands_first_and_each_can_be_read(self, settings: Settings) -> None:
        settings.MAIL_OUT = ""
        registered = registration(lambda: OURS)
        with registered.channel.line() as line:
            for key, address in (("a1", "ana@provedor.example"), ("a2", "bia@provedor.example")):
                line.send(an_outgoing(registered.channel, key, address=address))
        catcher = registered.catcher
        assert catcher is not None

        newest, to_ana = catcher.newest(to="", limit=10), catcher.newest(to="ana@provedor.example", limit=10)

        assert [caught.address for caught in newest] == ["bia@provedor.example", "ana@provedor.example"]
        assert [caught.address for caught in to_ana] == ["ana@provedor.example"]
        found = catcher.find(to_ana[0].number)
        assert found is not None
        assert b"Subject: [20261123000001] Enlace fora" in found.raw
        assert catcher.find(0) is None


class TestWhatWiringRegisters:
    def test_when_mail_is_sent_and_fetched_for_good_then_nothing_is_caught_and_all_ways_in_are_open(self, settings: Settings) -> None:
        settings.MAIL_OUT, settings.LMTP_PORT, settings.MAIL_IN_IMAP = "smtp://relay.example", 2424, "imap://ana:s3cret@imap.example/INBOX"

        registered = registration(lambda: OURS)

        assert registered.catcher is None
        assert [name for name, _ in registered.receivers] == ["smtp", "lmtp", "imap"]
        assert len(registered.checks) == 2
