"""Values that no two rows may share, though no row is found by them, such as the code of an area.

Only parts of records have such values, and a plan never changes a part: it takes one away and makes another. So they
are judged by the register as the plan leaves it, and two records may exchange a value, or hand it on.
"""

from collections.abc import Callable, Iterator
from functools import cache
from itertools import groupby
from typing import Any, NamedTuple

from django.db import connection, models
from django.utils.translation import gettext as _

from records.models import TrackedModel

GOING_IN = "stage_op <> '-'"  # of the rows on a stage, see `changesets.plan.staging`
# Runs SQL and returns its rows.
Run = Callable[[str], list[tuple[Any, ...]]]


class Clash(NamedTuple):
    """The staged row of a line that may not have its value, and why.

    `holder`: the number of the row that has it, where that is not staged.
    """

    line: int
    holder: int | None
    message: str


@cache
def other_uniques(model: type[TrackedModel]) -> list[models.UniqueConstraint]:
    """The unique constraints of `model` but for its key, which no update changes."""
    return [
        constraint
        for constraint in model._meta.constraints
        if isinstance(constraint, models.UniqueConstraint)
        and constraint.fields
        and set(constraint.fields) != set(model.key_fields)
    ]


def clashes(model: type[TrackedModel], stage: str, run: Run) -> Iterator[Clash]:
    """The rows on `stage`, the table of what is planned for `model`, that take what another row keeps."""
    for constraint in other_uniques(model):
        told = str(constraint.get_violation_error_message())
        staged, stored, same = _both(model, constraint, stage)
        kept = run(
            f"SELECT s.stage_line, t.id FROM {staged} s JOIN {stored} t ON {same} "
            f"WHERE t.id NOT IN (SELECT stage_number FROM {stage}) ORDER BY s.stage_line"
        )
        yield from (Clash(line, holder, told) for line, holder in kept)
        columns = _columns(model, constraint)
        names = ", ".join(f"s.{column}" for column in columns)
        pairs = " AND ".join(f"s.{column} = o.{column}" for column in columns)
        twice = run(
            f"SELECT {names}, s.stage_line FROM {staged} s LEFT JOIN {stored} t "
            f"ON t.id = s.stage_number AND {same} WHERE EXISTS (SELECT 1 FROM {staged} o "
            f"WHERE {pairs} AND o.stage_number <> s.stage_number) "
            # Who has the value already keeps it.
            f"ORDER BY {names}, CASE WHEN t.id IS NULL THEN 1 ELSE 0 END, s.stage_line"
        )
        for _values, rows in groupby(twice, key=lambda row: row[: len(columns)]):
            (*_same, first), *others = rows
            also = _("%(sentence)s See line %(line)s of the file.") % {"sentence": told, "line": first}
            yield from (Clash(line, None, also) for *_same, line in others)


def _both(model: type[TrackedModel], constraint: models.UniqueConstraint, stage: str) -> tuple[str, str, str]:
    """The rows on stage and those in the register that `constraint` is about, and when two are the same."""
    condition = constraint._get_condition_sql(model, connection.schema_editor()) or "1 = 1"  # type: ignore[attr-defined]
    columns = _columns(model, constraint)
    names, table = ", ".join(columns), connection.ops.quote_name(model._meta.db_table)
    staged = f"(SELECT stage_number, stage_line, {names} FROM {stage} WHERE {GOING_IN} AND ({condition}))"
    stored = f"(SELECT id, {names} FROM {table} WHERE {condition})"
    return staged, stored, " AND ".join(f"t.{column} = s.{column}" for column in columns)


def _columns(model: type[TrackedModel], constraint: models.UniqueConstraint) -> list[str]:
    fields: list[Any] = [model._meta.get_field(name) for name in constraint.fields]
    return [connection.ops.quote_name(field.column) for field in fields]
