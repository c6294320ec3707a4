"""The public tables as one SQLite file, to be asked with SQL: typed, with their keys and the links between them."""

import json
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import closing
from datetime import date, time
from decimal import Decimal
from typing import Any

from records import dates
from records.columns import as_dicts

from .data_dictionary import LICENCE, dictionary
from .formats import in_blocks
from .package import Table, one_moment

_TYPES = {"integer": "INTEGER", "boolean": "INTEGER", "number": "REAL"}


def as_sqlite(tables: Iterable[Table]) -> Iterator[bytes]:
    """Yield the blocks of the file; several values are a JSON array, and all is read before the first block."""
    with tempfile.NamedTemporaryFile() as file:
        with one_moment(), closing(sqlite3.connect(file.name)) as database:
            database.execute("PRAGMA journal_mode = OFF")
            for table in tables:
                _add(database, table)
            database.execute("CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT)")
            about = (("licence", LICENCE["name"]), ("licence_url", LICENCE["path"]), ("day", str(dates.today())))
            database.executemany("INSERT INTO about VALUES (?, ?)", about)
            database.commit()
        yield from in_blocks(file)


def _add(database: sqlite3.Connection, table: Table) -> None:
    model: Any = table.found.model
    columns = dictionary(model)
    parts = [f'"{column.name}" {_TYPES.get(column.type, "TEXT")}' for column in columns]
    optional = any(model._meta.get_field(name).null for name in model.key_fields)
    names = ", ".join(f'"{name}"' for name in model.key_fields)
    parts.append(f"{'UNIQUE' if optional else 'PRIMARY KEY'} ({names})")
    parts += [
        f'FOREIGN KEY ("{column.name}") REFERENCES "{column.refers}" ("slug")'
        for column in columns
        if column.refers and not column.many
    ]
    database.execute(f'CREATE TABLE "{table.name}" ({", ".join(parts)})')
    values = f'INSERT INTO "{table.name}" VALUES ({", ".join("?" * len(columns))})'
    rows = as_dicts(table.rows(), table.columns)
    database.executemany(values, ([_value(value) for value in row.values()] for row in rows))


def _value(value: Any) -> Any:
    match value:
        case list():
            return json.dumps(value, ensure_ascii=False)
        case Decimal():
            return float(value)
        case date() | time():
            return value.isoformat()
        case str():
            return str(value)  # an uncertain date, too
    return value
