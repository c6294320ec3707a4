"""What the page of an import shows of its plan: at any size, no more than one page of it."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count
from django.urls import reverse

from changesets.models import Import, PlanPage
from changesets.plan.references import References
from changesets.plan.report import columns_called
from records.checks.asking import in_words, with_keys
from records.export.data_dictionary import table_title
from records.export.tables import tables
from records.models import TrackedModel

# Of longer texts only the place that changes is shown, with so many characters around it.
LONG = 120
AROUND = 40
BREAK = "↵"
# So many refused rows may be left out by their lines.
LEAVE_OUT = 200
_Verdict = PlanPage.Verdict


def preview(upload: Import, show: str = "", number: Any = 1) -> dict[str, Any]:
    """One page of the plan of `upload`: of the rows of the tab `show`, the page `number` (from 1)."""
    pages = dict(upload.pages.order_by().values_list("verdict").annotate(Count("pk")))
    tabs = [verdict for verdict in _Verdict if verdict in pages]
    chosen = show if show in pages else next(iter(tabs), "")
    page = Paginator(range(pages.get(chosen, 0)), 1).get_page(number)
    stored: Any = upload.pages.filter(verdict=chosen, number=page.number - 1).first()
    rows = stored.rows if stored else []
    found = list(dict.fromkeys(row["table"] for row in rows))
    return {
        "tabs": [
            {
                "verdict": verdict,
                "label": verdict.label,
                "rows": _rows(upload, verdict),
                "pages": pages[verdict],
                "chosen": verdict == chosen,
            }
            for verdict in tabs
        ],
        "show": chosen,
        "page": page,
        "elided": page.paginator.get_elided_page_range(page.number),
        "rows": [
            row for table in found for row in _shown(upload, table, [row for row in rows if row["table"] == table])
        ],
        "several_tables": len(found) > 1,
    }


def summary(upload: Import) -> list[dict[str, Any]]:
    """What the plan of `upload` does, table by table.

    `absent`: the titles of the columns that the file leaves out; None without a file, or with columns in doubt.
    """
    found = []
    doubted = {table for table, *_fault in upload.faults}
    for told in upload.summary:
        model, titles = tables()[told["table"]], columns_called(upload, told["table"])
        absent = [f"{titles[name]} ({name})" for name in told.get("absent", ())]
        found.append(
            {
                "title": table_title(model),
                "address": _page(model, "changelist"),
                "counts": {name: told.get(name, 0) for name in upload.counts()},
                "absent": None if told["table"] in doubted or upload.match or not upload.sha256 else absent,
                "cleared": told.get("cleared", 0),
                "note": told.get("note", ""),
            }
        )
    return found


def refused_lines(upload: Import) -> str:
    """The lines of a file of one table that are refused, if there are few, as they can be left out; else nothing."""
    if upload.faults or not 0 < upload.refused <= LEAVE_OUT:
        return ""
    pages = upload.pages.filter(verdict=_Verdict.REFUSED)
    return ", ".join(map(str, sorted({row["line"] for page in pages for row in page.rows})))


def problems(upload: Import) -> list[dict[str, Any]]:
    titles = {table: columns_called(upload, table) for table, *_fault in upload.faults}
    return [
        {"table": table_title(tables()[table]) if table in tables() else "", "line": line}
        | _problem(titles[table], *fault)
        for table, line, *fault in upload.faults
    ]


def _problem(titles: dict[str, str], column: str, value: str, message: str) -> dict[str, str]:
    """Why a row or the whole file is refused; `title` and `column` are empty if it is no cell's fault."""
    return {"title": titles.get(column, ""), "column": column, "value": value, "message": message}


def _page(model: type[TrackedModel], name: str, *args: Any) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{name}", args=args)


def _rows(upload: Import, verdict: str) -> int:
    """How many rows the tab of `verdict` holds; those with a warning have a tab of their own."""
    elsewhere = sum(told.get(f"warned_{verdict}", 0) for told in upload.summary)
    return int(getattr(upload, verdict)) - elsewhere


def _shown(upload: Import, table: str, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The stored `rows` of `table`; `address` is where the record of each is edited, empty while there is none."""
    model, titles = tables()[table], columns_called(upload, table)
    references = References()
    references.load(model, [row["key"] for row in rows if row["key"]])
    # A key that joins others is made of codes: there is a name beside it.
    known = [pk for row in rows if (pk := references.found[model].get(row["key"]))] if len(model.key_fields) > 1 else []
    names = {row.pk: in_words(row) for row in with_keys(model._default_manager.filter(pk__in=known))} if known else {}
    shown = []
    for row in sorted(rows, key=lambda row: row["line"]):
        pk = references.found[model].get(row["key"])
        # The key is named already.
        changes = [change for change in row["changes"] if (change[0], change[2]) != ("slug", row["key"])]
        shown.append(
            row
            | {
                "address": _page(model, "change", pk) if pk else "",
                "name": names.get(pk, ""),
                "changes": [
                    {"title": titles.get(name, name), "column": name, **_change(old, new)} for name, old, new in changes
                ],
                "problems": [_problem(titles, *fault) for fault in row["faults"]],
            }
        )
    return shown


def _change(old: str, new: str) -> dict[str, str]:
    """What becomes of one cell: `old` goes and `new` comes, between what stays of a long text."""
    # A page shows a break as a space, and a change of breaks alone would look like none.
    old, new = (text.replace("\n", f" {BREAK} ") for text in (old, new))
    if not (old and new) or max(len(old), len(new)) <= LONG:
        return {"old": old, "new": new}
    was, becomes = old.split(" "), new.split(" ")
    start = _alike(was, becomes)
    before, was, becomes = " ".join(was[:start]), was[start:], becomes[start:]
    end = _alike(was[::-1], becomes[::-1])
    after = " ".join(was[len(was) - end :])
    return {
        "old": " ".join(was[: len(was) - end]),
        "new": " ".join(becomes[: len(becomes) - end]),
        "before": f"…{before[-AROUND:]}" if len(before) > AROUND else before,
        "after": f"{after[:AROUND]}…" if len(after) > AROUND else after,
    }


def _alike(words: list[str], others: list[str]) -> int:
    """With how many words both begin."""
    pairs = enumerate(zip(words, others, strict=False))
    return next((at for at, (word, other) in pairs if word != other), min(len(words), len(others)))
