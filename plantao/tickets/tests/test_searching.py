"""Finding tickets by numbers, names and words."""

import pytest
from django.db import connection

from plantao.directory.models import Service
from plantao.directory.testing import a_customer
from plantao.events.actor import DESK
from plantao.tickets.models import Ticket, Words
from plantao.tickets.queries import found
from plantao.tickets.testing import LONG_AGO, MONDAY_10H, STAFF, a_desk, a_requester, a_ticket

pytestmark = pytest.mark.django_db


def finds(text: str, *, only_public: bool = False) -> list[Ticket]:
    return list(found(Ticket.objects.all(), text, only_public=only_public))


class TestWords:
    @pytest.mark.parametrize(
        ("said", "sought"),
        [
            ("Duas conexões caíram", "conexão"),
            ("A CONEXÃO caiu", "conexoes"),
            ("Sem sinal nos canais locais", "canal local"),
            ("Serviços indisponíveis", "serviço indisponível"),
            ("As mensagens voltam", "mensagem"),
            ("Redes sem rota", "rede"),
            ("La red está caída", "redes"),
            ("Cayeron las conexiones", "conexión"),
            ("Enlaces con pérdida", "enlace perdida"),
            ("Both switches lost their routes", "switch route"),
            ("Lentidão à noite", "lentid"),
            ("Loss on ge-0/0/1.100 since noon", "GE-0/0/1"),
            ("Der Anschluß in Łódź fällt aus", "anschluß fallt"),  # what Unicode does not take apart stays itself
            ("回線が落ちた ルーター", "ルーター"),
            ("Tokens expired", "token"),
            ("ana@cliente.example não recebe", "cliente.example"),
        ],
    )
    def test_when_they_differ_in_accents_number_or_end_then_they_are_found(self, said: str, sought: str) -> None:
        ticket = a_ticket(text=said)

        assert finds(sought) == [ticket]

    @pytest.mark.parametrize("sought", ["conector", "0/0/2", "down link", "cair & (", "'; --", "\\ %", "\x00\ud800", "!!!", ":* <-> |"])
    def test_when_they_are_not_there_or_are_no_words_then_nothing_is_found(self, sought: str) -> None:
        a_ticket(subject="Rede", text="A conexão na ge-0/0/1 de Recife cai")

        assert finds(sought) == []

    def test_when_parts_of_a_name_stand_apart_then_it_is_not_that_name(self) -> None:
        a_ticket(text="ge-0/0/7 e outra com 1")

        assert finds("ge-0/0/1") == []

    def test_when_nothing_is_sought_then_everything_is_found(self) -> None:
        ticket = a_ticket()

        assert finds("  ") == [ticket]

    def test_when_each_stands_somewhere_else_on_the_ticket_then_it_is_found(self) -> None:
        ticket = a_ticket(subject="Fibra rompida", text="em Niterói")
        a_ticket(subject="Fibra rompida", text="em Santos")

        assert finds("niteroi fibras") == [ticket]

    def test_when_a_text_is_as_long_as_can_be_then_it_is_kept_and_its_beginning_found(self) -> None:
        ticket = a_ticket(text="começo " + " ".join(chr(0x4E00 + number % 20_000) + str(number) for number in range(200_000)))

        assert finds("começo") == [ticket]


class TestNumbersAndNames:
    @pytest.mark.parametrize("sought", ["norte telecom", "Córrego", "maria", "noc@norte.example", "circ-004711", "4711", "TELECOM circ"])
    def test_when_a_piece_of_them_is_sought_then_the_ticket_is_found(self, sought: str) -> None:
        customer = a_customer("Norte Telecom do Corrego", at=LONG_AGO)
        service = Service.objects.add(customer, "CIRC-004711", by=DESK, at=LONG_AGO)
        requester = a_requester(customer, mail="noc@norte.example")
        requester.name = "Mária Souza"
        requester.save()
        ticket = a_ticket(customer=customer, requester=requester, service=service)
        a_ticket(customer=a_customer("Sul", at=LONG_AGO))

        assert finds(sought) == [ticket]

    def test_when_a_number_is_sought_by_its_end_then_the_ticket_is_found(self) -> None:
        ticket, _ = a_ticket(), a_ticket()

        assert finds(ticket.protocol[-5:]) == [ticket]

    def test_when_it_was_merged_then_its_number_finds_the_survivor_and_its_words_both(self) -> None:
        kept, merged = a_ticket(), a_ticket(text="Perda de pacotes")

        merged.merge(by=STAFF, at=MONDAY_10H, public=True, into=kept)

        assert finds(merged.protocol) == [kept]
        assert set(finds("pacote")) == {kept, merged}


class TestWhatIsInternal:
    def test_when_whoever_asks_may_not_read_it_then_it_finds_nothing(self) -> None:
        ticket = a_ticket(requester=a_requester(mail="ana@cliente.example"))
        ticket.note(by=STAFF, at=MONDAY_10H, words=Words("cliente inadimplente"))
        ticket.pass_to_vendor(by=STAFF, at=MONDAY_10H, public=False, vendor="Óptica", reference="RMA-778812", words=Words("placa queimada"))

        for sought in ("inadimplente", "RMA-778812", "queimada", "ana@cliente.example"):
            assert finds(sought) == [ticket]
            assert finds(sought, only_public=True) == []


class TestManyTickets:
    @pytest.mark.parametrize("sought", ["conexão", "4711", "norte"])
    def test_when_they_are_searched_then_no_table_is_read_from_end_to_end(self, sought: str) -> None:
        a_desk()
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute("SET LOCAL enable_indexscan = off")  # of tables as small as these, any index will do as well
            cursor.execute("SET LOCAL enable_indexonlyscan = off")

        plan = found(Ticket.objects.still_open(), sought, only_public=False).order_by("-opened_at")[:50].explain()

        assert "Seq Scan" not in plan
        assert plan.count("_searched") >= 8
