"""The rows of a file of before, as it would be written today, and what is to be said of it (`records.upgrades`)."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from records.export.tables import table
from records.models import TrackedModel
from records.text import normalise
from records.upgrades import Former

from .cells import table_cells
from .source import Cells, Fault, ListedRows, Rows, Source


def met(model: type[TrackedModel], headings: Iterable[str]) -> list[Former]:
    return [each for each in model.former if each.columns and set(each.columns) <= {*headings}]


class RowsToday:
    """The `rows` of `model`, in the columns of today; `note` says how they are read once they have been."""

    def __init__(self, model: type[TrackedModel], rows: Rows) -> None:
        self.model, self.rows, self.refused_by = model, rows, rows.refused_by
        self.typed: Mapping[str, str] = getattr(rows, "typed", {})
        self.former = met(model, rows.headings)
        here = [each for each in self.former if not each.table]
        old = {name for each in self.former for name in each.columns} - table_cells(model).keys()
        kept = [name for name in rows.headings if name not in old]
        self.headings = list(dict.fromkeys([*kept, *(name for each in here for name in each.now)]))
        lacking = [each for each in model.former if each.lacks and each.lacks not in rows.headings]
        self.new = [each.after for each in lacking if rows.headings]
        self.counts: Counter[tuple[Former, str]] = Counter()

    @property
    def absent(self) -> list[str]:
        """The columns of today of which the file says nothing, as far as it has been read."""
        filled = {name for each, _after in self.counts if not each.table for name in each.now}
        said = self.rows.headings or self.model.key_fields
        return [name for name in table_cells(self.model) if name not in {*said, *filled}]

    @property
    def note(self) -> str:
        sentences = [self.rows.note] if self.rows.note else []
        for (each, after), rows in self.counts.items():
            sentence = ngettext(
                "“%(before)s” is of before and read as “%(after)s” (%(rows)s row).",
                "“%(before)s” is of before and read as “%(after)s” (%(rows)s rows).",
                rows,
            )
            sentences.append(sentence % {"before": each.before, "after": after, "rows": rows})
        sentences += [
            _("New rows are read as “%(after)s”: the file does not say it.") % {"after": each} for each in self.new
        ]
        return " ".join(sentences)

    def __iter__(self) -> Iterator[tuple[int, Cells | Fault]]:
        for line, row in self.rows:
            yield line, row if isinstance(row, Fault) or not self.former else self._today(row)

    def _today(self, row: Cells) -> Cells:
        texts = dict(zip(self.rows.headings, row, strict=True))
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
        for each in met(model, source.read().headings):
            if each.table:
                yield Source(each.table, source.label, partial(_elsewhere, source, each)), table(each.table)


def _elsewhere(source: Source, each: Former) -> Rows:
    """Rows of another table; what is wrong with one is told where the table itself is read."""
    rows = source.read()
    texts = ((line, dict(zip(rows.headings, row, strict=True))) for line, row in rows if not isinstance(row, Fault))
    found = ((line, _read(each, said)) for line, said in texts)
    return ListedRows([*each.now], [(line, [now[name] for name in each.now]) for line, now in found if now])
