"""The door for mail, over real connections: whom it lets in, and that it answers for nothing that isn't kept."""

import smtplib
import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import OperationalError
from pytest_django import Settings

from plantao.channels.email import door as doors
from plantao.channels.email import keeping
from plantao.channels.email import receiver as receivers
from plantao.channels.email.door import LmtpDoor
from plantao.channels.email.tests.listening import listening
from plantao.channels.email.tests.test_channel import CERTIFICATE
from plantao.mail.identity import identity
from plantao.messaging import inbox
from plantao.messaging.inbox import Arrival
from plantao.messaging.models import Inbound

NOC = "noc@redeipe.example"
ANA = "ana@cliente.example"
MAIL = b"From: Ana <ana@cliente.example>\r\nSubject: Enlace fora\r\nMessage-ID: <1@cliente.example>\r\n\r\nCaiu \xc3\xa0s 9h.\r\n"

pytestmark = pytest.mark.django_db(transaction=True)
Listens = Callable[..., int]


@pytest.fixture
def port() -> Iterator[int]:
    with listening() as port:
        yield port


def connect(port: int) -> smtplib.SMTP:
    return smtplib.SMTP("127.0.0.1", port, timeout=20)


def kept() -> list[bytes]:
    return [inbound.original.read() for inbound in Inbound.objects.order_by("id")]


class TestAMailForUs:
    def test_when_it_is_answered_for_then_it_is_kept_whole_with_what_the_network_said(self, port: int) -> None:
        with connect(port) as client:
            refused = client.sendmail(ANA, [NOC, "NOC+abc@redeipe.example"], MAIL, mail_options=["BODY=8BITMIME"])

        inbound = Inbound.objects.get()
        assert refused == {}
        assert inbound.original.read() == MAIL
        assert inbound.outside_id == identity(MAIL)
        assert inbound.envelope["mail_from"] == ANA
        assert inbound.envelope["rcpt_to"] == [NOC, "NOC+abc@redeipe.example"]
        assert (inbound.envelope["via"], inbound.envelope["peer"], inbound.envelope["tls"]) == ("smtp", "127.0.0.1", False)

    def test_when_it_comes_again_then_it_is_answered_for_and_kept_once(self, port: int) -> None:
        for _ in range(2):
            with connect(port) as client:
                client.sendmail(ANA, NOC, MAIL)

        assert len(kept()) == 1

    def test_when_its_return_path_is_empty_then_that_is_known(self, port: int) -> None:
        with connect(port) as client:
            client.sendmail("", NOC, MAIL)

        assert Inbound.objects.get().envelope["mail_from"] == ""

    @pytest.mark.parametrize("raw", [
        b"",
        b"\x00\xff\xfe",
        b"Subject: " + b"x" * 2_000_000 + b"\r\n\r\n.\r\n",
        b"Subject: a\r\n\r\n.\r\n..\r\n...a\r\nbare\nnewline\rreturn\r\n",
        b"\r\n.\r\n",
    ], ids=["empty", "no text", "endless line", "dots", "dot first"])  # fmt: skip
    def test_when_its_bytes_are_odd_then_they_are_kept_as_they_came(self, port: int, raw: bytes) -> None:
        with connect(port) as client:
            client.ehlo()
            client.mail(ANA)
            client.rcpt(NOC)
            client.docmd("DATA")
            whole = raw if raw.endswith(b"\r\n") else raw + b"\r\n"
            client.send((b"\r\n" + whole).replace(b"\r\n.", b"\r\n..")[2:] + b".\r\n")
            code, _ = client.getreply()

        assert code == 250
        assert kept() == [whole]

    def test_when_fifty_send_at_once_then_every_one_is_kept(self, port: int) -> None:
        def send(number: int) -> None:
            with connect(port) as client:
                client.sendmail(ANA, NOC, MAIL.replace(b"<1@", b"<%d@" % number))

        with ThreadPoolExecutor(20) as senders:
            list(senders.map(send, range(50)))

        assert len(set(kept())) == 50


