"""The django-import-export resource of a table: out as flat rows, in by way of a plan.

The library's own import writes a row at a time what it validates by forms of its own; here `import_data` plans the
rows as an upload is planned, with the same sentences, and applies the plan whole or not at all.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import cache
from typing import Any

import tablib
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils import timezone
from django.utils.translation import get_language
from import_export.exceptions import ImportError as ImportFailed
from import_export.fields import Field
from import_export.resources import ModelResource, modelresource_factory
from import_export.results import Error, Result, RowResult

from records.columns import Column, importable
from records.export.tables import export_order
from records.export.values import plain
from records.models import TrackedModel

from .models import KEPT, Import
from .plan.apply import apply, confirm
from .plan.planner import plan
from .plan.source import Fault, ListedRows, Source


@cache
def table_resource(model: type[TrackedModel]) -> type[TableResource]:
    """The resource of `model`, whose fields are its importable columns."""
    names = [column.name for column in importable(model.columns())]
    return modelresource_factory(
        model,
        resource_class=TableResource,
        meta_options={
            "name": model._meta.verbose_name_plural,
            "fields": tuple(names),
            "import_id_fields": model.key_fields,
        },
        custom_fields={name: Field(attribute=name, column_name=name) for name in names},
    )


class TableResource(ModelResource):
    """One table in and out. Use `table_resource(model)`."""

    def chosen(self, names: Collection[str] = ()) -> list[Column]:
        """The importable columns among `names`, in their order; all of them if none are named."""
        columns = importable(self._meta.model.columns())
        return [column for column in columns if not names or column.name in names]

    def ordered(self, queryset: Any) -> Any:
        # What a list loads beside its rows has no place among tuples.
        return queryset.prefetch_related(None).order_by(*export_order(self._meta.model))

    def export(self, queryset: Any = None, export_fields: Collection[str] = (), **kwargs: Any) -> Any:
        """The rows of `queryset` as the dataset that import-export passes around, all of them in memory."""
        columns = self.chosen(export_fields or ())
        rows = self._meta.model._default_manager.get_queryset() if queryset is None else queryset
        return tablib.Dataset(*self.ordered(rows).rows(columns), headers=[column.name for column in columns])

    def import_data(
        self,
        dataset: Any,
        dry_run: bool = False,
        raise_errors: bool = False,
        use_transactions: bool | None = None,
        collect_failed_rows: bool = False,
        *args: Any,
        user: Any = None,
        file_name: str = "",
        **kwargs: Any,
    ) -> Result:
        """Plan the rows of `dataset` with the rights of `user` (None: whoever runs the server), and apply the plan.

        It is applied whole or not at all, in a transaction whatever `use_transactions` says, and not with `dry_run`.
        An empty cell clears the column. Unlike the library's, the result of a refused import says of its valid
        rows what would have become of them.

        Raises:
            import_export.exceptions.ImportError: something was refused, if `raise_errors`.
        """
        collection = self._meta.model.collection
        headings, cells = list(dataset.headers or ()), [[plain(value) for value in row] for row in dataset]
        rows = ListedRows(headings, [*enumerate(cells, start=1)])
        changeset = Import.objects.create(
            owner=user,
            file_name=file_name or collection,
            table=collection,
            language=get_language() or "vi",
            expires_at=timezone.now() + KEPT,
        )
        try:
            plan(changeset, [Source(collection, collection, lambda: rows)])
            if not dry_run and confirm(changeset, user):
                apply(changeset)
            changeset.refresh_from_db()
            result = _result(changeset, headings, cells, failed=collect_failed_rows)
        finally:
            if changeset.state != Import.State.APPLIED:
                changeset.clear()
                changeset.delete()
        if raise_errors and (wrong := [*result.base_errors, *result.invalid_rows]):
            raise ImportFailed(wrong[0].error, number=wrong[0].number)
        return result


def _result(changeset: Import, headings: list[str], cells: list[list[str]], *, failed: bool) -> Result:
    result = Result()
    result.diff_headers = headings
    result.add_dataset_headers(headings)
    result.total_rows = len(cells)
    for _table, *fault in changeset.faults:
        result.append_base_error(Error(ValidationError(str(Fault(*fault)))))
    planned = {row["line"]: row for page in changeset.pages for row in page.rows}
    for number, texts in enumerate(cells, start=1):
        found = planned.get(number)
        row = RowResult()
        row.row_values = values = dict(zip(headings, texts, strict=False))
        row.diff = list(texts)
        if found is None:
            row.import_type = RowResult.IMPORT_TYPE_ERROR if result.base_errors else RowResult.IMPORT_TYPE_SKIP
        else:
            row.object_repr = found["key"]
            old = {column: before for column, before, _new in found["changes"] if before}
            row.diff = [f"{old[name]} → {text}" if name in old else text for name, text in values.items()]
            row.import_type = RowResult.IMPORT_TYPE_NEW if found["created"] else RowResult.IMPORT_TYPE_UPDATE
        if found and found["faults"]:
            row.import_type = RowResult.IMPORT_TYPE_INVALID
            messages: dict[str, list[str]] = {}
            for column, _value, message in found["faults"]:
                messages.setdefault(column or NON_FIELD_ERRORS, []).append(message)
            row.validation_error = ValidationError(messages)
            result.append_invalid_row(number, values, row.validation_error)
            if failed:
                result.append_failed_row(values, row.validation_error)
        result.append_row_result(row)
        result.increment_row_result_total(row)
    return result
