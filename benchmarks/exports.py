"""Exports of agreements: ours beside `values_list` and the plain writer of the format, the same rows and columns."""

import csv
import json
import statistics
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from django.db import connection
from django.test import Client
from openpyxl import Workbook

from partnerships.models import Agreement
from records.export.package import Table, office_table, public_table
from records.models import Status

from .alone import Clock, Figures, figures, memory
from .imports import PREFIX
from .verdicts import at_most, show, verdict

SECONDS, RUNS = 5.0, 3  # runs are repeated up to so often while they are shorter than that together
WARM = 10  # rows exported before a measurement

TIMES_PLAIN = {"csv": 1.5, "xlsx": 1.0}
MOST_MB = {"postgresql": 20, "sqlite": 60}
FIRST_BYTE = 0.5


def table(n: int) -> None:
    """Print what it takes to export the register: staff's table in every format, the public list as CSV."""
    rows = [_row(f"{ending}, for staff", ending, ending, f"plain_{ending}") for ending in ("csv", "xlsx", "json")]
    _publish(Status.PUBLISHED)
    rows.append(_row("csv, of the public list", "csv", "download", "plain_download"))
    _publish(Status.DRAFT)
    headings = "export|MB|s|CPU s|beside it|s of that|ratio|first byte s|MB above idle|verdict".split("|")
    show(headings, rows)


def _row(name: str, ending: str, mine: str, plain: str) -> tuple[Any, ...]:
    ours, theirs = figures(measure, mine), figures(measure, plain)
    ratio, above = ours["wall"] / theirs["wall"], ours["peak"] - ours["idle"]
    missed = [at_most(ratio, TIMES_PLAIN[ending], "x the plain writer")] if ending in TIMES_PLAIN else []
    if ending == "csv":
        missed += [
            at_most(ours["first"], FIRST_BYTE, "s to the first byte"),
            at_most(above, MOST_MB[connection.vendor], "MB above idle"),
        ]
    return (
        name,
        ours["bytes"] / 1e6,
        ours["wall"],
        ours["cpu"],
        {"csv": "values_list + csv", "xlsx": "openpyxl, write-only", "json": "values_list + json"}[ending],
        theirs["wall"],
        ratio,
        ours["first"],
        above,
        verdict(*missed) if missed else "",
    )


def _publish(status: Status) -> None:
    """All at once: neither the rules of publishing nor history are measured here."""
    Agreement.objects.filter(slug__startswith=PREFIX).update(status=status)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"VACUUM ANALYZE {Agreement._meta.db_table}")


def measure(name: str) -> Figures:
    """Export by one of `WAYS`, first a few rows and then all."""
    for _block in WAYS[name](True):
        pass
    idle = memory("VmRSS")
    clocks: list[Clock] = []
    firsts: list[float] = []
    while len(clocks) < RUNS and sum(clock.wall for clock in clocks) < SECONDS:
        with Clock() as clock:
            blocks = WAYS[name](False)
            size = next(blocks)
            with Clock() as rest:
                size += sum(blocks)
        clocks.append(clock)
        firsts.append(clock.wall - rest.wall)
    return {
        "bytes": size,
        "wall": statistics.median(clock.wall for clock in clocks),
        "cpu": statistics.median(clock.cpu for clock in clocks),
        "first": statistics.median(firsts),
        "idle": idle,
        "peak": memory("VmHWM"),
    }


# Each way yields the sizes of its blocks, for a few rows or for all; a plain writer has one block.


def _ours(ending: str) -> Callable[[bool], Iterator[int]]:
    return lambda few: map(len, _staffs(few).blocks(ending))


def _download(few: bool) -> Iterator[int]:
    address = "/agreements/?format=csv" + ("&search=khong%20thay" if few else "")
    answer: Any = Client().get(address)
    if answer.status_code != 200:
        raise SystemExit(f"{address} answered {answer.status_code}")
    yield from map(len, answer.streaming_content)
    answer.close()


def _staffs(few: bool) -> Table:
    return _some(office_table(Agreement), few)


def _publics(few: bool) -> Table:
    return _some(public_table(Agreement), few)


def _some(table: Table, few: bool) -> Table:
    if not few:
        return table
    first = list(table.found.values_list("pk", flat=True)[:WARM])
    return replace(table, found=table.found.filter(pk__in=first))


def _values_list(table: Table) -> Iterator[tuple[Any, ...]]:
    found: Any = table.found
    return found.rows(table.columns).iterator()


def _headings(table: Table) -> list[str]:
    return [column.name for column in table.columns]


def _plain_csv(table: Table) -> Iterator[int]:
    with tempfile.TemporaryFile("w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file)
        lines.writerow(_headings(table))
        lines.writerows(_values_list(table))
        yield file.tell()


def _plain_json(table: Table) -> Iterator[int]:
    headings = _headings(table)
    with tempfile.TemporaryFile("w", encoding="utf-8") as file:
        for row in _values_list(table):
            file.write(json.dumps(dict(zip(headings, row, strict=True)), ensure_ascii=False, default=str))
        yield file.tell()


def _plain_xlsx(table: Table) -> Iterator[int]:
    book = Workbook(write_only=True)
    sheet = book.create_sheet(table.name)
    sheet.append(_headings(table))
    for row in _values_list(table):
        sheet.append(row)
    with tempfile.TemporaryFile() as file:
        book.save(file)
        yield file.tell()


WAYS: dict[str, Callable[[bool], Iterator[int]]] = {
    "csv": _ours("csv"),
    "xlsx": _ours("xlsx"),
    "json": _ours("json"),
    "download": _download,
    "plain_csv": lambda few: _plain_csv(_staffs(few)),
    "plain_xlsx": lambda few: _plain_xlsx(_staffs(few)),
    "plain_json": lambda few: _plain_json(_staffs(few)),
    "plain_download": lambda few: _plain_csv(_publics(few)),
}
