"""Imports of agreements: ours, django-import-export's, and the least that the database would take."""

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from changesets import jobs
from changesets.jobs import receive
from changesets.models import Import
from changesets.plan import apply
from changesets.plan.report import faults_of
from partnerships.models import Agreement, AgreementCitation

from . import files, stock
from .alone import Clock, Figures, figures, memory
from .verdicts import at_least, at_most, show, verdict

WARM = 1_000  # rows planned before a measurement, and the smaller file of the preview
STOCK_ROWS = 300  # it is slow, and as slow with more
OWNER = "bench"
PREFIX, STOCK_PREFIX, LIMIT_PREFIX = "nhap-", "kho-", "han-"

# Rows a second of plan, validation, writing and history together (issue 3).
RATES = {"created": 3_000, "updated": 2_500, "unchanged": 15_000}
TIMES_STOCK = 5
MOST_MB = 300
PAGE_GROWTH = 1.1


def table(n: int, directory: Path) -> None:
    """Print what it takes to create, not change and update `n` agreements."""
    first, second = directory / "created.csv", directory / "updated.csv"
    files.write(first, PREFIX, n)
    files.write(second, PREFIX, n, " (sửa)")
    found = {
        what: figures(ours, path, what, n)
        for what, path in (("created", first), ("unchanged", first), ("updated", second))
    }
    least = figures(limit)["rate"]
    fewer = min(n, STOCK_ROWS)
    files.write(first, STOCK_PREFIX, fewer)
    files.write(second, STOCK_PREFIX, fewer, " (sửa)")
    theirs = figures(stock.rates, first, second)
    headings = (
        "import|plan rows/s|write rows/s|both rows/s|both, CPU|import-export|ratio|of the limit"
        "|peak MB|above idle|preview kB|verdict"
    )
    show(headings.split("|"), [_row(what, n, mine, theirs[what], least) for what, mine in found.items()])
    name = "COPY" if connection.vendor == "postgresql" else "executemany and INSERT ... SELECT"
    print(f"The limit is {name} of the finished rows without history: {least:,.0f} rows/s.")
    print(f"import-export: rows/s of preview and import together, of {fewer:,} rows, validated.\n")


def _row(what: str, n: int, mine: Figures, theirs: float, least: float) -> Sequence[Any]:
    written = what != "unchanged"
    both = n / (mine["plan"] + mine["apply"])
    return (
        what,
        n / mine["plan"],
        n / mine["apply"] if written else None,
        both,
        n / mine["cpu"],
        theirs,
        both / theirs,
        both / least if written else None,
        mine["peak"],
        mine["peak"] - mine["idle"],
        mine["page"] / 1000,
        verdict(
            at_least(both, RATES[what], "rows/s"),
            at_least(both / theirs, TIMES_STOCK, "x import-export"),
            at_most(mine["peak"], MOST_MB, "MB"),
            at_most(mine["page"] / mine["small_page"], PAGE_GROWTH, "x the preview of a small file"),
        ),
    )


def ours(path: str, what: str, n: str) -> Figures:
    """Plan the file and write the plan; every row of it is `what`."""
    jobs.expect_many_rows()  # as the worker does
    user = get_user_model()._default_manager.get(username=OWNER)
    small = receive(io.BytesIO(files.beginning(Path(path), WARM)), "agreements.csv", owner=user, table="agreements")
    jobs.plan_now(small)
    idle = memory("VmRSS")
    with Clock() as planning, Path(path).open("rb") as file:
        upload = receive(file, "agreements.csv", owner=user, table="agreements")
        jobs.plan_now(upload)
    expect(upload, Import.State.PLANNED, **{what: int(n)})
    with Clock() as writing:
        apply.confirm(upload, user)
        jobs.apply_now(upload)
    expect(upload, Import.State.APPLIED, **{what: int(n)})
    peak = memory("VmHWM")
    expect_history(upload, what, int(n))
    pages = [preview(user, each) for each in (small, upload)]
    for each in (small, upload):
        each.clear()
    return {
        "plan": planning.wall,
        "apply": writing.wall,
        "cpu": planning.cpu + writing.cpu,
        "idle": idle,
        "peak": peak,
        "small_page": pages[0],
        "page": pages[1],
        "planned_at": (planning.begun, planning.ended),
        "written_at": (writing.begun, writing.ended),
    }


def expect(upload: Import, state: str, **counts: int) -> None:
    wanted = {**dict.fromkeys(upload.counts(), 0), **counts}
    if (upload.state, upload.counts()) != (state, wanted):
        faults = [f"{name}: {fault}" for name, fault in faults_of(upload)][:5]
        raise SystemExit(f"{upload} is {upload.state}, {upload.counts()}; wanted {state}, {wanted}; {faults}")


def expect_history(upload: Import, what: str, n: int) -> None:
    """Exactly one row of history for each row that was written, and none for others."""
    agreements = {"created": "+", "updated": "~"}.get(what)
    citations = {"created": "+"}.get(what)
    model: Any
    for model, op in ((Agreement, agreements), (AgreementCitation, citations)):
        told = list(model.history.filter(history_change_reason=upload.reason).values_list("id", "history_type"))
        wanted = n if op else 0
        if len(told) != wanted or len(set(told)) != wanted or {each for _pk, each in told} - {op}:
            raise SystemExit(f"{upload}: {len(told)} rows of history of {model._meta.label}, not {wanted}")


def preview(user: Any, upload: Import) -> int:
    """The bytes of the page that shows what the import does."""
    client = Client()
    client.force_login(user)
    answer = client.get(reverse("admin:changesets_import_change", args=[upload.pk]))
    if answer.status_code != 200:
        raise SystemExit(f"The page of {upload} answered {answer.status_code}")
    return len(answer.content)


def limit() -> Figures:
    """Insert the finished rows once more, by the fastest way into the table with its indexes."""
    fields = [field for field in Agreement._meta.concrete_fields if not field.primary_key]
    table, names = Agreement._meta.db_table, [str(field.column) for field in fields]
    slug = names.index("slug")
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(names)} FROM {table} WHERE slug LIKE '{PREFIX}%%'", [])
        rows = [[*row[:slug], LIMIT_PREFIX + row[slug], *row[slug + 1 :]] for row in cursor.fetchall()]
        with Clock() as clock, transaction.atomic():
            if connection.vendor == "postgresql":
                with cursor.copy(f"COPY {table} ({', '.join(names)}) FROM STDIN") as copy:
                    for row in rows:
                        copy.write_row(row)
            else:
                # In one statement: full-text indexes are written out after each.
                marks = ", ".join(["%s"] * len(names))
                cursor.execute(f"CREATE TEMPORARY TABLE finished AS SELECT {', '.join(names)} FROM {table} WHERE 1 = 0")
                cursor.executemany(f"INSERT INTO finished VALUES ({marks})", rows)
                cursor.execute(f"INSERT INTO {table} ({', '.join(names)}) SELECT * FROM finished")
        cursor.execute(f"DELETE FROM {table} WHERE slug LIKE '{LIMIT_PREFIX}%%'", [])
        if connection.vendor == "postgresql":
            cursor.execute(f"VACUUM ANALYZE {table}")
    return {"rate": len(rows) / clock.wall}