class TestAMailForOthers:
    def test_when_the_address_is_not_ours_then_it_is_refused(self, port: int) -> None:
        with connect(port) as client, pytest.raises(smtplib.SMTPRecipientsRefused) as refused:
            client.sendmail(ANA, "somebody@else.example", MAIL)

        assert refused.value.recipients["somebody@else.example"][0] == 550
        assert kept() == []

    def test_when_only_one_of_two_is_ours_then_it_is_kept_for_that_one(self, port: int) -> None:
        with connect(port) as client:
            refused = client.sendmail(ANA, [NOC, "somebody@else.example"], MAIL)

        assert list(refused) == ["somebody@else.example"]
        assert Inbound.objects.get().envelope["rcpt_to"] == [NOC]

    def test_when_no_handbook_names_an_address_then_it_is_to_come_again(self) -> None:
        with listening(find_provider=lambda: None) as port, connect(port) as client:
            client.ehlo()
            client.mail(ANA)

            assert client.rcpt(NOC)[0] == 451


class TestAMailThatIsTooLarge:
    @pytest.fixture(autouse=True)
    def small(self, settings: Settings) -> None:
        settings.MAIL_SIZE_LIMIT = 100_000

    def test_when_its_size_is_announced_then_it_is_refused_before_it_comes(self, port: int) -> None:
        with connect(port) as client, pytest.raises(smtplib.SMTPSenderRefused) as refused:
            client.sendmail(ANA, NOC, b"x" * 100_001)

        assert refused.value.smtp_code == 552

    def test_when_its_size_is_not_announced_then_it_is_refused_after(self, port: int) -> None:
        with connect(port) as client:
            client.ehlo()
            client.mail(ANA)
            client.rcpt(NOC)
            code, _ = client.data(b"line\r\n" * 20_000)
            next_one = client.sendmail(ANA, NOC, MAIL)

        assert code == 552
        assert next_one == {}
        assert kept() == [MAIL]


class TestADatabaseThatIsAway:
    def test_when_a_mail_comes_then_it_is_to_come_again_and_then_it_is_kept(self, port: int, monkeypatch: pytest.MonkeyPatch) -> None:
        receive_all = inbox.receive_all

        def away(_: Sequence[Arrival]) -> list[Inbound]:
            raise OperationalError("the server closed the connection unexpectedly")

        monkeypatch.setattr(inbox, "receive_all", away)
        with connect(port) as client:
            with pytest.raises(smtplib.SMTPDataError) as later:
                client.sendmail(ANA, NOC, MAIL)
            monkeypatch.setattr(inbox, "receive_all", receive_all)
            client.sendmail(ANA, NOC, MAIL)

        assert later.value.smtp_code == 451
        assert kept() == [MAIL]

    def test_when_it_hangs_then_the_sender_is_not_kept_waiting(self, port: int, monkeypatch: pytest.MonkeyPatch) -> None:
        released = threading.Event()
        monkeypatch.setattr(keeping, "KEPT_WITHIN", 0.2)
        monkeypatch.setattr(inbox, "receive_all", lambda _: released.wait(10))

        with connect(port) as client, pytest.raises(smtplib.SMTPDataError) as later:
            client.sendmail(ANA, NOC, MAIL)
        released.set()

        assert later.value.smtp_code == 451


