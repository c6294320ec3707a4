"""Several tables as one file: a zip with a CSV a table, or a workbook with a sheet a table.

The public register goes out with its `datapackage.json` or its first sheet (`descriptor`), staff's as what
`import_records` reads.
"""

import json
import tempfile
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from typing import Any

from django.db import connections, models, transaction

from records import replica
from records.columns import Column, importable, public
from records.models import TrackedModel
from records.pagination import in_turn

from .data_dictionary import about
from .formats import in_blocks, write
from .tables import export_order, tables_in_order
from .xlsx_writer import Sheet, write_workbook


@dataclass(frozen=True)
class Table:
    """A table on its way out: which columns of which rows, read from the database when they are written."""

    name: str
    columns: Sequence[Column]
    found: models.QuerySet

    def rows(self) -> Iterator[tuple[Any, ...]]:
        return in_turn(self.found, self.found, self.columns)

    def blocks(self, ending: str) -> Iterator[bytes]:
        """The blocks of a file of this table alone."""
        return write(ending, self.columns, self.rows(), self.name)

    def sheet(self) -> Sheet:
        return Sheet(self.name, [column.name for column in self.columns], self.rows())


def public_table(model: type[TrackedModel]) -> Table:
    """What every reader may see, in the order of the public list."""
    return Table(model.collection, public(model.columns()), model.objects.public())


def office_table(model: type[TrackedModel]) -> Table:
    """Every row, with the columns that can be imported again."""
    return Table(model.collection, importable(model.columns()), model._default_manager.order_by(*export_order(model)))


def template_table(model: type[TrackedModel], examples: int = 2) -> Table:
    """What a new file for the import begins with: its headings over the first public rows.

    It holds nothing that readers may not see: no `status` (what comes without one is a draft, and what is there
    already keeps its own), and no link to a hidden record.
    """
    columns = [column for column in public(model.columns()) if not column.derived]
    rows = model.objects.public()
    return Table(model.collection, columns, rows.filter(pk__in=list(rows.values_list("pk", flat=True)[:examples])))


def template_workbook() -> Iterator[bytes]:
    """A workbook to fill in: what each column means, and behind that a sheet a table with its headings alone."""
    models = tables_in_order()
    return as_workbook([template_table(model, 0) for model in models], [about(models)])


@contextmanager
def one_moment() -> Iterator[None]:
    """Read everything inside as the register is at one moment, so that what one table names, another has.

    Nobody who writes has to wait for it. Inside a transaction it leaves everything to that.
    """
    here: Any = connections[replica.alias()]
    if here.in_atomic_block:
        yield
        return
    here.ensure_connection()
    usual, here.transaction_mode = getattr(here, "transaction_mode", None), "DEFERRED"  # SQLite: without the write lock
    try:
        with transaction.atomic(here.alias):
            if here.vendor == "postgresql":
                with here.cursor() as cursor:
                    cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            yield
    finally:
        here.transaction_mode = usual


def as_zip(tables: Iterable[Table], descriptor: Mapping[str, Any] | None = None) -> Iterator[bytes]:
    """Yield the blocks of a zip of CSV files, a `descriptor` before them; all is read before the first block."""
    with tempfile.TemporaryFile() as file:
        with one_moment(), zipfile.ZipFile(file, "w") as archive:
            if descriptor:
                _add(archive, "datapackage.json", [json.dumps(descriptor, ensure_ascii=False, indent=2).encode()])
            for table in tables:
                _add(archive, f"{table.name}.csv", table.blocks("csv"))
        yield from in_blocks(file)


def _add(archive: zipfile.ZipFile, name: str, blocks: Iterable[bytes]) -> None:
    member = zipfile.ZipInfo(name)  # dated 1980: the same rows make the same bytes
    member.compress_type = zipfile.ZIP_DEFLATED
    member.external_attr = 0o644 << 16
    # Nobody knows yet how large it becomes, and without that the first byte past 2 GiB is an error.
    with archive.open(member, "w", force_zip64=True) as file:
        file.writelines(blocks)


def as_workbook(tables: Iterable[Table], first: Iterable[Sheet] = ()) -> Iterator[bytes]:
    """Yield the blocks of a workbook: the `first` sheets, then one a table; all is read before the first block."""
    with tempfile.TemporaryFile() as file:
        with one_moment():
            write_workbook(file, chain(first, (table.sheet() for table in tables)))
        yield from in_blocks(file)
