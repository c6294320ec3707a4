"""The columns of a file against those of a table: their names, what pages and the admin call them, those of before.

What is to be said of files of before stands in `records.upgrades`.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, partial
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from rapidfuzz import fuzz, process

from records.columns import SEPARATOR, importable
from records.export.data_dictionary import titles
from records.export.tables import table
from records.models import TrackedModel
from records.text import normalise, words
from records.upgrades import Former

from .cells import table_cells
from .source import Cells, Fault, ListedRows, Rows, Source

PASSAGES, READINGS = "passages", "readings"
# How much of a heading is the same as what a column is called, of 100.
NEAR = 80


class RowsToday:
    """The `rows` of `model` under the names of its columns of today, without those that follow from others.

    `note` says how they are read, once they have been; `typed` holds the headings of columns that the file calls
    otherwise.
    """

    def __init__(self, model: type[TrackedModel], rows: Rows) -> None:
        self.model, self.rows, self.refused_by = model, rows, rows.refused_by
        self.names = names = [_named(model, heading) for heading in rows.headings]
        for at, name in enumerate(names):
            if name in names[:at]:
                said = _("“%(first)s” is the same column: keep one of the two.")
                first = rows.headings[names.index(name)]
                raise rows.refused_by(Fault(1, rows.headings[at], rows.headings[at], said % {"first": first}))
        self.former = [each for each in model.former if each.columns and {*each.columns} <= {*names}]
        former = {name for each in self.former for name in each.columns}
        derived = {column.name for column in model.columns() if column.derived} - former
        # What a download for readers says of passages in two columns is one to us.
        self.joined = {PASSAGES, READINGS} <= {*names}
        self.left = [name for name in names if name in derived and not (self.joined and name == READINGS)]
        self.said = [name for name in names if name not in derived]
        self.typed = {name: typed for name, typed in zip(names, rows.headings, strict=True) if name != typed}
        now = (name for each in self.former if not each.table for name in each.now)
        old = former - table_cells(model).keys()
        self.headings = list(dict.fromkeys([*(name for name in self.said if name not in old), *now]))
        lacking = [each for each in model.former if each.lacks and each.lacks not in self.said]
        self.new = [each.after for each in lacking if names]
        self.counts: Counter[tuple[Former, str]] = Counter()

    @property
    def absent(self) -> list[str]:
        """The columns of today of which the file says nothing, as far as it has been read."""
        filled = {name for each, _after in self.counts if not each.table for name in each.now}
        return [
            name for name in table_cells(self.model) if name not in {*(self.said or self.model.key_fields), *filled}
        ]

    @property
    def note(self) -> str:
        sentences = [self.rows.note] if self.rows.note else []
        if self.left:
            said = _("Left aside, because they follow from other columns: %(columns)s.")
            sentences.append(said % {"columns": ", ".join(self.left)})
        for (each, after), rows in self.counts.items():
            sentence = ngettext(
                "“%(before)s” is of before and read as “%(after)s” (%(rows)s row).",
                "“%(before)s” is of before and read as “%(after)s” (%(rows)s rows).",
                rows,
            )
            sentences.append(sentence % {"before": each.before, "after": after, "rows": rows})
        return " ".join(sentences)

    @property
    def note_of_new(self) -> str:
        """How rows that are made by it are read, where it lacks a column of today."""
        return " ".join(
            _("New rows are read as “%(after)s”: the file does not say it.") % {"after": each} for each in self.new
        )

    def __iter__(self) -> Iterator[tuple[int, Cells | Fault]]:
        as_it_stands = len(self.said) == len(self.names) and not self.former
        for line, row in self.rows:
            yield line, row if as_it_stands or isinstance(row, Fault) else self._today(self.texts(row))

    def texts(self, row: Cells) -> dict[str, str | None]:
        """What `row` of the file says, by columns of today and of before."""
        texts = dict(zip(self.names, row, strict=True))
        if self.joined:
            texts[PASSAGES] = _with_readings(texts[PASSAGES], texts[READINGS])
        return {name: texts[name] for name in self.said}

    def _today(self, texts: dict[str, str | None]) -> Cells:
        today = dict(texts)
        for each in self.former:
            now = _read(each, texts)
            if not now:
                continue
            # What the row itself says today stays.
            taken = {name: text for name, text in now.items() if name in each.columns or not texts.get(name)}
            partly = ", ".join(f"{name}={text}" for name, text in taken.items())
            self.counts[each, each.after if each.table or len(taken) == len(now) else partly] += 1
            if not each.table:
                today |= taken
        return [today.get(name) for name in self.headings]


def _read(each: Former, texts: Mapping[str, str | None]) -> Mapping[str, Any] | None:
    """What the row says of today's columns; None where it says nothing of before."""
    if all(texts[name] is None for name in each.columns):
        return None
    return each.read({**texts, **{name: normalise(texts[name] or "") for name in each.columns}})


def sources_elsewhere(source: Source, model: type[TrackedModel]) -> Iterator[tuple[Source, type[TrackedModel]]]:
    """The tables that files of `model` held in a column before, where `source` is such a file."""
    if any(each.table for each in model.former):
        for each in RowsToday(model, source.read()).former:
            if each.table:
                yield Source(each.table, source.label, partial(_elsewhere, source, model, each)), table(each.table)


def _elsewhere(source: Source, model: type[TrackedModel], each: Former) -> Rows:
    """Rows of another table; what is wrong with one is told where the table itself is read."""
    rows = RowsToday(model, source.read())
    found = ((line, _read(each, rows.texts(row))) for line, row in rows.rows if not isinstance(row, Fault))
    return ListedRows([*each.now], [(line, [now[name] for name in each.now]) for line, now in found if now])


def _with_readings(passages: str | None, readings: str | None) -> str | None:
    """The cell of `passages` with what they read behind them, unless it says so itself."""
    if not passages or not readings or "@" in passages:
        return passages
    said: dict[str, str] = defaultdict(str)
    for each in readings.split(SEPARATOR):
        reference, sign, reading = each.strip().partition("@")
        said[reference] += sign + reading
    return SEPARATOR.join(each.strip() + said[each.strip()] for each in passages.split(SEPARATOR))


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
