"""The two handbooks that must always load, and how the tests change them."""

from pathlib import Path

from plantao.handbook.document import Handbook
from plantao.handbook.problems import Problem
from plantao.handbook.reading import Reading, read

ROOT = Path(__file__).resolve().parents[3]
NOC = (ROOT / "tests/fixtures/handbooks/noc.yaml").read_text(encoding="utf-8")
CARRIER = (ROOT / "tests/fixtures/handbooks/carrier.yaml").read_text(encoding="utf-8")

SMALL = """\
handbook: 1
provider: {name: Rede Pequena, country: BR, time_zone: America/Sao_Paulo, languages: [pt-br]}
departments: {support: {name: Suporte, calendar: always}}
unclassified: {department: support, criticality: normal}
clocks: {attend: {starts: opened, met_by: attended}}
criticalities: {normal: {name: Normal, attend: {within: 2h}}}
"""


def reading(text: str) -> Reading:
    """Read a text as the file `test.yaml`."""
    return read(text.encode(), name="test.yaml")


def handbook(text: str) -> Handbook:
    """Return the handbook of a text that has no errors."""
    found = reading(text)
    assert found.handbook is not None, found.errors
    return found.handbook


def changed(text: str, old: str, new: str) -> str:
    """Return the text with the first `old` replaced; it must be there."""
    assert old in text
    return text.replace(old, new, 1)


def errors(text: str) -> list[tuple[str, str]]:
    """Return path and sentence of every error."""
    return [(problem.path, problem.sentence) for problem in reading(text).errors]


def warnings(text: str) -> list[tuple[str, str]]:
    """Return path and sentence of every warning."""
    return [(problem.path, problem.sentence) for problem in reading(text).warnings]


def the_error(text: str) -> Problem:
    """Return the only error."""
    (only,) = reading(text).errors
    return only


BIG = changed(
    changed(
        SMALL,
        "support: {name: Suporte, calendar: always}",
        "support: {name: Suporte, calendar: always}, sales: {name: Vendas, calendar: always, criticalities: [calm]}",
    ),
    "criticalities: {",
    "criticalities: {calm: {name: Calmo, attend: {within: 8h}}, ",
)
"""The small one with a second department, where only a second criticality may be picked."""
