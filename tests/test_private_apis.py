"""Every private name of a library that the product uses stands in docs/private_apis.md, and there are few of them."""

from __future__ import annotations

import ast
import importlib
import inspect
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.BASE_DIR)
APPS = ("articles", "changesets", "config", "partnerships", "people", "records")
MOST = 10
# Documented in spite of the underscore: Model._meta, Model._state, Model._default_manager and _base_manager by Django;
# _history_user, _history_date and _change_reason, which a caller sets on a row, by django-simple-history;
# _replace of named tuples by Python.
DOCUMENTED = {
    *("_meta", "_state", "_default_manager", "_base_manager"),
    "_replace",
    *("_history_user", "_history_date", "_change_reason"),
}
UNDOCUMENTED_MODULES = ("django.db.models.sql", "django.utils.translation.trans_real")
PRIVATE = re.compile(r"_[A-Za-z]\w*")


def files() -> list[Path]:
    found = (path for app in APPS for path in (ROOT / app).rglob("*.py"))
    return sorted(path for path in found if "migrations" not in path.parts)


def trees() -> dict[str, ast.Module]:
    return {path.relative_to(ROOT).as_posix(): ast.parse(path.read_text(encoding="utf-8")) for path in files()}


def defined(tree: ast.AST) -> Iterator[str]:
    """The private names that a module of ours gives to something of its own."""
    for node in ast.walk(tree):
        match node:
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name) | ast.arg(arg=name):
                yield name
            case ast.Name(id=name, ctx=ast.Store()):
                yield name
            case ast.Attribute(value=ast.Name(id="self" | "cls"), attr=name, ctx=ast.Store()):
                yield name


def used(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        match node:
            case ast.Attribute(attr=name) if PRIVATE.fullmatch(name):
                yield name
            case ast.Attribute(value=ast.Attribute(attr="query"), attr=name):  # a method of django.db.models.sql.Query
                yield name
            case ast.Call(
                func=ast.Name(id="getattr" | "setattr" | "hasattr"), args=[_of, ast.Constant(value=str(name)), *_]
            ) if PRIVATE.fullmatch(name):
                yield name
            case ast.ImportFrom(module=str(module), names=names):
                yield from (alias.name for alias in names if PRIVATE.fullmatch(alias.name))
                whole = [module, *(f"{module}.{alias.name}" for alias in names)]
                yield from {private for private in UNDOCUMENTED_MODULES if any(map(under(private), whole))}
            case ast.Import(names=names):
                yield from (
                    private for private in UNDOCUMENTED_MODULES for alias in names if under(private)(alias.name)
                )


def under(package: str):
    return lambda module: module == package or module.startswith(f"{package}.")


def overridden(path: str, tree: ast.AST) -> Iterator[str]:
    """Private names of a library's class that a class of ours defines anew."""
    ours = set(defined(tree))
    module = importlib.import_module(path.removesuffix(".py").removesuffix("/__init__").replace("/", "."))
    for _name, of_ours in inspect.getmembers(module, inspect.isclass):
        if of_ours.__module__ == module.__name__:
            for base in of_ours.__mro__[1:]:
                if base.__module__.split(".")[0] not in {*APPS, *sys.stdlib_module_names}:
                    yield from (name for name in ours & set(vars(of_ours)) & set(vars(base)) if PRIVATE.fullmatch(name))


def uses() -> set[tuple[str, str]]:
    """Each private name of others with the module that uses it."""
    found = trees()
    own = {name for tree in found.values() for name in defined(tree)}
    direct = {(path, name) for path, tree in found.items() for name in used(tree) if name not in own}
    return {
        (path, name)
        for path, name in direct | {(path, name) for path, tree in found.items() for name in overridden(path, tree)}
        if name not in DOCUMENTED
    }


def listed() -> list[tuple[str, str]]:
    """The rows of the document: the module and the name."""
    text = (ROOT / "docs/private_apis.md").read_text(encoding="utf-8")
    return [(path, name) for name, path in re.findall(r"^\| `([\w.]+)` \| `([\w/.]+)` \|", text, re.MULTILINE)]


def test_the_document_lists_each_private_name_that_the_code_uses_and_no_other():
    assert sorted(listed()) == sorted(uses())


def test_there_are_few_of_them():
    assert len(uses()) <= MOST


def test_every_kind_of_use_is_found():
    code = """
from django.db.models.sql.query import Query
from django.utils.translation import trans_real
from library import _helper
class Ours:
    def _own(self, _argument):
        self._kept = row._hidden = getattr(row, "_named")
        rows.query.compiled()
        return self._own(_argument), self._kept, row._loaded
"""
    tree = ast.parse(code)
    own = set(defined(tree))
    assert {name for name in used(tree) if name not in own} == {
        *("_helper", "_hidden", "_named", "_loaded", "compiled"),
        *("django.db.models.sql", "django.utils.translation.trans_real"),
    }
