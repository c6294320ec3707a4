"""How the code is kept: the length of modules and of the lines of templates, and no circle of imports."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
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


INIT = ".__init__"


def modules() -> dict[str, ast.Module]:
    """The modules of the product by their dotted names; of a package's own the last part is `__init__`."""
    paths = (path for app in APPS for path in (ROOT / app).rglob("*.py"))
    return {
        ".".join(path.relative_to(ROOT).with_suffix("").parts): ast.parse(path.read_text(encoding="utf-8"))
        for path in paths
        if "migrations" not in path.parts
    }


def imported(name: str, known: dict[str, ast.Module]) -> Iterator[tuple[str, str]]:
    """What a module imports anywhere, at the top, in functions, for types alone: from where, and the name."""
    for node in ast.walk(known[name]):
        if isinstance(node, ast.Import):
            yield from ((alias.name, "") for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            package = name.split(".")[: -node.level] if node.level else []
            base = ".".join([*package, *([node.module] if node.module else [])])
            yield from ((base, alias.name) for alias in node.names)


def origin(base: str, name: str, known: dict[str, ast.Module]) -> str:
    """The module that `name` comes from: a package's `__init__` only hands on what it imports."""
    for found in (f"{base}.{name}", base):
        if found in known:
            return found
    package = base + INIT
    if package in known:
        for further, handed in imported(package, known):
            if handed == name:
                return origin(further, handed, known)
        return package
    return ""


def test_no_modules_import_each_other_in_a_circle() -> None:
    known = modules()
    graph = {
        name: {found for found in (origin(*each, known) for each in imported(name, known)) if found not in ("", name)}
        for name in known
        if not name.endswith(INIT)
    }
    assert "partnerships.models.parties" in graph["partnerships.models.agreements"]
    assert "records.models.tracked" in graph["records.checks.asking"]  # by what its package hands on
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        raise AssertionError(f"a circle of imports: {' -> '.join(error.args[1])}") from None
