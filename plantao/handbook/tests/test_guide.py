"""The guide for desk administrators: what it tells people to write can be read."""

import re

from plantao.handbook.tests.handbooks import ROOT, errors, warnings

GUIDE = (ROOT / "docs/how-to/write-a-handbook.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```yaml\n(.*?)```", GUIDE, re.DOTALL)
BEGINNING = """\
handbook: 1
provider: {name: Rede Pequena, country: BR, time_zone: America/Sao_Paulo, languages: [pt-br]}
departments: {support: {name: Suporte, calendar: office}}
unclassified: {department: support, criticality: urgent}
"""


class TestTheGuide:
    def test_its_smallest_handbook_is_a_handbook(self) -> None:
        assert errors(EXAMPLES[0]) + warnings(EXAMPLES[0]) == []

    def test_its_sections_together_are_a_handbook(self) -> None:
        together = BEGINNING + "".join(EXAMPLES[1:])

        assert errors(together) == []
        assert [path for path, _ in warnings(together)] == ["criticalities.controlled.attend.within"]
