"""What leaves the register as tables comes back as nothing new, and what was edited in them is all that changes.

`AGREEMENTS` says how large the register is (`make nightly`: 10,000); the suite takes a small one.
"""

import csv
import io
import os

import pytest
from django.core.management import call_command
from django.utils import translation

from benchmarks import register
from changesets import jobs
from changesets.jobs import receive
from changesets.models import Import
from changesets.plan.apply import confirm
from changesets.plan.report import faults_of
from partnerships.models import Agreement
from records.export.tables import tables

SIZE = int(os.environ.get("AGREEMENTS", "60"))
EDITED = 100  # cells
COLUMNS = ("title", "place", "summary", "stated_points", "period")


@pytest.fixture
def large(seeded, monkeypatch):
    monkeypatch.setattr(register, "call_command", lambda *args, **kwargs: None)  # seeded already
    register.make(SIZE)


def exported(table, path):
    call_command("export_records", table, path)
    return path.read_bytes()


def planned(table, path):
    with path.open("rb") as file:
        upload = receive(file, path.name, owner=None, table=table)
    jobs.plan_now(upload)
    assert [str(fault) for _table, fault in faults_of(upload)] == []
    return upload


def test_every_table_comes_back_unchanged_and_leaves_the_same(large, tmp_path):
    for name, model in tables().items():
        path = tmp_path / f"{name}.csv"
        content, history = exported(name, path), model.history.count()
        upload = planned(name, path)
        assert upload.counts() == {"created": 0, "updated": 0, "unchanged": model.objects.count(), "refused": 0}
        assert confirm(upload, None)
        jobs.apply_now(upload)
        assert upload.state == Import.State.APPLIED
        assert (exported(name, path), model.history.count()) == (content, history), name


@pytest.mark.parametrize("ending", ["zip", "xlsx"])
def test_the_whole_register_comes_back_unchanged_in_one_file(large, tmp_path, ending):
    path = tmp_path / f"register.{ending}"
    exported("all", path)
    upload = planned("", path)
    rows = sum(model.objects.count() for model in tables().values())
    assert upload.counts() == {"created": 0, "updated": 0, "unchanged": rows, "refused": 0}
    filled = {name for name, model in tables().items() if model.objects.exists()}
    assert {summary["table"] for summary in upload.summary} == filled


def test_the_preview_shows_exactly_the_cells_that_were_edited(large, tmp_path):
    Agreement.objects.update(status="draft")
    path = tmp_path / "agreements.csv"
    rows = list(csv.DictReader(io.StringIO(exported("agreements", path).decode("utf-8-sig"))))
    edited = set()
    for number in range(EDITED):
        row, column = rows[number * 7 % len(rows)], COLUMNS[number % len(COLUMNS)]
        old = row[column]
        new = {"stated_points": str(number % 9 + 20), "period": f"{1900 + number}/1999"}.get(
            column, f"{old} sửa {number}".strip()
        )
        row[column] = new
        edited.add((row["slug"], column))
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    with translation.override("en"):
        upload = planned("agreements", path)
    shown = {
        (row["key"], column): new
        for page in upload.pages.all()
        for row in page.rows
        for column, _old, new in row["changes"]
    }
    expected = {
        (row["slug"], column): row[column] for row in rows for column in COLUMNS if (row["slug"], column) in edited
    }
    assert shown == expected
    changed = len({slug for slug, _column in edited})
    assert upload.counts() == {"created": 0, "updated": changed, "unchanged": len(rows) - changed, "refused": 0}
    assert len(edited) == EDITED or SIZE < EDITED
