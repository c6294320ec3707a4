"""Migration operations."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from django.db.migrations.operations import AlterField
from django.db.migrations.operations.base import Operation


class Together(Operation):
    """Operations on a model each as one step: the same tables, but the models are rendered once.

    Every historical model has a foreign key to the user, so all our models hang together and Django
    renders all of them anew for each single operation: 70 times 70, half a minute of a first start.
    """

    reduces_to_sql = True

    def __init__(self, operations: list[Operation]) -> None:
        self.operations = operations

    def state_forwards(self, app_label: str, state: Any) -> None:
        with suppress(AttributeError):
            del state.apps  # a cached property: rendered again, whole, when it is asked for
        for operation in self.operations:
            operation.state_forwards(app_label, state)

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        for operation in self.operations:
            operation.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        for operation in reversed(self.operations):
            operation.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        return f"{type(self.operations[0]).__name__} on {len(self.operations)} models"


class CreateModels(Together):
    """Several `CreateModel`s as one step."""


class AlterTerms(AlterField):
    """An `AlterField` after which `db_check` is another one: Django changes it on SQLite, with the table, and nowhere else."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        super().database_forwards(app_label, schema_editor, from_state, to_state)
        connection = schema_editor.connection
        model = to_state.apps.get_model(app_label, self.model_name)
        if connection.vendor == "sqlite" or not self.allow_migrate_model(connection.alias, model):
            return
        field, quote = model._meta.get_field(self.name), connection.ops.quote_name
        table, of_model = quote(model._meta.db_table), {constraint.name for constraint in model._meta.constraints}
        with connection.cursor() as cursor:
            found = connection.introspection.get_constraints(cursor, model._meta.db_table)
        for name, constraint in found.items():
            if constraint["check"] and constraint["columns"] == [field.column] and name not in of_model:
                schema_editor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {quote(name)}")
        schema_editor.execute(f"ALTER TABLE {table} ADD CHECK ({field.db_check(connection)})")
