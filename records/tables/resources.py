"""The import and export of a table, made from the columns of its model.

A file is taken whole or not at all. A column that is not in the file is left alone, an empty cell
clears, a row that says what is stored already is not touched; everything else goes through the
validation and the `save()` that forms use, and leaves its history.
"""

from __future__ import annotations

import logging
from functools import cache
from typing import Any

import tablib
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import DatabaseError, models, transaction
from django.utils.translation import gettext as _
from import_export.declarative import ModelDeclarativeMetaclass
from import_export.resources import ModelResource
from import_export.results import RowResult

from records.columns import importable
from records.models import StaleRecord, Traced
from records.roles import deciding, may_change

from .cells import Cell, Lookup, cells
from .headings import heading_problems
from .publication import Touched
from .reading import Fault, Refused, refused
from .results import Change, Refusal, TableResult
from .row_order import export_order, parents_first

logger = logging.getLogger(__name__)

REASON_LENGTH = 100  # of simple-history's column


@cache
def table_resource(model: type[Traced]) -> type[TableResource]:
    """The resource of `model`, whose fields are its importable columns."""
    fields = cells(model, importable(model.columns()))
    meta = type(
        "Meta",
        (TableResource.Meta,),
        {
            "model": model,
            "name": model._meta.verbose_name_plural,
            "fields": tuple(fields),
            "import_id_fields": model.key_fields,
        },
    )
    resource: Any = ModelDeclarativeMetaclass(f"{model.__name__}Resource", (TableResource,), {**fields, "Meta": meta})
    # In the order of the columns, which django-import-export has sorted by model.
    resource.fields = {name: resource.fields[name] for name in fields}
    return resource


