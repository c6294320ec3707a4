"""A row of a source on its way into a plan; and what a plan found, row by row, as its preview shows it."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from changesets.models import COUNTED, Import, PlanPage
from records.export import tables
from records.export.data_dictionary import titles
from records.export.values import MOST_SHOWN, shortened
from records.models import KEY_SEPARATOR
from records.text import normalise

from .source import Fault, Texts

_Verdict = PlanPage.Verdict


@dataclass(slots=True)
class Owner:
    """The record that decides over a row: itself, or what it is a part of. A new one has no version."""

    pk: int
    version: int | None
    status: str


@dataclass(slots=True)
class RowPlan:
    """What a row says, what it changes, and why it is refused.

    `texts` and `before` (of the register) are by column, `values` what the texts mean where they say something new,
    `changes` are (column, old, new), `old` and `new` the values of the whole row in the database. A row of which
    the key cannot be told has no `owner`.
    """

    table: str
    line: int
    texts: Texts
    key: str = ""
    pk: int = 0
    created: bool = False
    owner: Owner = field(init=False)
    before: dict[str, Any] = field(default_factory=dict)
    values: dict[str, Any] = field(default_factory=dict)
    changes: list[tuple[str, str, str]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    status: str = ""
    old: list[Any] | None = None
    new: list[Any] | None = None

    @property
    def changed(self) -> list[str]:
        return [name for name, _old, _new in self.changes]

    @property
    def unchanged(self) -> bool:
        return not (self.created or self.faults or self.changes)

    @property
    def verdict(self) -> str:
        if self.faults:
            return _Verdict.REFUSED
        if self.warnings:
            return _Verdict.WARNED
        return _Verdict.CREATED if self.created else _Verdict.UPDATED

    def fault(self, column: str, *messages: str) -> None:
        value = self.texts.get(column) or ""
        for spelt in {value, normalise(value)} if len(value) > MOST_SHOWN else ():
            messages = tuple(message.replace(spelt, shortened(spelt)) for message in messages)
        self.faults += [Fault(self.line, column, value, message) for message in messages]

    def as_dict(self) -> dict[str, Any]:
        return {
            "table": self.table,
            "line": self.line,
            "key": self.key,
            "created": self.created,
            "changes": self.changes,
            "faults": [(fault.column, fault.value, fault.message) for fault in self.faults],
            "warnings": self.warnings,
        }


PER_PAGE = 100


class Report:
    """Files results away by pages, and counts them. Rows that change nothing are only counted."""

    def __init__(self, plan: Import) -> None:
        self.plan = plan
        # What the file calls a column of a table, where it is no such table itself; of its own words the same.
        self.called: Callable[[str, str], str] = lambda table, column: column
        self.counts: Counter[str] = Counter()
        self.by_table: dict[str, Counter[str]] = {}
        self._open: dict[str, list[dict[str, Any]]] = {verdict: [] for verdict in _Verdict.values}
        self._pages: Counter[str] = Counter()
        # Where each changed row, by its number, is filed: a rule that looks at all rows may refuse it after all.
        self._filed: dict[tuple[str, int], tuple[str, int]] = {}

    def rows(self, table: str) -> int:
        return sum(self.by_table.get(table, Counter())[name] for name in COUNTED)

    def count(self, table: str, name: str, rows: int = 1) -> None:
        self.counts[name] += rows
        self.by_table.setdefault(table, Counter())[name] += rows

    def add(self, row: RowPlan) -> None:
        counted = "refused" if row.faults else "created" if row.created else "updated"
        self.count(row.table, counted)
        self._count_warned(row.table, counted, bool(row.warnings))
        cleared = sum(bool(old and not new) for _column, old, new in row.changes)
        self.by_table[row.table]["cleared"] += cleared
        told = row.as_dict()
        if self.plan.match:  # several rows may stand on a line
            told |= {"row": row.line, "line": self.plan.line_of(row.line)}
        self._file(row.verdict, told)

    def refuse(self, table: str, line: int, faults: list[Fault]) -> None:
        """Refuse after all a row that was taken, or for more reasons."""
        row = self._take_out(table, line)
        if not row["faults"]:
            taken = "created" if row["created"] else "updated"
            self.count(table, taken, -1)
            self.count(table, "refused")
            self._count_warned(table, taken, -bool(row["warnings"]))
        keys = zip(tables.table(table).key_fields, row["key"].split(KEY_SEPARATOR), strict=False)
        said = {**dict(keys), **{column: new for column, _old, new in row["changes"]}}
        row["faults"] += [(each.column, each.value or said.get(each.column, ""), each.message) for each in faults]
        self._file(_Verdict.REFUSED, row)

    def warn(self, table: str, line: int, sentences: list[str]) -> None:
        row = self._take_out(table, line)
        if not row["warnings"]:
            self._count_warned(table, "created" if row["created"] else "updated", 1)
        row["warnings"] += sentences
        self._file(_Verdict.WARNED, row)

    def _count_warned(self, table: str, verdict: str, rows: int) -> None:
        if rows:
            self.counts["warned"] += rows
            self.by_table[table][f"warned_{verdict}"] += rows

    def finish(self) -> None:
        for verdict, rows in self._open.items():
            if rows:
                self._close(verdict)

    def _file(self, verdict: str, row: dict[str, Any]) -> None:
        self._filed[row["table"], row.get("row", row["line"])] = (verdict, self._pages[verdict])
        self._open[verdict].append(row)
        if len(self._open[verdict]) == PER_PAGE:
            self._close(verdict)

    def _take_out(self, table: str, row_number: int) -> dict[str, Any]:
        verdict, number = self._filed[table, row_number]
        page = None if number == self._pages[verdict] else self.plan.pages.get(verdict=verdict, number=number)
        rows = page.rows if page else self._open[verdict]
        at = next(
            at for at, row in enumerate(rows) if (row["table"], row.get("row", row["line"])) == (table, row_number)
        )
        row = rows.pop(at)
        if page:
            page.save()
        return row

    def _close(self, verdict: str) -> None:
        number, rows = self._pages[verdict], self._open[verdict]
        for row in rows if verdict == _Verdict.REFUSED else ():
            row["faults"] = [(self.called(row["table"], name), *more) for name, *more in row["faults"]]
        PlanPage.objects.create(plan=self.plan, run=self.plan.run, verdict=verdict, number=number, rows=rows)
        self._pages[verdict] += 1
        self._open[verdict] = []


def warnings_of(plan: Import) -> list[tuple[str, int, str]]:
    """The table, line and sentence of everything to be looked at before the plan is confirmed, by line."""
    rows = _rows_of(plan, _Verdict.WARNED)
    return [(row["table"], row["line"], sentence) for row in rows for sentence in row["warnings"]]


def faults_of(plan: Import) -> list[tuple[str, Fault]]:
    """Everything that is wrong with a planned file, with its table: of the file as a whole first, then by line."""
    whole = [(table, Fault(*fault)) for table, *fault in plan.faults]
    rows = _rows_of(plan, _Verdict.REFUSED)
    return whole + [(row["table"], Fault(row["line"], *fault)) for row in rows for fault in row["faults"]]


def _rows_of(plan: Import, verdict: str) -> list[dict[str, Any]]:
    rows = [row for page in plan.pages.filter(verdict=verdict).order_by("number") for row in page.rows]
    return sorted(rows, key=lambda row: (row["table"], row["line"]))


def columns_called(plan: Import, table: str) -> dict[str, str]:
    """What the columns of `table` are called in the file, where it says so, or else on our pages."""
    if table not in tables.tables():
        return {}
    typed = (told.get("headings", {}) for told in plan.summary if told["table"] == table)
    return {**titles(tables.table(table)), **next(typed, {})}
