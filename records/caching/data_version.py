"""Which edition of the register a page or a count was made from: another one after any change, however it was made.

Triggers keep it, so that nothing that writes has to remember to: forms, imports, `loaddata`, SQL by hand. A mark
is drawn by lot; a register put back from a backup never looks like a later one that readers have seen.
"""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.db import connection, connections, models

from records.models import DataVersion, TrackedModel

# A sum of so many marks, of all tables and slots, still fits into eight bytes.
_LOT = 2**40
# More writers at once than this wait for each other.
_SLOTS = 64
_LOCKS = 7_203_511  # names our advisory locks among those of the database

_FUNCTION = f"""
CREATE OR REPLACE FUNCTION records_mark_edition() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
  -- Until the transaction ends, its slot is nobody else's: two writers never wait for one counter.
  own text := current_setting('records.edition_slot', true);
BEGIN
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


def data_version(*tables: type[models.Model]) -> int:
    """The edition of `tables`, or of the whole register: equal numbers mean that no row changed in between.

    Read it before the rows: what changes while they are read then makes another edition.
    """
    names = [table._meta.db_table for table in tables]
    where = f' WHERE "table" IN ({", ".join(["%s"] * len(names))})' if names else ""
    # By hand: every page asks, and for many it is all there is to ask.
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT SUM(mark) FROM records_edition{where}", names)
        (marks,) = cursor.fetchone()
    return int(marks or 0)


def install_version_triggers(app_config: AppConfig, using: str = "default", **kwargs: Any) -> None:
    """Give the tables of `app_config` their triggers; after every `migrate`, for SQLite builds tables anew without."""
    there = set(connections[using].introspection.table_names())
    if DataVersion._meta.db_table not in there:
        return  # migrated backwards
    traced = [model._meta.db_table for model in app_config.get_models() if issubclass(model, TrackedModel)]
    tables = [table for table in traced if table in there]
    if connections[using].vendor == "postgresql":
        _keep_on_postgresql(connections[using], tables)
    else:
        _keep_on_sqlite(connections[using], tables)


def _keep_on_sqlite(connection: Any, tables: list[str]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        kept = {name for (name,) in cursor.fetchall()}
        for table in tables:
            cursor.execute(f"INSERT OR IGNORE INTO records_edition (\"table\", slot, mark) VALUES ('{table}', 0, 0)")
            for verb in ("insert", "update", "delete"):
                if (name := f"{table}_edition_{verb}") not in kept:
                    mark = f"UPDATE records_edition SET mark = abs(random() % {_LOT}) WHERE \"table\" = '{table}'"
                    cursor.execute(f'CREATE TRIGGER "{name}" AFTER {verb.upper()} ON "{table}" BEGIN {mark}; END')


def _keep_on_postgresql(connection: Any, tables: list[str]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_FUNCTION)
        cursor.execute("SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'edition'")
        kept = {name for (name,) in cursor.fetchall()}
        for table in tables:
            if table not in kept:
                cursor.execute(
                    f'CREATE TRIGGER edition AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON "{table}" '
                    "FOR EACH STATEMENT EXECUTE FUNCTION records_mark_edition()"
                )
