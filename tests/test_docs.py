"""What the documents list is what the code has."""

import re

from django.apps import apps
from django.conf import settings
from django.core.management import get_commands

from records.export.tables import tables_in_order
from records.models import TrackedModel

ROOT = settings.BASE_DIR


def read(name):
    return (ROOT / name).read_text(encoding="utf-8")


def test_the_example_environment_lists_every_setting_that_is_read():
    code = read("config/settings.py") + read("config/databases.py")
    asked = set(re.findall(r'\benv(?:_bool|_int|_list)?\(\s*"([A-Z_]+)"', code))
    listed = set(re.findall(r"^#? ?([A-Z][A-Z_]+)=", read(".env.example"), re.MULTILINE))
    assert asked == listed - {"PORT"}


def test_every_link_of_the_documents_leads_somewhere():
    for path in [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")]:
        for target in re.findall(r"\]\((?!https?:)([^)#]+)", path.read_text(encoding="utf-8")):
            assert (path.parent / target).exists(), f"{path.name}: {target}"


def test_every_path_that_the_documents_name_is_there():
    for name in ("CONTRIBUTING.md", "docs/architecture.md", "docs/imports.md", "docs/private_apis.md"):
        for path in re.findall(r"`((?:[a-z_]+/)+[\w.]*)`", read(name)):
            assert (ROOT / path).exists(), f"{name}: {path}"


def test_the_readme_names_commands_and_targets_that_exist():
    readme = read("README.md")
    assert set(re.findall(r"\./manage ([a-z_]+)", readme)) <= set(get_commands())
    targets = set(re.findall(r"^([a-z-]+):", read("Makefile"), re.MULTILINE))
    assert set(re.findall(r"make ([a-z-]+)", readme)) - targets <= {"lists"}


def test_the_collections_are_those_of_the_design():
    collections = {
        model.collection for model in apps.get_models() if issubclass(model, TrackedModel) and model.collection
    }
    assert collections == set(
        "areas partners agreements parties clauses signatories people positions outlets articles passages topics "
        "solutions deployments indicators observations events relations successions area-names area-successions".split()
    )


def test_the_imports_tell_how_files_of_before_are_read():
    told = re.findall(r"^\| `([a-z-]+)` \| `(.+)` \| `(.+)` \|$", read("docs/imports.md"), re.MULTILINE)
    declared = [(model.collection, each.before, each.after) for model in tables_in_order() for each in model.former]
    assert told == declared


def test_no_part_of_the_project_takes_a_short_cut():
    """Rules of the house that a linter has no name for."""
    for path in ROOT.rglob("*.py"):
        if {".venv", "var", "migrations", "tests"} & set(path.relative_to(ROOT).parts):
            continue
        code = path.read_text(encoding="utf-8")
        assert "mark_safe" not in code, path
        assert not re.search(r"""fields *= *["']__all__""", code), path
    for path in (ROOT / "templates").rglob("*.html"):
        markup = path.read_text(encoding="utf-8")
        for shortcut in ("|safe", "{% autoescape off", " style=", "onclick", "javascript:"):
            assert shortcut not in markup, f"{path}: {shortcut}"
