"""An applied import taken back, by a plan that is its opposite."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from changesets.models import UNDOABLE, Import, PlanWrites
from records.models import PublishableModel, Status, TrackedModel
from records.roles import OPEN, once_published, permissions

from .staging import CREATE, DELETE, UPDATE, column_names, value_fields

BATCH = 1000


class NotUndoable(Exception):
    """Why an import cannot be undone, in a sentence for its owner."""


def undo(upload: Import, user: Any) -> Import:
    """Return a confirmed import whose plan is the opposite of `upload`; applied, `upload` is undone.

    What changed since then is found when it is applied, as with every plan.

    Raises:
        NotUndoable: it was not applied, is cleared away, or published records that only a superuser deletes.
    """
    if upload.state != Import.State.APPLIED or not upload.writes.exists():
        raise NotUndoable(_("Only an applied import can be undone, and only while its plan is kept."))
    if upload.undoes:
        raise NotUndoable(_("What undoes an import is not undone itself: import the file again."))
    with transaction.atomic():
        former = Import.objects.select_for_update().filter(undoes=upload)
        if former.filter(state__in=(*Import.UNDER_WAY, Import.State.APPLIED)).exists():
            raise NotUndoable(_("Somebody is undoing it already."))
        former.delete()
        opposite = Import.objects.create(
            owner=user,
            file_name=_("undoing import %(number)s") % {"number": upload.pk},
            sha256=upload.sha256,
            table=upload.table,
            language=get_language() or upload.language,
            state=Import.State.PLANNED,
            expires_at=timezone.now() + UNDOABLE,
            needs=sorted({*upload.needs, *_deletions(upload)}),
            total=upload.created + upload.updated,
            updated=upload.created + upload.updated,
            undoes=upload,
        )
        for number, (model, rows) in enumerate(_opposites(upload, user)):
            columns = column_names(model)
            PlanWrites.objects.create(
                plan=opposite, run=opposite.run, number=number, model=model._meta.label, columns=columns, rows=rows
            )
    return opposite


def _deletions(upload: Import) -> set[str]:
    """The permissions to delete what the import created."""
    created = {writes.model for writes in upload.writes for row, _old in writes.rows if row[0] == CREATE}
    models: list[Any] = [apps.get_model(label) for label in created]
    return permissions("delete", *(model for model in models if issubclass(model, PublishableModel)))


def _opposites(upload: Import, user: Any) -> Iterator[tuple[type[TrackedModel], list[Any]]]:
    created: set[type[TrackedModel]] = set()
    for writes in upload.writes.order_by("number").iterator():
        model: Any = apps.get_model(writes.model)
        if writes.columns != column_names(model):
            raise NotUndoable(_("The tables have changed since: what it was before no longer fits them."))
        if any(row[0] == CREATE for row, _old in writes.rows):
            created.add(model)
        if rows := [_opposite(model, row, old) for row, old in writes.rows if row[0] != CREATE]:
            yield model, [(row, None) for row in rows]
    for model in created:
        yield from ((model, [(row, None) for row in rows]) for rows in _removals(model, upload, user))


def _opposite(model: type[TrackedModel], row: list[Any], old: list[Any] | None) -> list[Any]:
    op, line, version, _blame, number, table, *values = row
    if op == DELETE:
        return [CREATE, line, None, "", number, table, *values]
    values = list(old or ())
    if version is not None:
        # Versions only ever grow: the row as it was is a new one.
        names = [field.name for field in value_fields(model)]
        values[names.index("version")] = version + 2
        status = names.index("status")
        if row[len(row) - len(names) + status] == Status.PUBLISHED and values[status] in OPEN:
            values[status] = Status.WITHDRAWN  # what was published once is never a draft of before
        blame = "status" if values[status] == Status.PUBLISHED else ""
        return [UPDATE, line, version + 1, blame, number, table, *values]
    return [UPDATE, line, None, "", number, table, *values]


def _removals(model: type[TrackedModel], upload: Import, user: Any) -> Iterator[list[list[Any]]]:
    """The rows that the import created, found by their history: a plan does not know their numbers."""
    history: Any = model.history
    made = history.filter(history_change_reason=upload.reason, history_date=upload.applied_at, history_type=CREATE)
    keys = list(made.order_by("id").values_list("id", flat=True))
    nothing = [None] * len(value_fields(model))
    version = None
    if issubclass(model, PublishableModel):
        version = 1
        if user is not None and not user.is_superuser and once_published(model, keys):
            said = _("It published new records, which only an administrator deletes: withdraw them instead.")
            raise NotUndoable(said)
    for at in range(0, len(keys), BATCH):
        yield [[DELETE, 0, version, "", pk, model.collection, *nothing] for pk in keys[at : at + BATCH]]
