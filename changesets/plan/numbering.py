"""The numbers that new rows of a plan will have, given before the write transaction and settled in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from django.db import connection

from records.models import TrackedModel

NEW = "stage_op = '+'"  # of the rows on a stage, see `changesets.plan.staging`


class IdAllocation:
    """Numbers the new rows of staged `models`; `name` says what the stage of a model is called, `run` runs SQL."""

    def __init__(
        self, models: Sequence[type[TrackedModel]], name: Callable[[type[TrackedModel]], str], run: Callable[[str], Any]
    ) -> None:
        self.models, self.name, self.run = models, name, run
        # The last number that a row of the register had when new rows were given theirs.
        self.given: dict[type[TrackedModel], int] = {}

    def give(self) -> None:
        for model in self.models:
            self.given[model] = last = self._last(model)
            number = f"{last} - stage_number"
            if connection.vendor == "postgresql":
                number = f"nextval(pg_get_serial_sequence('{_quoted(model._meta.db_table)}', 'id'))"
            self.run(f"UPDATE {self.name(model)} SET id = {number} WHERE id IS NULL AND {NEW}")
        for model, column, target in self._links():
            numbered = f"SELECT t.id FROM {self.name(target)} t WHERE t.stage_number = {self.name(model)}.{column}"
            self.run(f"UPDATE {self.name(model)} SET {column} = ({numbered}) WHERE {column} < 0")

    def make_room(self) -> None:
        """Somebody else may have created rows since `give`: on SQLite they have the numbers meant for ours."""
        moved = {model: self._last(model) - last for model, last in self.given.items()}
        for model, by in moved.items():
            if by:
                self.run(f"UPDATE {self.name(model)} SET id = id + {by} WHERE stage_number < 0")
        for model, column, target in self._links():
            if by := moved[target]:
                ours = f"{column} > {self.given[target]}"
                self.run(f"UPDATE {self.name(model)} SET {column} = {column} + {by} WHERE {ours}")

    def _last(self, model: type[TrackedModel]) -> int:
        """The highest number that a row of `model` has or had; 0 on PostgreSQL, whose sequence gives none twice."""
        if connection.vendor == "postgresql":
            return 0
        table = model._meta.db_table
        ((last,),) = self.run(
            f"SELECT MAX(COALESCE((SELECT seq FROM sqlite_sequence WHERE name = '{table}'), 0), "
            f"COALESCE((SELECT MAX(id) FROM {_quoted(table)}), 0))"
        )
        return int(last)

    def _links(self) -> Iterator[tuple[type[TrackedModel], str, type[TrackedModel]]]:
        """The columns that point from one staged table to another, or to itself."""
        for model in self.models:
            for field in model._meta.concrete_fields:
                target: Any = field.related_model
                if target in self.models:
                    yield model, _quoted(field.column or ""), target


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)
