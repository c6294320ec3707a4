"""The triggers that act when a row changes that readers may see, or could see before: a new mark for its table, and a
note of the row for `records.noting`.

A row with a status counts if it is published before or after; every other row does. A mark is drawn by lot; a
register put back from a backup never looks like a later one that readers have seen. With what is deleted or becomes
part of another record, the record it was part of is noted: no way leads there afterwards.
"""

from typing import Any

from django.apps import AppConfig
from django.db import connections

from records.locks import Lock
from records.models import DataVersion, PublishableModel, Status, Touched, TrackedModel

# A sum of so many marks, of all tables and slots, still fits into eight bytes.
_LOT = 2**40
# More writers at once than this wait for each other.
_SLOTS = 64

_PUBLIC = f"status = '{Status.PUBLISHED}'"
_ON_SQLITE = {
    "insert": f"WHEN NEW.{_PUBLIC} ",
    "update": f"WHEN OLD.{_PUBLIC} OR NEW.{_PUBLIC} ",
    "delete": f"WHEN OLD.{_PUBLIC} ",
}
_TOUCH = 'INSERT INTO records_touched ("table", row, kind) SELECT'
# What PostgreSQL hands a trigger of the rows that a whole statement has changed. Its arguments: which rows
# count, and the table and the column of what they are part of.
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
  IF TG_ARGV[0] <> '' THEN
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
      IF pg_try_advisory_xact_lock({Lock.EDITION}, free) THEN
        own := free::text;
        EXIT;
      END IF;
    END LOOP;
    PERFORM set_config('records.edition_slot', own, true);
  END IF;
  INSERT INTO records_edition ("table", slot, mark)
    VALUES (TG_TABLE_NAME, own::int, floor(random() * {_LOT})::bigint)
    ON CONFLICT ("table", slot) DO UPDATE SET mark = excluded.mark;
  IF TG_NARGS < 3 THEN  -- a trigger of an earlier release, which is just being replaced
    RETURN NULL;
  END IF;
  IF TG_OP = 'TRUNCATE' THEN
    {_TOUCH} TG_TABLE_NAME, 0, 0;
    RETURN NULL;
  END IF;
  EXECUTE format(
    CASE TG_OP
      WHEN 'INSERT' THEN '{_TOUCH} %1$L, id, 0 FROM new_rows %2$s'
      WHEN 'DELETE' THEN '{_TOUCH} %1$L, id, 0 FROM old_rows %2$s'
      ELSE '{_TOUCH} %1$L, id, 0 FROM (SELECT id FROM old_rows %2$s UNION SELECT id FROM new_rows %2$s) rows'
    END,
    TG_TABLE_NAME, TG_ARGV[0]
  );
  IF TG_ARGV[1] <> '' AND TG_OP <> 'INSERT' THEN
    EXECUTE format(
      CASE TG_OP
        WHEN 'DELETE' THEN '{_TOUCH} DISTINCT %1$L, %2$I, 0 FROM old_rows WHERE %2$I > 0'
        ELSE '{_TOUCH} DISTINCT %1$L, o.%2$I, 0 FROM old_rows o JOIN new_rows n USING (id)
          WHERE o.%2$I <> n.%2$I AND o.%2$I > 0'
      END,
      TG_ARGV[1], TG_ARGV[2]
    );
  END IF;
  RETURN NULL;
END $$
"""


def install_version_triggers(app_config: AppConfig, using: str = "default", **kwargs: Any) -> None:
    """Give the tables their triggers; after every `migrate`, for SQLite builds tables anew without."""
    connection = connections[using]
    there = set(connection.introspection.table_names())
    if not {DataVersion._meta.db_table, Touched._meta.db_table} <= there:
        return  # migrated backwards
    models = [
        model for model in app_config.get_models() if issubclass(model, TrackedModel) and model._meta.db_table in there
    ]
    with connection.cursor() as cursor:
        (_on_postgresql if connection.vendor == "postgresql" else _on_sqlite)(cursor, models)


def _part_of(model: type[TrackedModel]) -> tuple[str, str]:
    """The table of what its rows are part of, and the column that says of which; empty for what is part of nothing."""
    field: Any = model._meta.get_field(model.key_fields[0])
    return (field.related_model._meta.db_table, field.column) if field.is_relation else ("", "")


def _on_sqlite(cursor: Any, models: list[type[TrackedModel]]) -> None:
    cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    kept = dict(cursor.fetchall())
    for model in models:
        table, (whole, column) = model._meta.db_table, _part_of(model)
        cursor.execute(f"INSERT OR IGNORE INTO records_edition (\"table\", slot, mark) VALUES ('{table}', 0, 0)")
        mark = f"UPDATE records_edition SET mark = abs(random() % {_LOT}) WHERE \"table\" = '{table}'"
        for verb, public in _ON_SQLITE.items():
            steps = [mark, f"{_TOUCH} '{table}', {'OLD' if verb == 'delete' else 'NEW'}.id, 0"]
            if whole and verb != "insert":
                moved = f' AND OLD."{column}" <> NEW."{column}"' if verb == "update" else ""
                # What is moved in two steps is part of nothing between them: of a number below 0.
                steps.append(f'{_TOUCH} \'{whole}\', OLD."{column}", 0 WHERE OLD."{column}" > 0{moved}')
            name, when = f"{table}_edition_{verb}", public if issubclass(model, PublishableModel) else ""
            sql = f'CREATE TRIGGER "{name}" AFTER {verb.upper()} ON "{table}" {when}BEGIN {"; ".join(steps)}; END'
            if kept.get(name) != sql:
                cursor.execute(f'DROP TRIGGER IF EXISTS "{name}"')
                cursor.execute(sql)


def _on_postgresql(cursor: Any, models: list[type[TrackedModel]]) -> None:
    cursor.execute(_FUNCTION)
    cursor.execute("SELECT tgrelid::regclass::text, tgname, tgnargs FROM pg_trigger WHERE tgname LIKE 'edition%'")
    kept = {(table, name): given for table, name, given in cursor.fetchall()}
    for model in models:
        table = model._meta.db_table
        shown = f"'WHERE {_PUBLIC.replace(chr(39), chr(39) * 2)}'" if issubclass(model, PublishableModel) else "''"
        given = ", ".join((shown, *(f"'{name}'" for name in _part_of(model))))
        wanted = {f"edition_{verb}": (verb, rows) for verb, rows in _ON_POSTGRESQL.items()}
        for name in ("edition", *wanted):  # once one for all verbs, later without a word of the rows
            if (table, name) in kept and kept[table, name] != 3:
                cursor.execute(f'DROP TRIGGER {name} ON "{table}"')
        for name, (verb, rows) in wanted.items():
            if kept.get((table, name)) != 3:
                cursor.execute(
                    f'CREATE TRIGGER {name} AFTER {verb.upper()} ON "{table}" {rows} '
                    f"FOR EACH STATEMENT EXECUTE FUNCTION records_mark_edition({given})"
                )
