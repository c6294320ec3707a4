"""The Vietnamese of the interface: the catalogue is complete and current, and pages speak one language at a time."""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import datetime
from gettext import GNUTranslations
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from django.contrib import admin
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation.trans_real import DjangoTranslation

from articles.models import Article
from partnerships.models import Agreement
from records.models import PublishableModel

from . import factories as make
from .pages import VOID
from .test_site import addresses

pytestmark = pytest.mark.one_database

ROOT = Path(__file__).resolve().parent.parent
VIETNAMESE = ROOT / "locale" / "vi" / "LC_MESSAGES"
# Texts of the libraries that ship no Vietnamese for them, or none that reads well.
OF_LIBRARIES = ROOT / "locale_libraries" / "vi" / "LC_MESSAGES"
CATALOGUES = [VIETNAMESE / "django", OF_LIBRARIES / "django", OF_LIBRARIES / "djangojs"]
COLLECTED_FROM = ("articles", "changesets", "config", "partnerships", "people", "records", "templates")
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|(?<!%)%[sd]|\{\w*\}")
ASKING = {"_", "gettext", "ngettext", "pgettext", "npgettext"}
LETTERS = re.compile(r"[à-ỹđ]", re.IGNORECASE)
# Asked for without words to translate: punctuation, or a library's name for what it never shows.
WORDLESS = {"…", "String to return when truncating text\x04%(truncated_text)s…"}


def catalogue(path: Path) -> dict[str, str]:
    """Source text -> translation of a compiled catalogue; of plurals the form that Vietnamese has."""
    with path.open("rb") as file:
        entries: dict[Any, str] = GNUTranslations(file)._catalog  # type: ignore[attr-defined]
    return {key[0] if isinstance(key, tuple) else key: text for key, text in entries.items() if key}


@pytest.fixture(scope="module")
def ours() -> dict[str, str]:
    """The texts of the pages, our own and those of the libraries."""
    return catalogue(OF_LIBRARIES / "django.mo") | catalogue(VIETNAMESE / "django.mo")


# The catalogue


@pytest.fixture
def compiled(tmp_path: Path) -> Callable[[Path], dict[str, str]]:
    """Compile a .po file and return what it says."""
    if not shutil.which("msgfmt"):
        missing = "gettext is missing: apt-get install gettext"
        if os.environ.get("CI") == "true":
            pytest.fail(missing)
        pytest.skip(missing)

    def compile_po(path: Path) -> dict[str, str]:
        subprocess.run(["msgfmt", "--check-format", "--output-file", tmp_path / "some.mo", path], check=True)
        return catalogue(tmp_path / "some.mo")

    return compile_po


def test_every_text_of_the_interface_is_translated_and_no_other(tmp_path, compiled, settings, monkeypatch):
    """As `make messages` collects them; untranslated and fuzzy entries do not get through the compiler."""
    for name in COLLECTED_FROM:
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__", "migrations"))
    collected = tmp_path / "locale"
    (collected / "vi").mkdir(parents=True)
    settings.LOCALE_PATHS = [collected]
    monkeypatch.chdir(tmp_path)
    call_command("makemessages", locale=["vi"], verbosity=0)
    # What has no translation would compile to nothing; msgen repeats the source text.
    untranslated = collected / "vi" / "LC_MESSAGES" / "django.po"
    subprocess.run(["msgen", "--output-file", tmp_path / "source.po", untranslated], check=True)
    assert set(compiled(VIETNAMESE / "django.po")) == set(compiled(tmp_path / "source.po"))


def test_no_text_is_asked_for_inside_another():
    """What collects the texts does not look into f-strings: a text there would stay English."""
    inside = [
        f"{path}:{call.lineno}"
        for name in COLLECTED_FROM
        for path in (ROOT / name).rglob("*.py")
        for text in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(text, ast.JoinedStr)
        for call in ast.walk(text)
        if isinstance(call, ast.Call) and ast.unparse(call.func).rpartition(".")[2].removesuffix("_lazy") in ASKING
    ]
    assert not inside


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: f"{path.parts[-4]}-{path.name}")
def test_the_compiled_catalogue_is_that_of_the_source(compiled, path):
    assert catalogue(path.with_suffix(".mo")) == compiled(path.with_suffix(".po"))
    assert "\n#~" not in path.with_suffix(".po").read_text(encoding="utf-8")


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: f"{path.parts[-4]}-{path.name}")
def test_translations_keep_placeholders_and_are_one_form_of_unicode(path):
    for source, text in catalogue(path.with_suffix(".mo")).items():
        assert sorted(PLACEHOLDER.findall(text)) == sorted(PLACEHOLDER.findall(source)), source
        assert unicodedata.is_normalized("NFC", text), source
        assert (text[:1].isspace(), text[-1:].isspace()) == (source[:1].isspace(), source[-1:].isspace()), source


