"""Rows that somebody chose on a page to create, change and delete: one changeset, written at once or not at all."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import Max
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from changesets.models import UNDOABLE, Import
from records.checks.asking import in_words
from records.models import Link, PublishableModel, Status, TrackedModel
from records.roles import UNPUBLISHED, permissions
from records.text import cut

from .apply import apply, confirm
from .report import faults_of
from .staged_rows import ACTIONS, CREATE, DELETE, UPDATE, StagedRow, store, stored_values_of, values_of


class NotDone(Exception):
    """Nothing is written, for these reasons."""

    def __init__(self, *reasons: str) -> None:
        super().__init__(*reasons)
        self.reasons = reasons


def new_changeset(owner: Any, kind: str, name: str, **values: Any) -> Import:
    """A changeset that can be undone for a time and is called `name`, in the language in which its owner works."""
    values |= {"language": get_language() or "vi", "expires_at": timezone.now() + UNDOABLE}
    return Import.objects.create(owner=owner, kind=kind, file_name=cut(name, 200), **values)


def write_at_once(changeset: Import) -> Import:
    """Confirm the planned `changeset` for its owner and write it.

    Raises:
        NotDone: and the changeset is gone.
    """
    if changeset.state == Import.State.PLANNED and confirm(changeset, changeset.owner):
        try:
            apply(changeset)
        except Exception:
            changeset.delete()  # nobody waits for it: whoever chose the rows chooses again
            raise
    if changeset.state != Import.State.APPLIED:
        reasons = [str(fault) for _table, fault in faults_of(changeset)]
        changeset.delete()
        raise NotDone(*dict.fromkeys(reasons))
    return changeset


class Changes:
    """What is to be done with rows together. Who changes a part changes its record, too: it is a new version."""

    def __init__(self, user: Any) -> None:
        self.user = user
        self.rows: dict[type[TrackedModel], dict[int, StagedRow]] = {}
        # The rows as they will be, to be looked at before.
        self.after: dict[type[TrackedModel], dict[int, Any]] = {}
        self.needs: set[str] = set()

    def create(self, row: Any) -> None:
        """Bring back a deleted `row` under its number: what was public waits for the step that makes it so again."""
        if isinstance(row, PublishableModel):
            history: Any = type(row).history
            # Versions only ever grow.
            row.version = (history.filter(id=row.pk).aggregate(last=Max("version"))["last"] or 0) + 1
            if row.status == Status.IN_REVIEW:
                row.status = Status.DRAFT
            elif row.status == Status.PUBLISHED:
                row.status = Status.WITHDRAWN
        self._add(CREATE, row, values_of(row))

    def update(self, row: Any, **new: Any) -> None:
        """Give `row`, as it is stored, the values `new` by column; called again, it gets those as well."""
        model = type(row)
        if row.pk in self.after.get(model, {}):  # a record whose parts change, too
            staged, row = self.rows[model][row.pk], self.after[model][row.pk]
            version, old = staged.version, staged.old
        else:
            version, old = None, stored_values_of(row)
            if isinstance(row, PublishableModel):
                self._may_publish(row)
                version, row.version = row.version, row.version + 1
                if row.status == Status.IN_REVIEW:  # what is approved is what was submitted
                    row.status = Status.DRAFT
        for name, value in new.items():
            setattr(row, name, value)
        blame = "status" if isinstance(row, PublishableModel) and row.status == Status.PUBLISHED else ""
        self._add(UPDATE, row, values_of(row), version=version, blame=blame, old=old)

    def delete(self, row: Any) -> None:
        before = self.rows.get(type(row), {}).get(row.pk)
        self._add(DELETE, row, [*before.old] if before and before.old else stored_values_of(row))
        self.after[type(row)].pop(row.pk)

    def add(self, row: Any) -> None:
        row.pk = -1 - len(self.rows.get(type(row), {}))
        self._add(CREATE, row, values_of(row))

    def gone(self, model: type[TrackedModel]) -> set[int]:
        """The rows of `model` that are taken out."""
        return {pk for pk, row in self.rows.get(model, {}).items() if row.op == DELETE}

    def _add(
        self, op: str, row: Any, values: list[Any], *, version: int | None = None, blame: str = "", old: Any = None
    ) -> None:
        model = type(row)
        if not issubclass(model, Link):
            self.needs |= permissions(ACTIONS[op], model)
        self._may_publish(row)
        staged = StagedRow(op, 0, version, blame, row.pk, model.governing()[0].collection, values, old=old)
        self.rows.setdefault(model, {})[row.pk] = staged
        self.after.setdefault(model, {})[row.pk] = row

    def _may_publish(self, row: Any) -> None:
        if isinstance(row, PublishableModel) and row.status not in UNPUBLISHED:
            self.needs |= permissions("publish", type(row))

    def lacking(self) -> list[type[PublishableModel]]:
        """The tables of published records that the user may not change."""
        records = [model for model in self.rows if issubclass(model, PublishableModel)]
        return [
            m for m in records if (need := permissions("publish", m)) <= self.needs and not self.user.has_perms(need)
        ]

    def carry_out(self, kind: str, name: str, as_of: datetime | None = None) -> Import:
        """Write all of it as one changeset that is called `name`; `as_of` if all becomes as it was then.

        Raises:
            NotDone: nothing is written.
        """
        counts = [row.op for rows in self.rows.values() for row in rows.values()]
        changeset = new_changeset(
            self.user,
            kind,
            name,
            state=Import.State.PLANNED,
            total=len(counts),
            created=counts.count(CREATE),
            updated=len(counts) - counts.count(CREATE),
            needs=sorted(self.needs),
            as_of=as_of,
        )
        for number, (model, rows) in enumerate(self.rows.items()):
            store(changeset, number, model, [*rows.values()])
        try:
            return write_at_once(changeset)
        except NotDone as refused:
            raise NotDone(*(dict.fromkeys(self._taken()) or refused.reasons)) from None

    def _taken(self) -> Iterator[str]:
        """The values of which there may be one alone that other rows hold."""
        said = _("%(label)s “%(value)s” is of %(noun)s “%(row)s” now: change that first, or leave this out.")
        for model, after in self.after.items():
            constraints = [each for each in model._meta.total_unique_constraints if each.fields]
            alone = [[field.name] for field in model._meta.concrete_fields if field.unique and not field.primary_key]
            others = model._default_manager.exclude(pk__in=[*after, *self.gone(model)])
            for names in (*alone, *(each.fields for each in constraints)):
                fields: list[Any] = [model._meta.get_field(name) for name in names]
                for row in after.values():
                    if other := others.filter(**{each.name: getattr(row, each.attname) for each in fields}).first():
                        label, value = fields[-1].verbose_name, getattr(other, fields[-1].name)
                        told = {"label": capfirst(str(label)), "value": value, "noun": model._meta.verbose_name}
                        yield said % {**told, "row": in_words(other)}
