"""The full-text index of every folded column, built and kept by the database itself.

SQLite: a contentless FTS5 table `search_<table>` beside each table, whose rows triggers follow, so that bulk
writes, raw SQL and fixtures keep it right as `save()` does. Django drops triggers with the table whenever it
rebuilds one, hence `install` after every `migrate`: what is missing is put back and that index built anew.
A trigger names its own table only: else SQLite refuses to rename tables while another is rebuilt.

PostgreSQL: an index over the expression that `queries.Match` asks for; it needs no keeping.
"""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import connections, models, transaction

from records.fields import FoldedField

# The columns are folded already; FTS5's own removal of marks would leave đ.
_OPTIONS = "content='', columnsize=0, tokenize='unicode61 remove_diacritics 0'"
_WHEN = {
    "insert": "AFTER INSERT ON {table} BEGIN {add} END",
    "delete": "AFTER DELETE ON {table} BEGIN {drop} END",
    "update": "AFTER UPDATE OF folded ON {table} WHEN old.folded <> new.folded BEGIN {drop} {add} END",
}


def name(model: type[models.Model]) -> str:
    """What the index of the model's folded column is called."""
    return f"search_{model._meta.db_table}"


def vector(column: str = "folded") -> str:
    """The words of a column as PostgreSQL indexes them: a question in other words would not meet the index."""
    return f"to_tsvector('simple', {column})"


def indexed() -> Iterator[type[models.Model]]:
    """The models whose words are indexed."""
    for model in apps.get_models():
        if any(isinstance(field, FoldedField) for field in model._meta.local_fields):
            yield model


def install(using: str, *, anew: bool = False) -> list[str]:
    """Make what is missing of the indexes, or all `anew`; the tables whose index was built."""
    connection = connections[using]
    make = _on_sqlite if connection.vendor == "sqlite" else _on_postgresql
    return [model._meta.db_table for model in _folded(connection) if make(connection, model, anew)]


def _folded(connection: Any) -> list[type[models.Model]]:
    """The indexed models whose table has its folded column: what is migrated backwards has not."""
    with connection.cursor() as cursor:
        there = set(connection.introspection.table_names(cursor))
        return [
            model
            for model in indexed()
            if (table := model._meta.db_table) in there
            and any(column.name == "folded" for column in connection.introspection.get_table_description(cursor, table))
        ]


def _on_sqlite(connection: Any, model: type[models.Model], anew: bool) -> bool:
    table, index = f'"{model._meta.db_table}"', f'"{name(model)}"'
    words = {
        "table": table,
        "add": f"INSERT INTO {index}(rowid, folded) VALUES (new.id, new.folded);",
        "drop": f"INSERT INTO {index}({index}, rowid, folded) VALUES ('delete', old.id, old.folded);",
    }
    wanted = {f"CREATE VIRTUAL TABLE {index} USING fts5(folded, {_OPTIONS})"}
    triggers = {event: f'"{name(model)}_{event}"' for event in _WHEN}
    wanted |= {f"CREATE TRIGGER {triggers[event]} {rest.format(**words)}" for event, rest in _WHEN.items()}
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        cursor.execute(
            "SELECT sql FROM sqlite_master WHERE name = %s OR type = 'trigger' AND tbl_name = %s AND name LIKE %s",
            [name(model), model._meta.db_table, f"{name(model)}%"],
        )
        if {sql for (sql,) in cursor.fetchall()} == wanted and not anew:
            return False
        for trigger in triggers.values():
            cursor.execute(f"DROP TRIGGER IF EXISTS {trigger}")
        cursor.execute(f"DROP TABLE IF EXISTS {index}")
        for statement in sorted(wanted, reverse=True):  # the table before its triggers
            cursor.execute(statement)
        cursor.execute(f"INSERT INTO {index}(rowid, folded) SELECT id, folded FROM {table} ORDER BY id")
    return True


def _on_postgresql(connection: Any, model: type[models.Model], anew: bool) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass(%s)", [f'"{name(model)}"'])
        if cursor.fetchone()[0] is not None and not anew:
            return False
        cursor.execute(f'DROP INDEX IF EXISTS "{name(model)}"')
        cursor.execute(f'CREATE INDEX "{name(model)}" ON "{model._meta.db_table}" USING gin ({vector()})')
    return True