# An article says how many points an agreement has; what the register holds of it is a clause.
POINTS = {
    "stated points",
    "“on 6 points”: how many the article says there are.",
    "An article says another number of points than there are areas of cooperation: look at the clauses.",
    "Articles say how many there are: almost 20 districts, six points. "
    "The register counts what it can name, and says how.",
    "How many points",
    "point",
    "Points stated",
    "Dates, parties and points",
}
VERBS = {
    "%(noun)s “%(row)s” points to a row that would go.",
    "Nothing points to it.",
}


def test_what_the_register_holds_is_a_clause_and_what_an_article_counts_a_point(ours: dict[str, str]):
    english = {source for source in ours if re.search(r"\bpoints?\b(?! to each)", source, re.IGNORECASE)}
    assert english - VERBS == POINTS
    assert {
        source for source, text in ours.items() if re.search(r"(?<!thời )(?<!Thời )(?<!địa )\bđiểm\b", text)
    } == POINTS
    assert not [text for text in ours.values() if "điều khoản" in text]


# What pages show


class Shown(HTMLParser):
    """The texts of a page that a reader sees or hears, with the language each is marked as."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[tuple[str, str]] = []
        self.texts: list[tuple[str, str]] = []
        self.feed(page)

    @property
    def language(self) -> str:
        return self.open[-1][1] if self.open else ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        language = given.get("lang") or self.language
        spoken = [given.get(name) for name in ("title", "placeholder", "aria-label")]
        if tag == "input" and given.get("type") in ("submit", "button"):
            spoken.append(given.get("value"))
        self.texts += [(language, text) for text in spoken if text]
        if tag not in VOID:
            self.open.append((tag, language))

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        # A title of a page ends with the site's name and begins with that of a record.
        if not {"script", "style", "code", "title"} & {tag for tag, _language in self.open} and data.strip():
            self.texts.append((self.language, " ".join(data.split())))


def spoken_in(page: Any, language: str) -> set[str]:
    return {text for marked, text in Shown(page.content.decode()).texts if marked == language}


class Words:
    """Texts of one language, known again in pages of the other: whole, or by a long piece between placeholders."""

    def __init__(self, texts: Iterable[str]) -> None:
        self.whole = set(texts)
        pieces = (" ".join(piece.split()) for text in self.whole for piece in PLACEHOLDER.split(text))
        self.pieces = {piece for piece in pieces if len(piece) > 12}

    def found_in(self, texts: set[str]) -> set[str]:
        page = "\n".join(texts)
        return (self.whole & texts) | {piece for piece in self.pieces if piece in page}


@pytest.fixture(scope="module")
def english(ours: dict[str, str]) -> Words:
    return Words(source for source, text in ours.items() if text != source)


@pytest.fixture(scope="module")
def vietnamese(ours: dict[str, str]) -> Words:
    return Words(text for source, text in ours.items() if text != source and LETTERS.search(text))


def public_addresses() -> list[str]:
    """Every list, a record of each noun, and what is answered when something is wrong."""
    nouns: dict[str, list[str]] = defaultdict(list)
    for address in addresses():
        nouns[address.split("/")[1]].append(address)
    wrong = ["/nothing/", "/agreements/?kind=x", "/agreements/?x=1", "/agreements/?signed_from=x", "/search/?q=xyz"]
    return [*(address for noun in nouns.values() for address in noun[:2]), "/search/?q=vnpt", *wrong]


def test_public_pages_speak_one_language(seeded: None, client: Client, english: Words, vietnamese: Words):
    for address in public_addresses():
        assert english.found_in(spoken_in(client.get(address), "vi")) == set(), address
        assert vietnamese.found_in(spoken_in(client.get(f"/en{address}"), "en")) == set(), f"/en{address}"


def office_addresses() -> list[str]:
    """The list and a form of every table of the office, and every kind of page of one."""
    found = [reverse("admin:index"), reverse("admin:password_change")]
    for model in admin.site._registry:
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        found.append(reverse(f"{name}_changelist"))
        # The form of a group or a user shows names of permissions, which the database holds in English.
        if issubclass(model, PublishableModel) and (row := model._default_manager.first()):
            found.append(reverse(f"{name}_change", args=[row.pk]))
    name, row = "admin:partnerships_agreement", Agreement.objects.get(slug="nghe-an-2020")
    found += [reverse(f"{name}_{page}") for page in ("add", "export")]
    found.append(reverse("admin:changesets_import_add"))
    found.append(reverse(f"{name}_delete", args=[row.pk]))
    found += [reverse(f"desk:{page}", args=["agreements", row.pk]) for page in ("timeline", "compare", "notes")]
    merge = reverse("desk:merge", args=["agreements", row.pk])
    found += [reverse(name) for name in ("desk:deleted", "desk:account", "admin_password_reset", "password_reset_done")]
    found += [reverse("password_reset_complete"), reverse("password_reset_confirm", args=["x", "y"])]
    article = Article.objects.get(slug="vnpt-nghe-an-2020")
    text = "UBND tỉnh Nghệ An và VNPT ký thỏa thuận\nNgày 18/12, UBND tỉnh Nghệ An và VNPT ký thỏa thuận hợp tác."
    Article.objects.filter(pk=article.pk).update(full_text=text)
    found += [reverse("desk:paste"), reverse("desk:read", args=[article.pk])]
    return [*found, merge, f"{merge}?with=thai-binh-2014"]


def test_the_office_speaks_vietnamese(seeded: None, english: Words, monkeypatch: pytest.MonkeyPatch):
    unanswered: dict[str, set[str]] = defaultdict(set)
    address = ""

    def gettext(self: DjangoTranslation, text: str) -> str:
        catalogue: Any = self._catalog  # type: ignore[attr-defined]
        if self.language() == "vi" and text not in WORDLESS and catalogue.get(text, catalogue.get((text, 0))) is None:
            unanswered[text].add(address)
        return GNUTranslations.gettext(self, text)

    reverse("admin:index")  # while the site map is read, filters ask for labels that nobody sees
    # Libraries ask for texts that a catalogue of ours must answer (locale_libraries/).
    monkeypatch.setattr(DjangoTranslation, "gettext", gettext, raising=False)
    client = Client()
    client.get(address := "/admin/login/")
    client.force_login(make.staff("admin", "quản trị"))
    with translation.override("vi"):  # a request before this one may have left its own behind
        of_the_office = office_addresses()
    for address in of_the_office:
        response = client.get(address)
        assert response.status_code == 200, address
        assert english.found_in(spoken_in(response, "vi")) == set(), address
    assert unanswered == {}


def test_a_refused_form_of_the_admin_speaks_vietnamese(db: None, english: Words):
    """The sentence above it counts the errors: a plural, which a catalogue answers only as a pair."""
    client = Client()
    client.force_login(make.staff("admin", "quản trị"))
    with translation.override("vi"):
        response = client.post(reverse("admin:articles_outlet_add"), {})
    assert response.context["errors"]
    spoken = spoken_in(response, "vi")
    assert "Hãy sửa các lỗi dưới đây." in spoken
    assert english.found_in(spoken) == set()


@pytest.mark.one_database
def test_a_moment_is_written_in_one_way_and_its_month_in_letters_to_readers_of_english():
    moment = datetime(2026, 12, 1, 0, 49, tzinfo=timezone.get_current_timezone())
    names = ("DATE_FORMAT", "SHORT_DATE_FORMAT", "DATETIME_FORMAT", "SHORT_DATETIME_FORMAT")
    of_english = ("1 December 2026", "1 December 2026, 00:49")
    for language, (day, whole) in {"en": of_english, "vi": ("1/12/2026", "00:49 1/12/2026")}.items():
        with translation.override(language):
            assert [date_format(moment, name) for name in names] == [day, day, whole, whole]
    templates = (ROOT / "templates").rglob("*.html")
    assert [path for path in templates if re.search(r'date:"[^"]*[jd]/[nm]', path.read_text())] == []
