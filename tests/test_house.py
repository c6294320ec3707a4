"""How the code is kept: the length of modules and of the lines of templates."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

ROOT = Path(settings.BASE_DIR)
APPS = ("articles", "changesets", "config", "partnerships", "people", "records")
LONGEST_MODULE = 320


def test_no_module_is_so_long_that_it_should_be_split_by_noun():
    modules = (path for app in APPS for path in (ROOT / app).rglob("*.py") if "migrations" not in path.parts)
    lengths = {str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines()) for path in modules}
    assert {name: length for name, length in lengths.items() if length > LONGEST_MODULE} == {}