class TestManyAtOnce:
    def test_when_the_house_is_full_then_the_next_is_asked_to_come_later(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(receivers, "CONNECTIONS_AT_MOST", 2)
        with listening() as port, connect(port), connect(port):
            with pytest.raises(smtplib.SMTPConnectError) as full:
                connect(port)

            assert full.value.smtp_code == 421

    def test_when_one_has_left_then_the_next_comes_in(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(receivers, "CONNECTIONS_AT_MOST", 1)
        with listening() as port:
            for _ in range(3):
                with connect(port) as client:
                    client.sendmail(ANA, NOC, MAIL)

    def test_when_memory_is_used_up_then_a_mail_waits_for_room_and_is_put_off_at_last(
        self, monkeypatch: pytest.MonkeyPatch, settings: Settings
    ) -> None:
        settings.MAIL_SIZE_LIMIT = 100_000
        monkeypatch.setattr(receivers, "MEMORY", 100_000)
        monkeypatch.setattr(doors, "PATIENCE", 0.2)
        with listening() as port, connect(port) as slow, connect(port) as other:
            slow.ehlo()
            slow.mail(ANA)
            slow.rcpt(NOC)
            slow.docmd("DATA")
            with pytest.raises(smtplib.SMTPDataError) as busy:
                other.sendmail(ANA, NOC, MAIL)
            slow.send(MAIL + b".\r\n")
            slow.getreply()
            other.sendmail(ANA, NOC, MAIL.replace(b"<1@", b"<2@"))

        assert busy.value.smtp_code == 452
        assert len(kept()) == 2


class TestAnybodyAtTheDoor:
    def test_when_they_ask_who_lives_here_then_nothing_is_told(self, port: int) -> None:
        with connect(port) as client:
            client.ehlo()
            answers = [client.verify(NOC), client.verify("nobody@redeipe.example")]
            client.send(b"VRFY \xff\r\n")
            answers.append(client.getreply())

        assert len(set(answers)) == 1

    def test_when_they_ask_what_can_be_done_then_logging_in_is_not_offered(self, port: int) -> None:
        with connect(port) as client:
            client.ehlo()

            assert set(client.esmtp_features) == {"size", "8bitmime", "smtputf8", "help"}

    @pytest.mark.parametrize(
        "said", [b"RCPT TO:<\r\n", b"MAIL FROM:<<>>@\r\n", b"DATA\r\n", b"\xff\xfe\r\n", b"A" * 100_000 + b"\r\n", b"EXPN x\r\n"]
    )
    def test_when_they_talk_nonsense_then_they_are_refused_and_may_go_on(self, port: int, said: bytes) -> None:
        with connect(port) as client:
            client.ehlo()
            client.send(said)
            code, _ = client.getreply()
            client.sendmail(ANA, NOC, MAIL)

        assert code >= 400
        assert kept() == [MAIL]

    def test_when_they_leave_in_the_middle_of_a_mail_then_nothing_is_kept(self, port: int) -> None:
        with socket.create_connection(("127.0.0.1", port)) as line:
            line.sendall(b"EHLO x\r\nMAIL FROM:<a@b.example>\r\nRCPT TO:<noc@redeipe.example>\r\nDATA\r\n" + MAIL)
            line.recv(1000)

        with connect(port) as client:
            client.noop()
        assert kept() == []


class TestADoorWithACertificate:
    def test_when_a_server_asks_for_tls_then_the_mail_comes_encrypted(self, settings: Settings) -> None:
        settings.SMTP_TLS_CERTIFICATE = str(CERTIFICATE)
        with listening() as port, connect(port) as client:
            client.starttls(context=ssl._create_unverified_context())
            client.sendmail(ANA, NOC, MAIL)

            assert "auth" not in client.esmtp_features
        assert Inbound.objects.get().envelope["tls"] is True


class TestAMailServerBesideUs:
    def test_when_it_hands_a_mail_over_by_lmtp_then_each_recipient_is_answered_for(self) -> None:
        with listening(LmtpDoor) as port, smtplib.LMTP("127.0.0.1", port) as client:
            client.ehlo()
            client.mail(ANA)
            codes = [client.rcpt(address)[0] for address in (NOC, "nobody@redeipe.example", "noc+abc@redeipe.example")]
            first, _ = client.data(MAIL)
            second, _ = client.getreply()
            next_one, _ = client.noop()

        assert codes == [250, 550, 250]
        assert (first, second, next_one) == (250, 250, 250)
        assert Inbound.objects.get().envelope["via"] == "lmtp"

    def test_when_the_database_is_away_then_each_is_to_come_again(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(inbox, "receive_all", lambda _: (_ for _ in ()).throw(OperationalError("away")))
        with listening(LmtpDoor) as port, smtplib.LMTP("127.0.0.1", port) as client:
            client.ehlo()
            client.mail(ANA)
            client.rcpt(NOC), client.rcpt("noc+abc@redeipe.example")
            first, _ = client.data(MAIL)
            second, _ = client.getreply()

        assert (first, second) == (451, 451)

    def test_when_it_speaks_smtp_then_it_is_told_to_speak_lmtp(self) -> None:
        with listening(LmtpDoor) as port, connect(port) as client:
            assert client.ehlo()[0] == 500
