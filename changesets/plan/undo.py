"""An applied import taken back, by a plan that is its opposite."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.models import IntegerField, Value
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from changesets.models import UNDOABLE, Import
from records.approval import last_edits
from records.models import PublishableModel, Status, TrackedModel
from records.roles import UNPUBLISHED, once_published, permissions

from .staged_rows import (
    CREATE,
    DELETE,
    UPDATE,
    StagedRow,
    TablesChanged,
    store,
    stored,
    stored_values_of,
    value_fields,
    values_of,
)

BATCH = 1000


class NotUndoable(Exception):
    """Why an import cannot be undone, in a sentence for its owner."""


class ReasonMissing(NotUndoable):
    """It would withdraw what is published, and nobody says why."""


def hindrance(upload: Import, user: Any) -> str:
    """Why `user` may not undo `upload`, as far as that is known before it is tried; empty where nothing hinders."""
    if upload.state != Import.State.APPLIED or not upload.writes.exists():
        return _("Only an applied import can be undone, and only while its plan is kept.")
    if upload.undoes:
        return _("What undoes an import is not undone itself: import the file again.")
    if public := published_of(upload):
        if user is not None and not user.has_perms(permissions("publish", *public)):
            return _("Some of it is published: only a publisher takes it back, by withdrawing it.")
    elif user is not None and not user.is_superuser:
        for name in set(upload.writes.order_by().values_list("model", flat=True)):
            model: Any = apps.get_model(name)
            if issubclass(model, PublishableModel) and once_published(model, _made(model, upload)):
                return _("Records that it made were published, which only an administrator deletes: withdraw them.")
    return ""


def undo(upload: Import, user: Any, why: str = "") -> Import:
    """Return a planned import whose plan is the opposite of `upload`; applied, `upload` is undone.

    What changed since then is found when it is applied, as with every plan. What an article says is taken back so
    until any of it is published; then that is withdrawn, and the rest stays.

    Raises:
        ReasonMissing: it withdraws what is published.
        NotUndoable: it was not applied, is cleared away, or published records that only a superuser deletes.
    """
    if reason := hindrance(upload, user):
        raise NotUndoable(reason)
    with transaction.atomic():
        former = Import.objects.select_for_update().filter(undoes=upload)
        if former.filter(state__in=(*Import.UNDER_WAY, Import.State.APPLIED)).exists():
            raise NotUndoable(_("Somebody is undoing it already."))
        former.delete()
        opposite = Import.objects.create(
            owner=user,
            # Who takes back a decision has changed no value; a proposal is taken back as what it did.
            kind=Import.Kind.FILE if upload.kind == Import.Kind.PROPOSAL else upload.kind,
            file_name=_("undoing import %(number)s") % {"number": upload.pk},
            sha256=upload.sha256,
            why=why,
            table=upload.table,
            language=get_language() or upload.language,
            state=Import.State.PLANNED,
            expires_at=timezone.now() + UNDOABLE,
            total=upload.created + upload.updated,
            updated=upload.created + upload.updated,
            undoes=upload,
        )
        needs = set(upload.needs)
        for number, (model, rows) in enumerate(_opposites(upload, why)):
            store(opposite, number, model, rows)
            if issubclass(model, PublishableModel) and rows[0].op == DELETE:
                needs |= permissions("delete", model)
        needs |= permissions("publish", *published_of(upload))
        opposite.needs = sorted(needs)
        opposite.save(update_fields=["needs"])
    return opposite


def published_of(upload: Import) -> dict[type[PublishableModel], list[Any]]:
    """Of the records that were made of an article, those that are published today."""
    found: dict[type[PublishableModel], list[Any]] = {}
    if upload.kind == Import.Kind.READING:
        for name in sorted(set(upload.writes.order_by().values_list("model", flat=True))):
            model: Any = apps.get_model(name)
            if issubclass(model, PublishableModel):
                made = _made(model, upload).order_by().values("id")
                if rows := [*model._default_manager.filter(pk__in=made, status=Status.PUBLISHED)]:
                    found[model] = rows
    return found


def _opposites(upload: Import, why: str) -> Iterator[tuple[type[TrackedModel], list[StagedRow]]]:
    if public := published_of(upload):
        _need(why)
        yield from ((model, [_withdrawn(row) for row in rows]) for model, rows in public.items())
        return
    created: dict[type[TrackedModel], None] = {}
    try:
        for model, rows in stored(upload):
            changed = [row for row in rows if row.op != CREATE]
            versions = _unedited(model, [row.number for row in changed if row.version is not None], upload)
            if opposites := [_opposite(model, row, versions.get(row.number), why) for row in changed]:
                yield model, opposites
            if len(opposites) < len(rows):
                created[model] = None
    except TablesChanged:
        raise NotUndoable(_("The tables have changed since: what it was before no longer fits them.")) from None
    for model in created:
        yield from ((model, rows) for rows in _removals(model, upload))


def _need(why: str) -> None:
    if not why:
        raise ReasonMissing(_("It withdraws what is published: say why."))


def _unedited(model: Any, keys: list[int], upload: Import) -> dict[int, int]:
    """Of the rows `keys`, the versions today of those that nobody edited since: steps are none, nor what is undone."""
    if not keys or not issubclass(model, PublishableModel):
        return {}
    unedited = [pk for pk, edit in last_edits(model, keys).items() if edit.when == upload.applied_at]
    return dict(model._default_manager.filter(pk__in=unedited, status__in=UNPUBLISHED).values_list("pk", "version"))


def _opposite(model: type[TrackedModel], row: StagedRow, now: int | None, why: str) -> StagedRow:
    """What takes `row` back; `now` is its version today, if nobody edited it since."""
    if row.op == DELETE:
        return StagedRow(CREATE, row.line, None, "", row.number, row.table, row.values)
    values, version, blame = list(row.old or ()), None, ""
    if row.version is not None:
        names = [field.name for field in value_fields(model)]
        # Versions only ever grow: the row as it was is a new one.
        version = now or row.version + 1
        values[names.index("version")] = version + 1
        status = names.index("status")
        if row.values[status] == Status.PUBLISHED and values[status] in UNPUBLISHED:
            values[status] = Status.WITHDRAWN  # what was published once is never a draft of before
        if row.values[status] == Status.PUBLISHED and values[status] == Status.WITHDRAWN:
            _need(why)
        blame = "status" if values[status] == Status.PUBLISHED else ""
    return StagedRow(UPDATE, row.line, version, blame, row.number, row.table, values)


def _withdrawn(row: PublishableModel) -> StagedRow:
    old, version = stored_values_of(row), row.version
    row.version, row.status = version + 1, Status.WITHDRAWN
    return StagedRow(UPDATE, 0, version, "status", row.pk, row.collection, values_of(row), old=old)


def _removals(model: type[TrackedModel], upload: Import) -> Iterator[list[StagedRow]]:
    # What was deleted before and came back is not of the first version.
    version = "version" if issubclass(model, PublishableModel) else Value(None, IntegerField())
    made = list(_made(model, upload).values_list("id", version))
    nothing = [None] * len(value_fields(model))
    for at in range(0, len(made), BATCH):
        batch = dict(made[at : at + BATCH])
        versions = batch | _unedited(model, [*batch], upload)
        yield [StagedRow(DELETE, 0, version, "", pk, model.collection, nothing) for pk, version in versions.items()]


def _made(model: type[TrackedModel], upload: Import) -> Any:
    """The rows that the import created, found by their history: a plan does not know their numbers."""
    history: Any = model.history
    made = history.filter(history_change_reason=upload.reason, history_date=upload.applied_at, history_type=CREATE)
    return made.order_by("id").values_list("id", flat=True)
