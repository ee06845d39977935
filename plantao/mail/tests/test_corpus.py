"""Mails as programs really write them: each file in fixtures/, and what it must say."""

from pathlib import Path
from typing import Any

import pytest

from plantao.mail.message import Mail
from plantao.mail.reading import read

FIXTURES = Path(__file__).parent / "fixtures"

BROKEN_DATE = "The date 'ontem' is not one."

# file -> what must hold of it; a key is an attribute of the mail or one of the views below.
EXPECTED: dict[str, dict[str, Any]] = {
    "gmail_reply_pt.eml": {
        "sender": ("joao@cliente.example", "João da Conceição"),
        "subject": "Re: [202611180001] Enlace São Paulo – sem conexão",
        "in_reply_to": "<plantao.abc123.41@provedor.example>",
        "text": "Bom dia! O enlace voltou às 9h40, mas ainda há perda de pacotes.",
        "quoted_start": "Em qua., 18 de nov. de 2026 às 10:03, NOC Provedor <\nnoc+mfrgg@provedor.example> escreveu:",
        "hops": 1,
    },
    "gmail_html_only_es.eml": {
        "sender": ("maria@cliente.example", "Núñez, María José"),
        "text": "Buenos días:\n\n- Sede Norte: sin servicio\n- Sede Sur: lenta\n  1. ping alto\n  2. pérdida\n\n"
        "Circuito | Estado\nMX-001 | caído\n\nVer el panel <https://grafana.cliente.example/d/1> o escribir a maria@cliente.example.",
        "quoted_start": "El mié, 18 nov 2026 a las 9:03, NOC (noc@provedor.example) escribió:",
    },
    "outlook_reply_pt.eml": {
        "sender": ("ana.souza@empresa.example", "Souza, Ana"),
        "text": "Prezados,\n\nContinua lento. Segue o contato: +55 11 5550-0142.\n\nAna Souza\nCoordenação de Redes",
        "quoted_start": "De: NOC <noc@provedor.example>\nEnviada em: quarta-feira",
    },
    "outlook_html_only_en.eml": {"text": "Still down.\n\nJane", "quoted_start": "________________________________\nFrom: NOC"},
    "outlook_original_message_es.eml": {
        "sender": ("pedro@cliente.example", "Pedro Pérez"),
        "subject": "RE: Mantenimiento programado - Bogotá",
        "text": "De acuerdo, aprobado.",
        "quoted_start": "-----Mensaje original-----",
    },
    "apple_mail_reply_en.eml": {"text": "See my answers below.\n\nYes, it is.\n\nTwice.\n\nSam", "quoted_start": "> On 18 Nov 2026"},
    "iphone_pt.eml": {
        "sender": ("luis@cliente.example", "Luís"),
        "text": "Já reiniciei, não voltou.",
        "quoted_start": "Enviado do meu iPhone",
    },
    "outlook_android_pt.eml": {"text": "Voltou, obrigada!", "quoted_start": "Obter o Outlook para Android"},
    "thunderbird_flowed_pt.eml": {
        "text": "É um roteador de borda, instalado no mês passado, com o número de série anotado na etiqueta de trás.\n\n"
        "-- \nRui Alves\n+55 11 5550-0177",
        "quoted_start": "Em 18/11/2026 10:03, NOC escreveu:\n> Qual equipamento? Precisamos do modelo e do número de série para abrir",
    },
    "samsung_es.eml": {"text": "Adjunto lo pedido.", "quoted_start": "Enviado desde mi Galaxy"},
    "forward_without_a_word.eml": {
        "text": "---------- Forwarded message ---------\nDe: Monitor <monitor@fornecedor.example>\n"
        "Date: qua., 18 de nov. de 2026 às 10:00\nSubject: alarme\nTo: <ana@cliente.example>\n\nEnlace 7 fora.",
        "quoted": "",
    },
    "postfix_bounce.eml": {
        "why_automatic": "its return path is empty",
        "returned": ("ninguem@cliente.example", "5.1.1", True, "<plantao.abc123.50@provedor.example>"),
    },
    "postfix_delayed.eml": {"returned": ("lento@cliente.example", "4.4.1", False, "<plantao.abc123.51@provedor.example>")},
    "exchange_bounce_pt.eml": {
        "subject": "Não entregue: Chamado registrado",
        "returned": ("saiu@empresa.example", "5.1.10", True, "<plantao.abc123.52@provedor.example>"),
    },
    "qmail_bounce.eml": {"returned": ("foi@cliente.example", "5.1.1", True, "<plantao.abc123.53@provedor.example>")},
    "vacation_pt.eml": {"why_automatic": "Auto-Submitted: auto-generated", "returned": None},
    "vacation_by_subject_es.eml": {"why_automatic": "its subject is that of an absence notice"},
    "read_receipt.eml": {"why_automatic": "it is a report (disposition-notification)", "returned": None},
    "mailing_list.eml": {"why_automatic": "Precedence: list", "reply_to_addresses": ["beto@outro.example"]},
    "calendar_invite.eml": {
        "text": "Janela de manutenção no dia 20.",
        "files": [(None, "text/calendar", 30), ("invite.ics", "application/ics", 32)],
    },
    "smime_signed.eml": {"text": "Pedido assinado.", "files": [("smime.p7s", "application/pkcs7-signature", 11)]},
    "smime_encrypted.eml": {"text": "", "problems": ("The mail is encrypted or signed as a whole; its text could not be read.",)},
    "winmail.eml": {
        "files": [("winmail.dat", "application/ms-tnef", 8)],
        "problems": ("Files came packed in Outlook's own format (winmail.dat); they were not unpacked.",),
    },
    "inline_picture.eml": {
        "text": "Veja a luz vermelha:\n\n[luz] clique aqui <https://ok.example/>",
        "html": '<p>Veja a luz vermelha:</p><img alt="luz" src="cid:luz@1">\n<a rel="noopener noreferrer nofollow">clique</a> '
        '<a href="https://ok.example/" rel="noopener noreferrer nofollow">aqui</a>',
        "files": [
            ("luz.png", "image/png", 68),
            ("relatório de medições.txt", "application/octet-stream", 10),
            ("orçamento.pdf", "application/pdf", 8),
        ],
        "inline": [True, False, False],
    },
    "nested_rfc822.eml": {"text": "Segue o aviso do fornecedor.", "files": [("Manutenção.eml", "message/rfc822", 287)]},
    "latin1_headers.eml": {
        "sender": ("jose@cliente.example", "José Antônio"),
        "subject": "Conexão lenta em Brasília",
        "text": "A conexão está lenta “demais”.",
        "problems": (),
    },
    "utf8_called_latin1.eml": {
        "text": "Não há conexão em São José.",
        "problems": ("The text says it is in iso-8859-1 but is not; it was read as utf-8.",),
    },
    "latin1_called_utf8.eml": {
        "text": "Não há conexão em São José.",
        "problems": ("The text says it is in utf-8 but is not; it was read as cp1252.",),
    },
    "gbk_called_gb2312.eml": {
        "sender": ("zhu@cliente.example", "朱镕"),
        "subject": "链路中断，请处理",
        "text": "链路从上午九点起中断，请尽快处理。鎔",
        "problems": (),
    },
    "shift_jis.eml": {"sender": ("taka@cliente.example", "①高橋"), "subject": "回線障害", "text": "①回線が切れています。", "problems": ()},
    "big5.eml": {"subject": "電路中斷", "text": "電路已中斷，請協助。", "problems": ()},
    "utf7.eml": {"subject": "Ligação", "text": "Sem ligação. Sobra: �"},
    "unknown_8bit.eml": {
        "sender": ("jose@cliente.example", "José"),
        "subject": "Conexão",
        "text": "Não há conexão.",
        "problems": ("The text does not say in which charset it is; it was read as cp1252.",),
    },
    "broken_base64.eml": {
        "text": "Isto nao e base64, e texto simples: veja!",
        "files": [("a.png", "image/png", 18), ("b.pdf", "application/pdf", 8)],
        "problems": (
            "The mail ends before its last part does.",
            "A text says it is in base64 but is not; it was taken as it is.",
            "A part in base64 is broken; what could be read was kept.",
        ),
    },
    "malformed_from.eml": {
        "sender": ("suporte@cliente.example", "Suporte"),
        "cc_addresses": ["a@cliente.example", "b@cliente.example", "d@cliente.example", "e@cliente.example"],
        "subject": "a",
        "text": "Texto.",
        "problems": (
            "A line in the header is not a field; it was left out.",
            "The From header names more than one sender; the first was taken.",
            BROKEN_DATE,
            "The header From stands there more than once.",
            "The header Subject stands there more than once.",
        ),
    },
    "no_headers.eml": {"sender": None, "text": "Ola, o link caiu.\nFavor verificar: urgente."},
    "mbox_one.box": {
        "text": "Primeira linha.\nFrom aqui em diante, texto.",
        "quoted": ">From duas vezes.",
        "return_path": "joao@cliente.example",
        "problems": (),
    },
    "bare_cr.eml": {"sender": ("ana@cliente.example", ""), "subject": "mac antigo", "text": "Linha um.\nLinha dois."},
    "nul_bytes.eml": {"subject": "nulo", "text": "antesdepois", "problems": ("The text has null bytes; they were left out.",)},
    "authenticated.eml": {"passes_dmarc": False, "authentication": (), "hops": 2, "text": "Oi."},
}


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_a_mail_says_what_its_reader_would_say(name: str) -> None:
    mail = read((FIXTURES / name).read_bytes())

    assert {key: view(mail, key, expected) for key, expected in EXPECTED[name].items()} == EXPECTED[name]


def test_every_fixture_is_expected_to_say_something() -> None:
    assert {path.name for path in FIXTURES.iterdir()} == set(EXPECTED)


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_line_ends_make_no_difference(name: str) -> None:
    raw = (FIXTURES / name).read_bytes()
    mail, other = read(raw), read(raw.replace(b"\r\n", b"\n"))

    assert (other.subject, other.text, other.quoted, other.html) == (mail.subject, mail.text, mail.quoted, mail.html)


def view(mail: Mail, key: str, expected: Any) -> Any:
    match key:
        case "sender":
            return (mail.from_.address, mail.from_.name) if mail.from_ else None
        case "quoted_start":
            return mail.quoted[: len(expected)]
        case "returned":
            return mail.bounce and (mail.bounce.recipient, mail.bounce.status, mail.bounce.permanent, mail.bounce.message_id)
        case "files":
            return [(file.name, file.type, file.size) for file in mail.attachments]
        case "inline":
            return [file.inline for file in mail.attachments]
        case "cc_addresses" | "reply_to_addresses":
            return [address.address for address in getattr(mail, key.removesuffix("_addresses"))]
    return getattr(mail, key)
