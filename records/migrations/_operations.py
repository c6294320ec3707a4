"""Migration operations."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

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
