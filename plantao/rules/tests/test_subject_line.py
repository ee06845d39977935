"""Subject lines: marks, brackets in front, and when two say the same."""

import pytest

from plantao.rules.protocol import ProtocolTemplate
from plantao.rules.subject_line import brackets_in_front, folded, sameness_key, without_marks

TEMPLATES = (ProtocolTemplate.parse("{opened:%Y%m%d}{sequence:06d}"),)


class TestASubject:
    @pytest.mark.parametrize(
        ("subject", "brackets", "words"),
        [
            ("Link caiu", (), "Link caiu"),
            ("[Urgente] Link caiu", ("Urgente",), "Link caiu"),
            ("Re: RES: ENC: [Urgente] Link caiu", ("Urgente",), "Link caiu"),
            ("RE[2]: Fwd (3) : [ Externo ][Urgente]Link caiu", (" Externo ", "Urgente"), "Link caiu"),
            ("[Externo] Re: [Urgente] Link", ("Externo", "Urgente"), "Link"),
            ("Link [Urgente] caiu", (), "Link [Urgente] caiu"),
            ("Reunião: pauta", (), "Reunião: pauta"),
            ("[Urgente", (), "[Urgente"),
            ("[]", ("",), ""),
            ("", (), ""),
        ],
    )
    def test_when_its_front_is_read_then_marks_go_and_brackets_are_kept(self, subject: str, brackets: tuple[str, ...], words: str) -> None:
        assert brackets_in_front(subject) == brackets
        assert without_marks(subject) == words

    def test_when_it_is_folded_then_accents_capitals_and_spaces_do_not_count(self) -> None:
        assert folded("  EMERGÊNCIA \t da  Conexão ") == "emergencia da conexao"

    def test_when_a_machine_brings_back_our_confirmation_then_each_is_the_same(self) -> None:
        first = sameness_key("Ausência: Re: [20261118000042] Chamado 20261118000042 registrado", TEMPLATES)
        second = sameness_key("RES: ausencia: Re: [20261118000043] chamado 20261118000043 registrado", TEMPLATES)

        assert first == second
        assert first != sameness_key("Ausência: outro", TEMPLATES)

    def test_when_it_is_very_long_then_it_is_read_all_the_same(self) -> None:
        assert len(brackets_in_front("Re: [x] " * 20_000 + "[" * 20_000)) == 20_000
