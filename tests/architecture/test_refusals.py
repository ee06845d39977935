"""Every "no" has its place in the family tree."""

import ast
from collections.abc import Iterator

from plantao.rules import refused
from tests.architecture.repository import name, python_files


def refusals() -> Iterator[tuple[str, str]]:
    """Yield (file under plantao/, class) of everything that descends from Refused, however far."""
    classes = {
        (name(path).removeprefix("plantao/"), node.name): {base.id for base in node.bases if isinstance(base, ast.Name)}
        for path in python_files()
        if name(path).startswith("plantao/") and "tests" not in path.parts
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef)
    }
    family, size = {"Refused"}, 0
    while len(family) > size:
        size = len(family)
        family |= {descendant for (_, descendant), bases in classes.items() if bases & family}
    yield from ((file, descendant) for file, descendant in classes if descendant in family and descendant != "Refused")


class TestTheFamilyTreeOfRefusals:
    def test_when_a_rule_or_a_verb_can_say_no_then_the_tree_names_it_beside_its_file(self) -> None:
        lines = (refused.__doc__ or "").splitlines()
        drawn: dict[str, str] = {}
        file = ""
        for line in lines:
            branch = line.strip().lstrip("│├└─ ")
            file = branch.split()[0] if "── " in line else file
            drawn[file] = drawn.get(file, "") + branch.removeprefix(file)

        unnamed = [f"{where}: {who}" for where, who in refusals() if who not in drawn.get(where, "").replace(",", " ").split()]

        assert unnamed == []
