"""What the page of an import shows of its plan: at any size, no more than one page of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count
from django.urls import reverse
from django.utils.text import capfirst

from changesets.models import Import, PlanPage
from changesets.plan.references import References
from records.export.tables import tables
from records.models import TrackedModel

# Of longer texts only the place that changes is shown, with so many characters around it.
LONG = 120
AROUND = 40
BREAK = "↵"
_Verdict = PlanPage.Verdict


@dataclass(frozen=True, slots=True)
class Change:
    """What becomes of one cell: `old` goes and `new` comes, between what stays of a long text."""

    title: str
    column: str
    old: str
    new: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a row, or the whole file (line 0), is refused; `title` and `column` are empty if it is no cell's fault."""

    title: str
    column: str
    value: str
    message: str
    table: str = ""
    line: int = 0


@dataclass(slots=True)
class Row:
    """A row of the file; `address` is where its record is edited, empty while there is none."""

    table: str
    line: int
    key: str
    changes: list[Change] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    address: str = ""


@dataclass(frozen=True, slots=True)
class Tab:
    verdict: str
    label: str
    rows: int
    pages: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class TableSummary:
    """What a plan does to one table.

    `absent`: the titles of the columns that the file leaves out; None of a table whose columns are in doubt.
    """

    title: str
    address: str
    counts: dict[str, int]
    absent: list[str] | None
    cleared: int
    note: str


class Preview:
    """One page of the plan of `upload`: of the rows of the tab `show`, the page `number` (from 1)."""

    def __init__(self, upload: Import, show: str = "", number: Any = 1) -> None:
        pages = dict(upload.pages.order_by().values_list("verdict").annotate(Count("pk")))
        chosen = show if show in pages else next((verdict for verdict in _Verdict.values if verdict in pages), "")
        self.tabs = [
            Tab(verdict, str(_Verdict(verdict).label), _rows(upload, verdict), pages[verdict], verdict == chosen)
            for verdict in _Verdict.values
            if verdict in pages
        ]
        self.show = chosen
        self.page: Page = Paginator(range(pages.get(chosen, 0)), 1).get_page(number)
        self.elided = self.page.paginator.get_elided_page_range(self.page.number)
        stored: Any = upload.pages.filter(verdict=chosen, number=self.page.number - 1).first() if chosen else None
        rows = [_row(each) for each in (stored.rows if stored else ())]
        order = list(dict.fromkeys(row.table for row in rows))
        self.rows = sorted(rows, key=lambda row: (order.index(row.table), row.line))
        self.several_tables = len(order) > 1
        _find_records(rows)


def summary(upload: Import) -> list[TableSummary]:
    """What the plan of `upload` does, table by table."""
    found = []
    doubted = {table for table, *_fault in upload.faults}
    for told in upload.summary:
        model, titles = tables()[told["table"]], column_titles(told["table"])
        found.append(
            TableSummary(
                title=capfirst(str(model._meta.verbose_name_plural)),
                address=_page(model, "changelist"),
                counts={name: told.get(name, 0) for name in upload.counts()},
                absent=None
                if told["table"] in doubted
                else [f"{titles[name]} ({name})" for name in told.get("absent", ())],
                cleared=told.get("cleared", 0),
                note=told.get("note", ""),
            )
        )
    return found


def problems(upload: Import) -> list[Problem]:
    """What hinders the import as a whole."""
    found = []
    for table, line, column, value, message in upload.faults:
        titles = column_titles(table)
        found.append(Problem(titles.get(column, ""), column, value, message, table=_title(table), line=line))
    return found


def column_titles(table: str) -> dict[str, str]:
    """The columns of `table` as its forms call them; of no table, none."""
    model = tables().get(table)
    return {name: capfirst(str(words)) for name, words in _words(model).items()} if model else {}


@cache
def _words(model: type[TrackedModel]) -> dict[str, Any]:
    columns = (column for column in model.columns() if not column.derived)
    return {column.name: column.label or model._meta.get_field(column.name).verbose_name for column in columns}  # type: ignore[union-attr]


def _title(table: str) -> str:
    model = tables().get(table)
    return capfirst(str(model._meta.verbose_name_plural)) if model else ""


def _page(model: type[TrackedModel], name: str, *args: Any) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{name}", args=args)


def _rows(upload: Import, verdict: str) -> int:
    """How many rows the tab of `verdict` holds; those with a warning have a tab of their own."""
    elsewhere = sum(told.get(f"warned_{verdict}", 0) for told in upload.summary)
    return int(getattr(upload, verdict)) - elsewhere


def _row(packed: dict[str, Any]) -> Row:
    titles = column_titles(packed["table"])
    return Row(
        table=packed["table"],
        line=packed["line"],
        key=packed["key"],
        changes=[
            _change(titles.get(name, name), name, old, new)
            for name, old, new in packed["changes"]
            if (name, new) != ("slug", packed["key"])  # which is named already
        ],
        problems=[Problem(titles.get(name, ""), name, value, message) for name, value, message in packed["faults"]],
        warnings=packed["warnings"],
    )


def _change(title: str, column: str, old: str, new: str) -> Change:
    # A page shows a break as a space, and a change of breaks alone would look like none.
    old, new = (text.replace("\n", f" {BREAK} ") for text in (old, new))
    if not (old and new) or max(len(old), len(new)) <= LONG:
        return Change(title, column, old, new)
    was, becomes = old.split(" "), new.split(" ")
    start = _alike(was, becomes)
    before, was, becomes = " ".join(was[:start]), was[start:], becomes[start:]
    end = _alike(was[::-1], becomes[::-1])
    after = " ".join(was[len(was) - end :])
    return Change(
        title,
        column,
        " ".join(was[: len(was) - end]),
        " ".join(becomes[: len(becomes) - end]),
        f"…{before[-AROUND:]}" if len(before) > AROUND else before,
        f"{after[:AROUND]}…" if len(after) > AROUND else after,
    )


def _alike(words: list[str], others: list[str]) -> int:
    """With how many words both begin."""
    pairs = enumerate(zip(words, others, strict=False))
    return next((at for at, (word, other) in pairs if word != other), min(len(words), len(others)))


def _find_records(rows: list[Row]) -> None:
    """Tell the addresses of the records that exist, with one query a table."""
    references, named = References(), tables()
    for table in {row.table for row in rows}:
        found = [row for row in rows if row.table == table and row.key]
        references.load(named[table], [row.key for row in found])
        for row in found:
            if pk := references.found[named[table]].get(row.key):
                row.address = _page(named[table], "change", pk)
