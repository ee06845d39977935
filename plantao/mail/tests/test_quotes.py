import pytest

from plantao.mail.answer_line import ANSWER_ABOVE
from plantao.mail.quotes import Line, split_quotes

ATTRIBUTIONS = [
    "Em qua., 18 de nov. de 2026 às 10:03, Fulano <fulano@x.example> escreveu:",
    "Em qua, 18 de nov de 2026 10:03, Fulano <fulano@x.example> escreveu:",
    "Em quarta-feira, 18 de novembro de 2026 10:03:22 BRT, Fulano <fulano@x.example> escreveu:",
    "Em 18 de nov. de 2026, à(s) 10:03, Fulano <fulano@x.example> escreveu:",
    "No dia quarta-feira, 18 de novembro de 2026, Fulano <\nfulano@x.example> escreveu:",
    "Em 18/11/2026 10:03, Fulano escreveu:",
    "Fulano <fulano@x.example> escreveu em qua., 18/11/2026 às 10:03 :",
    "El mié, 18 nov 2026 a las 10:03, Fulano (<fulano@x.example>) escribió:",
    "El mié., 18 de nov. de 2026 10:03, Fulano <\nfulano@x.example>\nescribió:",
    "El 18 nov 2026, a las 10:03, Fulano <fulano@x.example> escribió:",
    "El 18/11/26 a las 10:03, Fulano escribió:",
    "On Wed, Nov 18, 2026 at 10:03 AM John Doe <john@x.example> wrote:",
    "On Wed, Nov 18, 2026 at 10:03 AM John Doe With A Very Long Name\n<john@x.example>\nwrote:",
    "On 18 Nov 2026, at 10:03, John <john@x.example> wrote:",
    "On 11/18/26 10:03, John wrote:",
    "2026-11-18 10:03 GMT-03:00 Fulano <fulano@x.example>:",
    "Citando Fulano <fulano@x.example>:",
]
HEADER_BLOCKS = [
    "De: NOC <noc@x.example>\nEnviada em: quarta-feira, 18 de novembro de 2026 10:03\nPara: Fulano\nAssunto: RES: link",
    "De: NOC\nEnviado: quarta-feira\nPara: Fulano\nCc: Outro\nAssunto: link",
    "De: NOC\nEnviado el: miércoles, 18 de noviembre\nPara: Fulano\nAsunto: enlace",
    'De: "NOC" <noc@x.example>\nPara: "Fulano"\nEnviadas: Quarta-feira, 18 de novembro\nAssunto: link',
    "De: NOC\nFecha: miércoles\nPara: Fulano, Otro,\n Muchos Más\nAsunto: enlace",
    "From: NOC\nSent: Wednesday\nTo: John\nSubject: RE: link",
    "*From:* NOC\n*Sent:* Wednesday\n*To:* John\n*Subject:* link",
    "________________________________\nDe: NOC\nEnviado: hoje\nPara: Fulano\nAssunto: link",
    "-----Mensagem original-----\nDe: NOC",
    "-----Mensaje original-----\nDe: NOC",
    "-----Original Message-----\nFrom: NOC",
    "----- Mensagem original -----",
]
PHONES = [
    "Enviado do meu iPhone",
    "Enviado desde mi iPhone",
    "Sent from my iPhone",
    "Enviado do Yahoo Mail no Android",
    "Enviado desde Outlook para Android",
    "Obter o Outlook para iOS",
    "Obtener Outlook para Android",
    "Get Outlook for iOS",
    "Enviado do meu smartphone Samsung Galaxy.",
    "Sent from Mail for Windows",
]


def split(text: str) -> tuple[str, str]:
    return split_quotes([Line(line) for line in text.split("\n")])


@pytest.mark.parametrize("attribution", ATTRIBUTIONS)
class TestAnAttribution:
    def test_goes_with_the_marked_lines_below(self, attribution: str) -> None:
        assert split(f"Novo.\n\n{attribution}\n\n> antigo\n") == ("Novo.", f"{attribution}\n\n> antigo")

    def test_leaves_what_is_written_between_marked_lines(self, attribution: str) -> None:
        assert split(f"{attribution}\n> a?\n\nSim.\n\n> b?\nNão.")[0] == "Sim.\n\nNão."


@pytest.mark.parametrize("block", HEADER_BLOCKS)
def test_a_header_block_begins_the_quoted_tail(block: str) -> None:
    assert split(f"Novo.\n\n{block}\n\nantigo\n\nmais antigo") == ("Novo.", f"{block}\n\nantigo\n\nmais antigo")


@pytest.mark.parametrize("phone", PHONES)
def test_what_a_phone_adds_is_not_the_persons_words(phone: str) -> None:
    assert split(f"Novo.\n\n{phone}\n") == ("Novo.", phone)


@pytest.mark.parametrize("marker", ANSWER_ABOVE.values())
class TestOurAnswerLine:
    def test_begins_the_quoted_tail(self, marker: str) -> None:
        assert split(f"Resposta.\n\n {marker}\nAviso") == ("Resposta.", f" {marker}\nAviso")

    def test_quoted_with_marks_it_leaves_an_answer_below(self, marker: str) -> None:
        assert split(f"> {marker}\n> Aviso\n\nResposta embaixo.")[0] == "Resposta embaixo."


@pytest.mark.parametrize(
    "text",
    [
        "O técnico disse no dia 18 que o cliente escreveu: nada.\nContinuo.",
        "Em 18/11/2026 o técnico escreveu:\ntudo certo.",
        "Mudamos o circuito:\nDe: São Paulo\nPara: Rio\nData: amanhã",
        "Prezados,\n\nDe: hoje em diante\n\nobrigado",
        "router> show ip route\n_____\nfim",
        "Enviado do meu setor ao de vocês, o relatório segue abaixo\ncom os anexos.",
        "Ana\n-- \nAna Souza\n+55 11 5550-0142",
    ],
)
def test_what_only_looks_like_a_quote_stays(text: str) -> None:
    assert split(text) == (text, "")


def test_every_line_lands_on_one_side() -> None:
    text = "a\n> b\nc\n\nOn 11/18/26 10:03, J wrote:\n> d\n\ne\n-----Original Message-----\nf"

    new, old = split(text)

    assert sorted(filter(None, (new + "\n" + old).split("\n"))) == sorted(filter(None, text.split("\n")))
