"""The rows of a plan in temporary tables, and from there into the register in a few statements.

Everything slow (reading, validating, loading) is done before the write transaction; inside it the
database copies rows from table to table, so the write lock is held for seconds even for 100,000 rows.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from django.db import DatabaseError, connection, models, transaction

from records.models import PublishableModel, Status, TrackedModel

from . import unique_constraints
from .staged_rows import CREATE, DELETE, UPDATE, StagedRow, column_names

# Beside the columns of the model, what a `StagedRow` says of its origin; every name of ours begins so.
EXTRA = ("stage_op", "stage_line", "stage_version", "stage_blame", "stage_number", "stage_table")
_TYPES = ("varchar(1)", "integer", "integer", "varchar(100)", "bigint", "varchar(40)")
# Of the rows on a stage.
CREATED = f"stage_op = '{CREATE}'"
WRITTEN = f"stage_op <> '{DELETE}'"
BLAMED = f"{WRITTEN} AND stage_blame <> ''"


class Stage:
    """Temporary tables of this connection; use as a context, which drops them.

    Within it a statement may take ten minutes on PostgreSQL: it is about all rows, and no reader waits for it. SQLite
    keeps 64 MB of the register in memory: with its usual two it writes the pages of an index again and again.
    """

    def __init__(self) -> None:
        self.models: list[type[TrackedModel]] = []
        self.size = 0
        # Whether any row may be refused by the rules of publishing.
        self.blames = False

    def __enter__(self) -> Stage:
        self._run("SET statement_timeout = '10min'" if _postgresql() else "PRAGMA cache_size = -64000")
        return self

    def __exit__(self, *failure: Any) -> None:
        try:
            self._run("SET statement_timeout TO DEFAULT" if _postgresql() else "PRAGMA cache_size = -2000")
            for model in self.models:
                self._run(f"DROP TABLE IF EXISTS {self.name(model)}")
        except DatabaseError:
            if failure[0] is None:
                raise  # else what went wrong first is told

    @staticmethod
    def name(model: type[models.Model]) -> str:
        return connection.ops.quote_name(f"stage_{model._meta.db_table}")

    @staticmethod
    def _run(sql: str, *params: Any) -> list[tuple[Any, ...]]:
        with connection.cursor() as cursor:
            cursor.execute(sql, params or None)
            return cursor.fetchall() if cursor.description else []

    def _open(self, model: type[TrackedModel]) -> None:
        if model in self.models:
            return
        table, stage = _quoted(model._meta.db_table), self.name(model)
        extra = ", ".join(f"CAST(NULL AS {kind}) AS {name}" for name, kind in zip(EXTRA, _TYPES, strict=True))
        self._run(f"DROP TABLE IF EXISTS {stage}")
        self._run(f"CREATE TEMPORARY TABLE {stage} AS SELECT {table}.*, {extra} FROM {table} WHERE 1 = 0")
        for column in ("stage_number", "id"):
            index = _quoted(f"stage_{model._meta.db_table}_{column}")
            self._run(f"CREATE INDEX {index} ON {stage} ({column})")
        self.models.append(model)

    def load(self, model: type[TrackedModel], rows: Sequence[StagedRow]) -> None:
        self._open(model)
        self.size += len(rows)
        self.blames = self.blames or any(row.blame for row in rows)
        names = [*EXTRA, "id", *_columns(model)]
        # A new row has no number of its own yet.
        full = ([*row.origin(), row.number if row.number > 0 else None, *row.values] for row in rows)
        with connection.cursor() as cursor:
            if _postgresql():
                with (
                    connection.wrap_database_errors,
                    cursor.copy(f"COPY {self.name(model)} ({', '.join(names)}) FROM STDIN") as copy,
                ):
                    for row in full:
                        copy.write_row(row)
            else:
                marks = ", ".join(["%s"] * len(names))
                insert = f"INSERT INTO {self.name(model)} ({', '.join(names)}) VALUES ({marks})"
                with transaction.atomic():
                    cursor.executemany(insert, [*full])

    def violations(
        self, model: type[TrackedModel], numbers: Sequence[int]
    ) -> Iterator[tuple[int, models.CheckConstraint]]:
        """Those of the staged rows `numbers` that the checks of their table refuse, each with the check."""
        listed = ", ".join(map(str, numbers))
        editor = connection.schema_editor()
        for constraint in model._meta.constraints:
            if isinstance(constraint, models.CheckConstraint):
                check = constraint._get_check_sql(model, editor)  # type: ignore[attr-defined]
                rows = f"SELECT stage_number FROM {self.name(model)} WHERE stage_number IN ({listed})"
                for (number,) in self._run(f"{rows} AND {WRITTEN} AND NOT ({check})"):
                    yield number, constraint

    def clashes(self, model: type[TrackedModel]) -> Iterator[unique_constraints.Clash]:
        """The staged rows of `model`, parts of the rows of a file, that take a value which another row keeps."""
        if model in self.models:
            yield from unique_constraints.clashes(model, self.name(model), self._run)

    # Inside the write transaction

    def changed_meanwhile(self) -> dict[type[TrackedModel], list[int]]:
        """Lock the records to be changed; the numbers of those that are gone or of another version."""
        found: dict[type[TrackedModel], list[int]] = {}
        for model in self.models:
            if not issubclass(model, PublishableModel):
                continue
            table, stage = _quoted(model._meta.db_table), self.name(model)
            if _postgresql():  # SQLite has locked the whole register
                staged = f"SELECT stage_number FROM {stage} WHERE stage_version IS NOT NULL"
                locked = f"SELECT id FROM {table} WHERE id IN ({staged}) ORDER BY id FOR UPDATE"
                self._run(f"SELECT COUNT(*) FROM ({locked}) locked")
            rows = self._run(
                f"SELECT s.stage_number FROM {stage} s LEFT JOIN {table} t ON t.id = s.stage_number "
                f"WHERE s.stage_version IS NOT NULL AND (t.version IS NULL OR t.version <> s.stage_version)"
            )
            if rows:
                found[model] = [number for (number,) in rows]
        return found

    def rows(self, model: type[TrackedModel], where: str) -> dict[int, StagedRow]:
        """The staged rows of `model` that `where` is true of, by primary key, without their values."""
        sql = f"SELECT id, {', '.join(EXTRA)} FROM {self.name(model)} WHERE {where} ORDER BY stage_line, id"
        return {pk: StagedRow(*origin) for pk, *origin in self._run(sql) if pk is not None}

    def changed(
        self, model: type[PublishableModel], names: Sequence[str], *, published: bool = False
    ) -> dict[int, tuple[str, int, str]]:
        """The rows of `model` that go, or get another value in a field of `names`, before anything is written.

        Each with the table and line, and the first such field, "" where it goes. `published`: of those that are so.
        """
        of_model: Any = model._meta
        fields = [(name, _quoted(of_model.get_field(name).column)) for name in names]
        differs = "t.{0} IS DISTINCT FROM s.{0}" if _postgresql() else "t.{0} IS NOT s.{0}"
        cases = " ".join(f"WHEN {differs.format(column)} THEN '{name}'" for name, column in fields)
        condition = f" AND t.status = '{Status.PUBLISHED}'" if published else ""
        first = f"CASE WHEN s.stage_op = '{DELETE}' THEN '' {cases} END"
        rows = self._run(
            f"SELECT t.id, s.stage_table, s.stage_line, {first} FROM {self.name(model)} s "
            f"JOIN {_quoted(model._meta.db_table)} t ON t.id = s.stage_number "
            f"WHERE {first} IS NOT NULL{condition} ORDER BY s.stage_line, t.id"
        )
        return {pk: (table, line, column) for pk, table, line, column in rows}

    def still_pointing(self, model: type[TrackedModel], column: str, target: type[TrackedModel]) -> list[int]:
        """The rows of `model` that stay and whose `column` points to rows of `target` that are to go."""
        gone = self._gone(target)
        sql = f"SELECT id FROM {_quoted(model._meta.db_table)} WHERE {_quoted(column)} IN ({gone})"
        if model in self.models:
            turned = f"stage_op = '{UPDATE}' AND ({_quoted(column)} IS NULL OR {_quoted(column)} NOT IN ({gone}))"
            sql += f" AND id NOT IN (SELECT id FROM {self.name(model)} WHERE stage_op = '{DELETE}' OR {turned})"
        return [pk for (pk,) in self._run(f"{sql} ORDER BY id")]

    def write(self, user: Any, reason: str, moment: datetime) -> None:
        """Delete, update and create what is staged, with one history row for each.

        Raises:
            IntegrityError: a row contradicts another of the register; at the latest when the transaction ends.
        """
        self._number()
        user_id = getattr(user, "pk", None)
        for model in self.models:
            self._record(model, DELETE, user_id, reason, moment)
            self._run(f"DELETE FROM {_quoted(model._meta.db_table)} WHERE id IN ({self._gone(model)})")
        for model in self.models:
            self._update(model)
            self._record(model, UPDATE, user_id, reason, moment)
        for model in self.models:
            self._insert(model, CREATED)
            self._record(model, CREATE, user_id, reason, moment)

    def _gone(self, model: type[TrackedModel]) -> str:
        return f"SELECT id FROM {self.name(model)} WHERE stage_op = '{DELETE}'"

    def _number(self) -> None:
        """Give every new row the number it will have, and the links to it."""
        for model in self.models:
            table = model._meta.db_table
            if _postgresql():
                number = f"nextval(pg_get_serial_sequence('{_quoted(table)}', 'id'))"
            else:  # a number that a deleted row had is not given again
                used = f"COALESCE((SELECT seq FROM sqlite_sequence WHERE name = '{table}'), 0)"
                number = f"{used} - stage_number"
            self._run(f"UPDATE {self.name(model)} SET id = {number} WHERE id IS NULL AND {CREATED}")
        for model in self.models:
            for field in model._meta.concrete_fields:
                target: Any = field.related_model
                if target in self.models:
                    column = _quoted(field.column or "")
                    numbered = (
                        f"SELECT t.id FROM {self.name(target)} t WHERE t.stage_number = {self.name(model)}.{column}"
                    )
                    self._run(f"UPDATE {self.name(model)} SET {column} = ({numbered}) WHERE {column} < 0")

    def _update(self, model: type[TrackedModel]) -> None:
        table, changing = _quoted(model._meta.db_table), self._changing(model)
        of_model: Any = model._meta
        whose, *own = (_quoted(of_model.get_field(name).column) for name in model.key_fields)
        if {*own} & {*changing}:  # a database compares each with those that have not moved yet
            changing = [*dict.fromkeys([*changing, whose])]
            moving = f"SELECT id FROM {self.name(model)} WHERE stage_op = '{UPDATE}'"
            self._run(f"UPDATE {table} SET {whose} = -id WHERE id IN ({moving})")
        values = ", ".join(f"{column} = s.{column}" for column in changing)
        staged = f"{self.name(model)} s WHERE {table}.id = s.id AND s.stage_op = '{UPDATE}'"
        if values:
            self._run(f"UPDATE {table} SET {values} FROM {staged}")

    def _changing(self, model: type[TrackedModel]) -> list[str]:
        """The columns in which any staged row differs from what it replaces: each one less spares its indexes."""
        columns = _columns(model)
        differs = "t.{0} IS DISTINCT FROM s.{0}" if _postgresql() else "t.{0} IS NOT s.{0}"
        told = ", ".join(f"MAX(CASE WHEN {differs.format(column)} THEN 1 ELSE 0 END)" for column in columns)
        both = f"{self.name(model)} s JOIN {_quoted(model._meta.db_table)} t ON t.id = s.id"
        (found,) = self._run(f"SELECT {told} FROM {both} WHERE s.stage_op = '{UPDATE}'")
        return [column for column, changes in zip(columns, found, strict=True) if changes]

    def _insert(self, model: type[TrackedModel], where: str) -> None:
        names = ", ".join(["id", *_columns(model)])
        self._run(
            f"INSERT INTO {_quoted(model._meta.db_table)} ({names}) "
            f"SELECT {names} FROM {self.name(model)} WHERE {where} ORDER BY id"
        )

    def _record(self, model: type[TrackedModel], op: str, user_id: int | None, reason: str, moment: datetime) -> None:
        history: Any = model.history.model
        own = {field.name for field in model._meta.concrete_fields}
        names = [_quoted(field.column) for field in history._meta.concrete_fields if field.name in own]
        extra = ("history_date", "history_change_reason", "history_type", "history_user_id")
        # What is to go is not on the stage, but for its number.
        source = f"{self.name(model)} WHERE stage_op = '{op}'"
        if op == DELETE:
            source = f"{_quoted(model._meta.db_table)} WHERE id IN ({self._gone(model)})"
        self._run(
            f"INSERT INTO {_quoted(history._meta.db_table)} ({', '.join([*names, *extra])}) "
            f"SELECT {', '.join(names)}, %s, %s, %s, %s FROM {source} ORDER BY id",
            connection.ops.adapt_datetimefield_value(moment),
            reason,
            op,
            user_id,
        )


def _postgresql() -> bool:
    return connection.vendor == "postgresql"


def _columns(model: type[models.Model]) -> list[str]:
    return list(map(_quoted, column_names(model)))


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)
