"""A row as a plan is to write it, and how it is kept with the plan until that is confirmed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

from django.apps import apps
from django.db import connection, models

from changesets.models import Import, PlanWrites

CREATE, UPDATE, DELETE = "+", "~", "-"
ACTIONS = {CREATE: "add", UPDATE: "change", DELETE: "delete"}  # as permissions call them
_AS_THEY_ARE = {str, int, bool, type(None)}


class TablesChanged(Exception):
    """The plan was made for tables that have other columns now."""


@dataclass(slots=True)
class StagedRow:
    """What to do (`op`) with one row, and where it comes from.

    `table` and `line`: of the source; 0 for none. `version`: that of the record when it was planned, None for rows
    without versions and new ones. `blame`: the column to blame if the rules of publishing refuse it, "" if they have
    no say. `number`: the primary key; negative if the row is to be created, and so is a link to it (see
    `changesets.plan.references`). `values`: of `value_fields`; `old`: what an update replaces.
    """

    op: str
    line: int
    version: int | None
    blame: str
    number: int
    table: str
    values: Sequence[Any] = ()
    old: Sequence[Any] | None = field(default=None, kw_only=True)

    def origin(self) -> list[Any]:
        """All but the values, in the order of the columns of a stage."""
        return [self.op, self.line, self.version, self.blame, self.number, self.table]


def store(changeset: Import, number: int, model: type[models.Model], rows: Sequence[StagedRow]) -> None:
    PlanWrites.objects.create(
        plan=changeset,
        run=changeset.run,
        number=number,
        model=model._meta.label,
        columns=column_names(model),
        rows=[([*row.origin(), *row.values], row.old) for row in rows],
    )


def stored(changeset: Import) -> Iterator[tuple[type[Any], list[StagedRow]]]:
    """The parts of the plan of `changeset` in their order.

    Raises:
        TablesChanged: the values no longer fit.
    """
    for writes in changeset.writes.order_by("number").iterator():
        model: Any = apps.get_model(writes.model)
        if writes.columns != column_names(model):
            raise TablesChanged
        yield (
            model,
            [
                StagedRow(op, line, version, blame, number, table, values, old=old)
                for (op, line, version, blame, number, table, *values), old in writes.rows
            ],
        )


@cache
def value_fields(model: type[models.Model]) -> list[models.Field]:
    return [column for column in model._meta.concrete_fields if not column.primary_key]


def column_names(model: type[models.Model]) -> list[str]:
    return [column.column or "" for column in value_fields(model)]


def values_of(row: models.Model) -> list[Any]:
    """The values of `row` as both databases take them and JSON keeps them, those that follow from others worked out."""
    fields = value_fields(type(row))
    return _prepared([getattr(row, column.attname) for column in fields], fields)


def stored_values_of(row: models.Model) -> list[Any]:
    """The same of a row from the database, those that follow from others as they were."""
    fields = value_fields(type(row))
    return _prepared([row.__dict__[column.attname] for column in fields], fields)


def _prepared(values: Sequence[Any], fields: Sequence[models.Field]) -> list[Any]:
    return [
        value
        if (kind := type(value)) in _AS_THEY_ARE
        else value.isoformat()
        if kind is date
        else column.get_db_prep_save(value, connection)
        for column, value in zip(fields, values, strict=True)
    ]