class TableResource(ModelResource):
    """One table in and out. Use `table_resource(model)`.

    `import_data` takes `user` (None on the command line, which may do everything) and `file_name`,
    which stands in the history of every row it changes.
    """

    class Meta:
        use_transactions = True
        clean_model_instances = True
        skip_unchanged = True
        report_skipped = True

    fields: dict[str, Cell]

    # Export

    def export(self, queryset: Any = None, export_fields: Any = None, **kwargs: Any) -> Any:
        """The rows of `queryset` straight from the database, ordered by what they are part of."""
        model = self._meta.model
        rows = model._default_manager.get_queryset() if queryset is None else queryset
        names = export_fields or self.fields
        columns = [column for column in importable(model.columns()) if column.name in names]
        table = tablib.Dataset(headers=[column.name for column in columns])
        table.columns = columns
        # What a list loads beside its rows has no place among tuples.
        for row in rows.prefetch_related(None).order_by(*export_order(model)).rows(columns).iterator():
            table.append(row)
        return table

    # Import: the file

    def import_data(self, dataset: Any, dry_run: bool = False, **kwargs: Any) -> Any:
        kwargs["rollback_on_validation_errors"] = True  # all or nothing
        result = super().import_data(dataset, dry_run, **kwargs)
        result.problems = sorted(self.problems, key=lambda problem: problem.line)
        result.rows_in_file = self.rows_in_file
        for row in result.invalid_rows:
            row.number = self.lines[row.number - 1]
        result.invalid_rows.sort(key=lambda row: row.number)
        result.applied = not (dry_run or result.has_errors() or result.has_validation_errors())
        return result

    def handle_import_error(self, result: TableResult, error: Exception, raise_errors: bool = False) -> None:
        """Refuse the file as a whole, in a sentence."""
        if not isinstance(error, Refused):
            logger.error("A table of %s", self._meta.model._meta.label, exc_info=error)
            error = refused(_("The file could not be imported. The administrators' log says why."))
        self.problems += error.problems
        super().handle_import_error(result, error, raise_errors)

    @classmethod
    def get_result_class(cls) -> type[TableResult]:
        return TableResult

    @classmethod
    def get_error_result_class(cls) -> type[Refusal]:
        return Refusal

    @classmethod
    def get_diff_class(cls) -> type[Change]:
        return Change

    def before_import(self, dataset: Any, **kwargs: Any) -> None:
        self.lookup = Lookup()
        self.seen: dict[tuple[str | None, ...], int] = {}
        self.touched: dict[tuple[Any, ...], Touched] = {}
        self.problems: list[Fault] = []
        self.unread: dict[int, Fault] = getattr(dataset, "problems", {})
        self.lines = list(getattr(dataset, "lines", range(2, len(dataset) + 2)))
        self.rows_in_file = len(dataset)
        if not (dataset.headers or dataset):
            dataset.headers = list(self._meta.model.key_fields)  # `[]` is JSON for a table without rows
        if problems := heading_problems(self._meta.model, dataset.headers):
            del dataset[:]
            raise Refused(*problems)
        order = parents_first(self._meta.model, dataset, self.fields)
        rows = [dataset[at] for at in order]
        del dataset[:]
        dataset.extend(rows)
        self.lines = [self.lines[at] for at in order]

    def after_import(self, dataset: Any, result: TableResult, **kwargs: Any) -> None:
        if result.has_errors() or result.has_validation_errors():
            return  # what a refused row left out would only be told again
        for touched in self.touched.values():
            self.line = self.lines[touched.number - 1]
            if error := self._finish(touched, **kwargs):
                result.refuse(touched.number, touched.row, error)
                self.problems += self._row_problems(touched.row, error)

    def _finish(self, touched: Touched, **kwargs: Any) -> ValidationError | None:
        """Return why the record may not stay as the file leaves it, if it may not."""
        if touched.by_part:
            # A record whose parts changed is a new version: a form that was open meanwhile is told.
            try:
                with transaction.atomic():
                    touched.record = type(touched.record)._default_manager.get(pk=touched.record.pk)
                    self._sign(touched.record, **kwargs)
                    touched.record.save()
            except Exception as error:  # noqa: BLE001 -- as with a row, whatever it is refuses the file
                return self._explain(error)
        blockers = touched.blockers()
        return ValidationError({touched.column: blockers}) if blockers else None

    # Import: a row

    def import_row(self, row: dict[str, Any], instance_loader: Any, **kwargs: Any) -> RowResult:
        self.before: dict[str, str] = {}
        self.after: dict[str, str] = {}
        self.line = self.lines[kwargs["row_number"] - 1]
        result = super().import_row(row, instance_loader, **kwargs)
        if result.errors:
            result.validation_error = self._explain(result.errors.pop().error)
            result.import_type = RowResult.IMPORT_TYPE_INVALID
        if result.validation_error:
            self.problems += self._row_problems(row, result.validation_error)
        return result

    def _explain(self, error: Exception) -> ValidationError:
        if isinstance(error, StaleRecord):
            message = _("Somebody else changed this record at the same moment. Import the file again.")
        elif isinstance(error, DatabaseError):
            message = _("The database refuses this row: it contradicts another.")
        else:
            message = _("This row could not be read. The administrators' log says why.")
        logger.error("Line %s of a table of %s", self.line, self._meta.model._meta.label, exc_info=error)
        return ValidationError(message)

    def _row_problems(self, row: dict[str, Any], error: ValidationError) -> list[Fault]:
        if unread := self.unread.get(self.line):
            return [unread]
        by_column = error.message_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.messages}
        return [
            Fault(self.line, "" if name == NON_FIELD_ERRORS else name, row.get(name) or "", str(message))
            for name in dict.fromkeys((*self.fields, *by_column))
            for message in by_column.get(name, ())
        ]

    def before_import_row(self, row: dict[str, Any], **kwargs: Any) -> None:
        if unread := self.unread.get(self.line):
            message = ValidationError(unread.message)
            raise ValidationError({unread.column: [message]} if unread.column else message)

    def get_instance(self, instance_loader: Any, row: dict[str, Any]) -> Traced | None:
        blank = self._meta.model()
        lookup: dict[str, Any] = {}
        for name in self._meta.import_id_fields:
            try:
                value = self.fields[name].read((row[name] or "").strip(), blank, self.lookup)
            except ValidationError:
                return None  # `import_instance` says so, with whatever else is wrong
            lookup |= {f"{name}__isnull": True} if value is None else {name: value}
        links = [name for name in self._meta.import_id_fields if self.fields[name].field.is_relation]
        return self._meta.model._default_manager.filter(**lookup).select_related(*links).first()

    def after_init_instance(self, instance: Traced, new: bool, row: Any, **kwargs: Any) -> None:
        user = kwargs.get("user")
        self.allowed = user is None or new or may_change(user, instance)
        if new:
            return
        columns = [column for column in importable(type(instance).columns()) if column.name in row]
        stored = type(instance)._default_manager.filter(pk=instance.pk).rows(columns).get()
        self.before = {
            column.name: self.fields[column.name].stored(value) for column, value in zip(columns, stored, strict=True)
        }

    def import_instance(self, instance: Traced, row: dict[str, Any], **kwargs: Any) -> None:
        self.values: dict[str, Any] = {}
        errors: dict[str, Any] = {}
        for name, cell in self.fields.items():
            if row.get(name) is None:
                continue
            text = row[name].strip()
            try:
                value = cell.read(text, instance, self.lookup)
            except ValidationError as error:
                errors[name] = error.messages
                continue
            self.after[name] = cell.written(text, value)
            self.values[name] = value
            if not cell.after_save:
                cell.put(instance, value)
        self._refuse_twin(errors)
        if errors:
            raise ValidationError(errors)

    def _refuse_twin(self, errors: dict[str, Any]) -> None:
        keys = self._meta.import_id_fields
        key = tuple(self.after.get(name) for name in keys)
        if None in key:
            return
        if first := self.seen.get(key):
            errors[keys[0]] = [_("Line %(line)s of the file is about the same record.") % {"line": first}]
        self.seen.setdefault(key, self.line)

    def skip_row(self, instance: Any, original: Any, row: Any, import_validation_errors: Any = None) -> bool:
        return bool(self.before) and not import_validation_errors and self.after.items() <= self.before.items()

    def validate_instance(
        self, instance: Traced, import_validation_errors: Any = None, validate_unique: bool = True
    ) -> None:
        """As `full_clean`, but what a constraint refuses is told of the columns it speaks of."""
        errors: dict[str, Any] = dict(import_validation_errors or {})
        try:
            instance.full_clean(exclude=errors.keys(), validate_constraints=False)
        except ValidationError as error:
            errors = error.update_error_dict(errors)
        for constraint in instance._meta.constraints:
            try:
                constraint.validate(type(instance), instance, exclude=set(errors))
            except ValidationError as error:
                errors.setdefault(self._column_of(constraint), []).extend(error.error_list)
        if errors:
            raise ValidationError(errors)

    def _column_of(self, constraint: models.BaseConstraint) -> str:
        """The first column it speaks of, of those in the file if any is."""
        condition = getattr(constraint, "condition", None)
        named = getattr(constraint, "fields", ()) or (condition.referenced_base_fields if condition else ())
        return next((name for name in (*self.after, *self.fields) if name in named), NON_FIELD_ERRORS)

    def before_save_instance(self, instance: Traced, row: dict[str, Any], **kwargs: Any) -> None:
        user = kwargs.get("user")
        if user is not None and not (self.allowed and may_change(user, instance)):
            column = "status" if "status" in self.fields else self._meta.import_id_fields[0]
            raise ValidationError({column: _("You may not do this: publishers change what is published.")})
        self._sign(instance, **kwargs)
        record = deciding(instance)
        if (key := record.natural_key()) not in self.touched:
            column = "status" if "status" in self.after else self._meta.import_id_fields[0]
            by_part = record is not instance
            self.touched[key] = Touched(record, kwargs["row_number"], row, column, by_part=by_part)

    def _sign(self, row: Any, **kwargs: Any) -> None:
        # No request may be near (a command, a background job) to tell the history who it was.
        row._history_user = kwargs.get("user")
        row._change_reason = f"import {kwargs.get('file_name') or ''}".strip()[:REASON_LENGTH]

    def save_m2m(self, instance: Traced, row: dict[str, Any], **kwargs: Any) -> None:
        for name, value in self.values.items():
            if self.fields[name].after_save and self.after[name] != self.before.get(name, ""):
                self.fields[name].put(instance, value)
