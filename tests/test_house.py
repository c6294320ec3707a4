"""How the code is kept: the length of modules and of the lines of templates, and no circle of imports."""

from __future__ import annotations

import ast
import re
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.BASE_DIR)
APPS = ("articles", "changesets", "config", "partnerships", "people", "records")
LONGEST_MODULE, LONGEST_LINE = 320, 160


def test_no_module_is_so_long_that_it_should_be_split_by_noun():
    modules = (path for app in APPS for path in (ROOT / app).rglob("*.py") if "migrations" not in path.parts)
    lengths = {str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines()) for path in modules}
    assert {name: length for name, length in lengths.items() if length > LONGEST_MODULE} == {}


def test_the_numbers_of_our_locks_stand_in_one_place():
    """`records.locks`, which refuses to give one twice."""
    named: set[str] = set()
    for app in APPS:
        for path in (ROOT / app).rglob("*.py"):
            named.update(re.findall(r"pg_\w*advisory\w*\((.*?)[,)]", path.read_text(encoding="utf-8")))
    assert named == {"%s", "{Lock.EDITION}"}


def test_no_line_of_a_template_is_too_long_to_be_compared():
    long = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in (ROOT / "templates").rglob("*.html")
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if len(line) > LONGEST_LINE
    ]
    assert long == []


def modules() -> dict[str, Path]:
    """The modules of the product by their dotted names; a package's `__init__` only hands names on."""
    paths = (path for app in APPS for path in (ROOT / app).rglob("*.py"))
    return {
        ".".join(path.relative_to(ROOT).with_suffix("").parts): path
        for path in paths
        if path.name != "__init__.py" and "migrations" not in path.parts
    }


def imports(name: str, source: str, known: dict[str, Path]) -> set[str]:
    """The modules among those `known` that one imports anywhere: at the top, in functions, for types alone."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            package = name.split(".")[: -node.level] if node.level else []
            base = ".".join([*package, *([node.module] if node.module else [])])
            found |= {base, *(f"{base}.{alias.name}" for alias in node.names)}
    return found & known.keys()


def test_no_modules_import_each_other_in_a_circle() -> None:
    known = modules()
    graph = {name: imports(name, path.read_text(encoding="utf-8"), known) for name, path in known.items()}
    assert "partnerships.models.parties" in graph["partnerships.models.agreements"]
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        raise AssertionError(f"a circle of imports: {' -> '.join(error.args[1])}") from None
