"""What a plan found in a file, row by row, as its preview shows it."""

from collections import Counter
from collections.abc import Callable
from typing import Any

from changesets.models import COUNTED, Import, PlanPage
from records.export import tables
from records.export.data_dictionary import titles
from records.models import KEY_SEPARATOR

from .row_plan import RowPlan
from .source import Fault

PER_PAGE = 100
_Verdict = PlanPage.Verdict


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
