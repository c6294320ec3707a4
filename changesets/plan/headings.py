"""The headings of a file against the columns of a table: their names, or what pages and the admin call them."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from rapidfuzz import fuzz, process

from records.columns import SEPARATOR, importable
from records.export.data_dictionary import titles
from records.models import TrackedModel
from records.text import words

from .former_rows import met
from .source import Cells, Fault, Rows, Source

PASSAGES, READINGS = "passages", "readings"
# How much of a heading is the same as what a column is called, of 100.
NEAR = 80


class NamedRows:
    """The `rows` of `model` under the names of its columns, without those that follow from others."""

    def __init__(self, model: type[TrackedModel], rows: Rows) -> None:
        self.rows, self.refused_by = rows, rows.refused_by
        names = [_named(model, heading) for heading in rows.headings]
        derived = {column.name for column in model.columns() if column.derived}
        derived -= {name for each in met(model, names) for name in each.columns}
        # What a download for readers says of passages in two columns is one to us.
        self._readings = (
            [names.index(name) for name in (PASSAGES, READINGS)] if {*names} >= {PASSAGES, READINGS} else []
        )
        self.left = [name for name in names if name in derived and not (self._readings and name == READINGS)]
        self._kept = [at for at, name in enumerate(names) if name not in derived]
        self.headings = [name for name in names if name not in derived]
        # The headings in the file of columns that are called otherwise.
        self.typed = {name: typed for name, typed in zip(names, rows.headings, strict=True) if name != typed}
        for at, name in enumerate(names):
            if name in names[:at]:
                said = _("“%(first)s” is the same column: keep one of the two.")
                first = rows.headings[names.index(name)]
                raise rows.refused_by(Fault(1, rows.headings[at], rows.headings[at], said % {"first": first}))

    @property
    def note(self) -> str:
        sentences = [self.rows.note] if self.rows.note else []
        if self.left:
            said = _("Left aside, because they follow from other columns: %(columns)s.")
            sentences.append(said % {"columns": ", ".join(self.left)})
        return " ".join(sentences)

    def __iter__(self) -> Iterator[tuple[int, Cells | Fault]]:
        for line, row in self.rows:
            if isinstance(row, Fault) or len(self._kept) == len(row):
                yield line, row
                continue
            cells = [*row]
            if self._readings:
                passages, readings = self._readings
                cells[passages] = _with_readings(row[passages], row[readings])
            yield line, [cells[at] for at in self._kept]


def _with_readings(passages: str | None, readings: str | None) -> str | None:
    """The cell of `passages` with what they read behind them, unless it says so itself."""
    if not passages or not readings or "@" in passages:
        return passages
    said: dict[str, str] = defaultdict(str)
    for each in readings.split(SEPARATOR):
        reference, sign, reading = each.strip().partition("@")
        said[reference] += sign + reading
    return SEPARATOR.join(each.strip() + said[each.strip()] for each in passages.split(SEPARATOR))


def named(source: Source, model: type[TrackedModel]) -> Source:
    return replace(source, read=lambda: NamedRows(model, source.read()))


def _named(model: type[TrackedModel], heading: str) -> str:
    """The column that `heading` means, or itself."""
    known = {column.name for column in model.columns()} | {name for each in model.former for name in each.columns}
    if heading.endswith(")") and (name := heading[heading.rfind("(") + 1 : -1]) in known:
        return name  # “Title (name)”, as our pages show it
    return heading if heading in known else columns_called(model).get(_words(heading), heading)


@cache
def columns_called(model: type[TrackedModel]) -> dict[str, str]:
    """The columns of `model` by their names and titles in all languages, in folded words; not by what means several."""
    found: dict[str, set[str]] = {}
    imported = {column.name for column in importable(model.columns())}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            for name, title in titles(model).items():
                found.setdefault(_words(title), set()).add(name)
                found.setdefault(_words(name), set()).add(name)
    own = {called: names & imported or names for called, names in found.items()}
    return {called: next(iter(names)) for called, names in own.items() if len(names) == 1}


def _words(heading: str) -> str:
    return " ".join(words(heading))


def heading_problems(model: type[TrackedModel], headings: Sequence[str]) -> list[Fault]:
    found = [Fault(1, heading, heading, said) for heading in headings if (said := _unknown(model, heading))]
    missing = (name for name in model.key_fields if name not in headings)
    return found + [Fault(1, name, "", _("This column is missing: rows are found by it.")) for name in missing]


def has_key(model: type[TrackedModel], headings: Sequence[str]) -> bool:
    return {*model.key_fields} <= {_named(model, heading) for heading in headings}


def _unknown(model: type[TrackedModel], heading: str) -> str:
    taken = [column.name for column in importable(model.columns())]
    if heading in taken:
        return ""
    if any(field.name == heading for field in model._meta.concrete_fields):
        return _("This column is not imported: the register keeps it itself.")
    called = {said: name for said, name in columns_called(model).items() if name in taken}
    near = [name for name in taken if _words(titles(model)[name]) == _words(heading)]
    if not near and (nearest := process.extractOne(_words(heading), [*called], scorer=fuzz.ratio, score_cutoff=NEAR)):
        near = [called[nearest[0]]]
    if near:
        return _("There is no such column. Did you mean “%(near)s”?") % {"near": "”, “".join(near)}
    return _("There is no such column: say which it is, or leave it out.")
