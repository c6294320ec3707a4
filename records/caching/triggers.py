"""The triggers that draw a new mark for a table when a row of it changes that readers may see, or could see before.

A row with a status counts if it is published before or after; every other row does. A mark is drawn by lot; a
register put back from a backup never looks like a later one that readers have seen.
"""

from typing import Any

from django.apps import AppConfig
from django.db import connections

from records.models import DataVersion, PublishableModel, Status, TrackedModel

# A sum of so many marks, of all tables and slots, still fits into eight bytes.
_LOT = 2**40
# More writers at once than this wait for each other.
_SLOTS = 64
_LOCKS = 7_203_511  # names our advisory locks among those of the database

_PUBLIC = f"status = '{Status.PUBLISHED}'"
_ON_SQLITE = {
    "insert": f"WHEN NEW.{_PUBLIC} ",
    "update": f"WHEN OLD.{_PUBLIC} OR NEW.{_PUBLIC} ",
    "delete": f"WHEN OLD.{_PUBLIC} ",
}
# What PostgreSQL hands a trigger of the rows that a whole statement has changed.
_ON_POSTGRESQL = {
    "insert": "REFERENCING NEW TABLE AS new_rows",
    "update": "REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows",
    "delete": "REFERENCING OLD TABLE AS old_rows",
    "truncate": "",
}
_FUNCTION = f"""
CREATE OR REPLACE FUNCTION records_mark_edition() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
  -- Until the transaction ends, its slot is nobody else's: two writers never wait for one counter.
  own text := current_setting('records.edition_slot', true);
BEGIN
  IF TG_NARGS > 0 THEN  -- the rows have a status
    IF TG_OP = 'INSERT' THEN
      IF NOT EXISTS (SELECT FROM new_rows WHERE {_PUBLIC}) THEN RETURN NULL; END IF;
    ELSIF TG_OP = 'DELETE' THEN
      IF NOT EXISTS (SELECT FROM old_rows WHERE {_PUBLIC}) THEN RETURN NULL; END IF;
    ELSIF TG_OP = 'UPDATE' THEN
      IF NOT EXISTS (SELECT FROM old_rows WHERE {_PUBLIC})
        AND NOT EXISTS (SELECT FROM new_rows WHERE {_PUBLIC}) THEN RETURN NULL; END IF;
    END IF;
  END IF;
  IF own IS NULL OR own = '' THEN
    own := '0';
    FOR free IN 1..{_SLOTS} LOOP
      IF pg_try_advisory_xact_lock({_LOCKS}, free) THEN
        own := free::text;
        EXIT;
      END IF;
    END LOOP;
    PERFORM set_config('records.edition_slot', own, true);
  END IF;
  INSERT INTO records_edition ("table", slot, mark)
    VALUES (TG_TABLE_NAME, own::int, floor(random() * {_LOT})::bigint)
    ON CONFLICT ("table", slot) DO UPDATE SET mark = excluded.mark;
  RETURN NULL;
END $$
"""


def install_version_triggers(app_config: AppConfig, using: str = "default", **kwargs: Any) -> None:
    """Give the tables their triggers; after every `migrate`, for SQLite builds tables anew without."""
    connection = connections[using]
    there = set(connection.introspection.table_names())
    if DataVersion._meta.db_table not in there:
        return  # migrated backwards
    tables = {
        model._meta.db_table: issubclass(model, PublishableModel)
        for model in app_config.get_models()
        if issubclass(model, TrackedModel) and model._meta.db_table in there
    }
    with connection.cursor() as cursor:
        (_on_postgresql if connection.vendor == "postgresql" else _on_sqlite)(cursor, tables)


def _on_sqlite(cursor: Any, tables: dict[str, bool]) -> None:
    cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    kept = dict(cursor.fetchall())
    for table, has_status in tables.items():
        cursor.execute(f"INSERT OR IGNORE INTO records_edition (\"table\", slot, mark) VALUES ('{table}', 0, 0)")
        mark = f"UPDATE records_edition SET mark = abs(random() % {_LOT}) WHERE \"table\" = '{table}'"
        for verb, public in _ON_SQLITE.items():
            name, when = f"{table}_edition_{verb}", public if has_status else ""
            sql = f'CREATE TRIGGER "{name}" AFTER {verb.upper()} ON "{table}" {when}BEGIN {mark}; END'
            if kept.get(name) != sql:
                cursor.execute(f'DROP TRIGGER IF EXISTS "{name}"')
                cursor.execute(sql)


def _on_postgresql(cursor: Any, tables: dict[str, bool]) -> None:
    cursor.execute(_FUNCTION)
    cursor.execute("SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE tgname LIKE 'edition%'")
    kept = set(cursor.fetchall())
    for table, has_status in tables.items():
        if (table, "edition") in kept:  # one for all verbs, until the rows had a say
            cursor.execute(f'DROP TRIGGER edition ON "{table}"')
        for verb, rows in _ON_POSTGRESQL.items():
            if (table, f"edition_{verb}") not in kept:
                seen, given = (rows, "'status'") if has_status else ("", "")
                cursor.execute(
                    f'CREATE TRIGGER edition_{verb} AFTER {verb.upper()} ON "{table}" {seen} '
                    f"FOR EACH STATEMENT EXECUTE FUNCTION records_mark_edition({given})"
                )
