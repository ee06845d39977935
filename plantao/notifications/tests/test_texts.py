"""Every text, in every language, with everything that it names."""

import re
from pathlib import Path

import pytest

from plantao.messaging.content import compose
from plantao.notifications.rendering import render, subject_line
from plantao.notifications.tests.samples import FRAME, SAMPLES
from plantao.notifications.text_files import TEXTS, NoSuchValue, Value, read, source_of
from plantao.notifications.vocabulary import LANGUAGES

FRAMES = ("greeting", "follow", "signature")
OF_NO_TICKET = {"rota_gap", "access"}
EVERY_TEXT = [(occasion, language) for occasion in (*SAMPLES, *FRAMES) for language in LANGUAGES]
ASKED_ABOUT = re.compile(r"{%\s*(?:el)?if\s+([^%]+?)\s*%}")
NAMED = re.compile(r"{{\s*(\w+)\s*}}")


def values_of(occasion: str) -> dict[str, Value]:
    """Return what a text of this occasion may name."""
    return FRAME | SAMPLES.get(occasion, {})


def named_in(source: str) -> set[str]:
    """Return every name that a text uses, in conditions too."""
    conditions = {word for condition in ASKED_ABOUT.findall(source) for word in condition.split()} - {"not", "and", "or"}
    lists = {line.removeprefix("* ") for line in source.splitlines() if line.startswith("* ")}
    return conditions | lists | set(NAMED.findall(source))


class TestTheFolderOfTexts:
    def test_when_it_is_listed_then_every_occasion_has_a_text_in_every_language_and_nothing_else_lies_there(self) -> None:
        written = {path.relative_to(TEXTS).as_posix() for path in Path(TEXTS).rglob("*.txt")}

        assert written == {f"{occasion}/{language}.txt" for occasion, language in EVERY_TEXT}


class TestEveryText:
    @pytest.mark.parametrize(("occasion", "language"), EVERY_TEXT)
    def test_when_it_is_rendered_then_nothing_is_missing_and_no_sign_of_the_source_is_left(self, occasion: str, language: str) -> None:
        content = render(occasion if occasion in SAMPLES else "attended", language=language, values=values_of(occasion), subject="x")

        for words in (content.top, content.text, content.bottom, content.html, content.top_html):
            assert not re.search(r"{{|{%|%}|\bNone\b|\bFalse\b| {2}\S|\n\n\n| [.,:;]", re.sub(r"<style>.*?</style>", "", words, flags=re.S))

    @pytest.mark.parametrize("occasion", [*SAMPLES, *FRAMES])
    def test_when_its_languages_are_compared_then_they_name_the_same_things(self, occasion: str) -> None:
        names = {language: named_in(source_of(occasion, language)) for language in LANGUAGES}

        assert names["pt-br"] == names["es"] == names["en"]
        assert names["en"] <= set(values_of(occasion))

    @pytest.mark.parametrize("occasion", SAMPLES)
    def test_when_its_languages_are_compared_then_they_are_built_alike(self, occasion: str) -> None:
        shapes = {language: [type(block) for block in read(occasion, language, values_of(occasion))] for language in LANGUAGES}

        assert shapes["pt-br"] == shapes["es"] == shapes["en"]

    @pytest.mark.parametrize(
        ("occasion", "language"), [(occasion, language) for occasion in SAMPLES if occasion not in OF_NO_TICKET for language in LANGUAGES]
    )
    def test_when_somebody_reads_it_then_the_protocol_comes_first(self, occasion: str, language: str) -> None:
        first = render(occasion, language=language, values=values_of(occasion), subject="x").text.split("\n")[0]

        word = "Ticket" if language == "es" else "Proto"
        number = "20261121000050" if occasion == "contacted_again" else "20261121000042"
        assert first.startswith(word)
        assert number in first

    def test_when_a_value_is_missing_then_it_is_loud(self) -> None:
        with pytest.raises(NoSuchValue):
            read("merged", "en", FRAME)


class TestTheMailOfARegistration:
    def test_when_it_is_read_in_portuguese_then_it_says_what_is_on_record_what_comes_next_and_how_to_follow(self) -> None:
        content = render(
            "registered",
            language="pt-br",
            values=values_of("registered"),
            subject=subject_line("20261121000042", "Enlace fora do ar", fallback=""),
        )

        mail = compose([content])

        assert mail.subject == "[20261121000042] Enlace fora do ar"
        assert mail.text == (
            "=== Escreva sua resposta acima desta linha ===\n\n"
            "Olá, Ana Conceição.\n\n"
            "Protocolo 20261121000042: chamado registrado\n\n"
            "Recebemos seu contato e abrimos este chamado. O próximo passo é nosso: nossa equipe vai avaliar o caso e dar retorno"
            " por aqui.\n\n"
            "Assunto: Enlace BHZ-0001 fora do ar\nSetor: Suporte Técnico\nSolicitação: Atendimento pontual ou emergencial\n"
            "Serviço: BHZ-0001\nCriticidade: Urgente\nRegistrado em: 21 de novembro de 2026 às 14:05 (horário de Brasília, UTC-3)\n\n"
            "O que você pode esperar de nós:\n\n"
            "- Primeiro atendimento por uma pessoa: até 21 de novembro de 2026 às 16:05 (horário de Brasília, UTC-3)\n\n"
            "O primeiro atendimento é o começo do tratamento, não a promessa de uma solução.\n\n"
            "A criticidade Urgente vale para: Falha importante ou rede degradada, com risco ao serviço ou à redundância. Se não for o"
            " seu caso, responda a esta mensagem e diga qual é a criticidade certa.\n\n"
            "Tenha alguém junto ao equipamento.\n\n"
            "-- \n"
            "Para acrescentar algo, responda a esta mensagem: tudo fica registrado no protocolo 20261121000042. Também atendemos por"
            " estes canais; tenha o protocolo à mão:\n\n"
            "- IpêPhone: 0800 555 0126 (ligação gratuita)\n- WhatsApp: 0800 555 0126\n- IpêDesk: https://desk.redeipe.example\n\n"
            "Rede Ipê NOC · https://redeipe.example\n"
        )
        assert mail.is_automatic


class TestTheMailOfAResolution:
    def test_when_it_is_read_in_spanish_then_it_carries_both_links(self) -> None:
        text = render("resolved", language="es", values=values_of("resolved"), subject="x").text

        assert "Está resuelto:\nhttp://localhost:8000/solved/abc/\n\nNo estoy de acuerdo:\nhttp://localhost:8000/disagreement/abc/" in text

    def test_when_nobody_may_answer_by_link_then_it_offers_none(self) -> None:
        values = values_of("resolved") | {"solved_url": "", "disagree_url": "", "disagree_until": ""}

        text = render("resolved", language="en", values=values, subject="x").text

        assert "http" not in text
        assert "If you do not agree" not in text
