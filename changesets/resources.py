"""The resource of a table: its columns as cells, and its rows for the export of the admin.

Imports go through a stored plan (`changesets.plan`), which reads the same cells.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import cache
from typing import Any

import tablib
from import_export.declarative import ModelDeclarativeMetaclass
from import_export.resources import ModelResource

from records.columns import Column, importable
from records.export.tables import export_order
from records.models import TrackedModel

from .plan.cells import Cell, table_cells


@cache
def table_resource(model: type[TrackedModel]) -> type[TableResource]:
    """The resource of `model`, whose fields are its importable columns."""
    fields = table_cells(model)
    options = {
        "model": model,
        "name": model._meta.verbose_name_plural,
        "fields": tuple(fields),
        "import_id_fields": model.key_fields,
    }
    meta = type("Meta", (), options)
    resource: Any = ModelDeclarativeMetaclass(f"{model.__name__}Resource", (TableResource,), {**fields, "Meta": meta})
    # In the order of the columns, which django-import-export has sorted by model.
    resource.fields = {name: resource.fields[name] for name in fields}
    return resource


class TableResource(ModelResource):
    """One table in and out. Use `table_resource(model)`."""

    fields: dict[str, Cell]

    def chosen(self, names: Collection[str] = ()) -> list[Column]:
        """The importable columns among `names`, in their order; all of them if none are named."""
        columns = importable(self._meta.model.columns())
        return [column for column in columns if not names or column.name in names]

    def ordered(self, queryset: Any) -> Any:
        """`queryset` by what its rows are part of."""
        # What a list loads beside its rows has no place among tuples.
        return queryset.prefetch_related(None).order_by(*export_order(self._meta.model))

    def export(self, queryset: Any = None, export_fields: Collection[str] = (), **kwargs: Any) -> Any:
        """The rows of `queryset` as the dataset that import-export passes around, all of them in memory."""
        columns = self.chosen(export_fields or ())
        rows = self._meta.model._default_manager.get_queryset() if queryset is None else queryset
        return tablib.Dataset(*self.ordered(rows).rows(columns), headers=[column.name for column in columns])

    def import_data(self, *args: Any, **kwargs: Any) -> Any:
        """Refuse: stock imports write what they read again and not what was previewed."""
        raise NotImplementedError("Imports go through a stored plan: changesets.")
