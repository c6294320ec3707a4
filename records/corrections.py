"""What was corrected in published records: read from their histories, and of that only what every reader saw.

A change is told if the record was published before and after it and is public today, and the row changed was public at
both moments; of its values those of public columns, and of links only to what is public today. Who made it is not told.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.apps import apps
from django.db.models import OuterRef, Subquery, Value
from django.utils import timezone
from django.utils.text import capfirst

from .approval import reason_for_readers
from .models import Link, PublishableModel, Record, Status, TrackedModel
from .past import ADDED, CHANGED, REMOVED, Difference, Key, Names, as_row, targets

SHOWN = 50
# Nobody reads so far, and what is asked of the histories has an end.
MOST_PAGES = 100
BACK = timedelta(days=365)
# What is written with a record is its parts, one after the other.
TOGETHER = timedelta(seconds=10)
_HOW = {"+": ADDED, "~": CHANGED, "-": REMOVED}


class RowChange(NamedTuple):
    """`noun` and `title` are empty for the record itself."""

    noun: str
    title: str
    change: str
    differences: list[Difference]


class Correction(NamedTuple):
    record: Any
    when: datetime
    reason: str
    changes: list[RowChange]


def corrections(records: Collection[type[Record]], page: int) -> tuple[list[Correction], bool]:
    """The corrections of a year in public records of these tables on the page of this number; and if more follow.

    The last stands first. A page is of so many rows of the histories, of which some may have nothing that readers saw.
    """
    first, *others = [_changed(model) for model in apps.get_models() if _owner(model) in records]
    rows = first.union(*others, all=True).order_by("-history_date", "-history_id")
    found = [*rows[(page - 1) * SHOWN : page * SHOWN + 1]]
    versions = _loaded(found[:SHOWN])
    shown = _Shown(versions)
    told: list[Correction] = []
    last: tuple[Any, datetime] | None = None
    for version, before in versions:
        record = shown.record_of(version)
        change = shown.change(version, before)
        if record is None or not change:
            continue  # neither its hour nor its reason is told of what readers do not see
        if not last or last[0] != record or last[1] - version.history_date >= TOGETHER:
            told.append(Correction(record, version.history_date, "", []))
        last = record, version.history_date
        reason = told[-1].reason or reason_for_readers(version.history_change_reason)
        told[-1] = Correction(record, told[-1].when, reason, [change, *told[-1].changes])
    return told, len(found) > SHOWN and page < MOST_PAGES


def _owner(model: Any) -> Any:
    """The table of records to which rows of `model` belong as they are or by one step, if readers are told of them."""
    if not issubclass(model, TrackedModel) or issubclass(model, Link) or not model.collection:
        return None
    record, path = model.governing()
    return record if path.count("__") < 2 else None


def _link(model: Any) -> str:
    """The column of a history that says of which record a row is."""
    record, path = model.governing()
    return "id" if record is model else str(model._meta.get_field(path.removesuffix("__")).attname)


def _changed(model: Any) -> Any:
    """The versions of rows of `model` by which a record was changed while it was published."""
    record, link = model.governing()[0], _link(model)
    earlier = record.history.filter(id=OuterRef(link), history_date__lt=OuterRef("history_date"))
    status = earlier.order_by("-history_date", "-history_id").values("status")[:1]
    rows = model.history.filter(history_date__gte=timezone.now() - BACK)
    rows = rows.filter(**{f"{link}__in": record.objects.public().order_by().values("pk")})
    if record is model:
        rows = rows.filter(status=Status.PUBLISHED, history_type="~")
    rows = rows.alias(before=Subquery(status)).filter(before=Status.PUBLISHED).order_by()
    return rows.values_list("history_date", "history_id", Value(model._meta.label_lower))


def _loaded(found: Sequence[tuple[datetime, int, str]]) -> list[tuple[Any, Any]]:
    """The versions `found`, each with the one before it of the same row, if there was one."""
    keys: dict[str, list[int]] = defaultdict(list)
    for _date, pk, label in found:
        keys[label].append(pk)
    versions: dict[tuple[str, int], tuple[Any, Any]] = {}
    for label, numbers in keys.items():
        history: Any = apps.get_model(label).history
        before = history.filter(id=OuterRef("id"), history_id__lt=OuterRef("history_id")).order_by("-history_id")
        rows = [*history.filter(pk__in=numbers).annotate(before=Subquery(before.values("history_id")[:1]))]
        earlier = history.in_bulk([row.before for row in rows if row.before])
        versions |= {(label, row.pk): (row, earlier.get(row.before)) for row in rows}
    return [versions[label, pk] for _date, pk, label in found]


class _Shown:
    """What of versions readers may be told, asked of the database for all of them at once."""

    def __init__(self, versions: Iterable[tuple[Any, Any]]) -> None:
        pairs = [*versions]
        rows = [as_row(row) for pair in pairs for row in pair if row]
        keys: dict[Any, set[int]] = defaultdict(set)
        for row in rows:
            record = row.governing()[0]
            keys[record].add(getattr(row, _link(type(row))))
            for model, pk in targets([row]):
                keys[model].add(pk)
        self.public: dict[Key, Any] = {
            (model, row.pk): row for model, pks in keys.items() for row in model.objects.public().filter(pk__in=pks)
        }
        self.names = Names()
        self.names.load(self.public.values(), self.public)
        # Of what decides whether readers see a row: each change of its status.
        self.statuses: dict[Key, list[tuple[datetime, str, str]]] = defaultdict(list)
        for parent in {each for model in {type(row) for row in rows} for each in _parents(model)}:
            history: Any = parent.history
            told = history.filter(id__in=keys[parent]).order_by("history_id")
            for pk, *said in told.values_list("id", "history_date", "status", "history_type"):
                self.statuses[parent, pk].append((said[0], said[1], said[2]))

    def record_of(self, version: Any) -> Any:
        model = version.instance_type
        return self.public.get((model.governing()[0], getattr(version, _link(model))))

    def change(self, version: Any, before: Any) -> RowChange | None:
        """What readers saw change with `version`, which was `before`; None if nothing."""
        model, how = version.instance_type, _HOW[version.history_type]
        new = as_row(version) if how != REMOVED else None
        old = as_row(before) if before and how != ADDED else None
        row = new or old
        if row is None or not all(self._seen(each, version.history_date, each is new) for each in (old, new) if each):
            return None
        told = []
        for field in _fields(model):
            was, becomes = ("" if each is None else self._said(each, field) for each in (old, new))
            if was is not None and becomes is not None and was != becomes:
                told.append(Difference(str(field.verbose_name), was, becomes, field.name))
        if not told:
            return None
        if model.governing()[0] is model:
            return RowChange("", "", how, told)
        return RowChange(capfirst(str(model._meta.verbose_name)), self.names.title(row, row.key_fields[0]), how, told)

    def _said(self, row: Any, field: Any) -> str | None:
        """The value in words; None of a link to what is not public."""
        value = getattr(row, field.attname)
        hidden = field.is_relation and value is not None and (field.related_model, value) not in self.public
        return None if hidden else self.names.said(row, field)

    def _seen(self, row: Any, moment: datetime, after: bool) -> bool:
        """Whether what `row` is part of or names was public just before `moment` or just `after`, and is today."""
        for name in {*row.public_parents, *row.key_fields}:
            field: Any = row._meta.get_field(name)
            pk = getattr(row, field.attname) if field.is_relation else None
            if pk is None:
                continue
            key = field.related_model, pk
            then = [each for each in self.statuses[key] if each[0] < moment or (after and each[0] == moment)]
            _date, status, how = then[-1] if then else (None, "", "-")
            if key not in self.public or status != Status.PUBLISHED or how == "-":
                return False
        return True


def _parents(model: Any) -> Iterator[Any]:
    for name in {*model.public_parents, *model.key_fields}:
        if (field := model._meta.get_field(name)).is_relation and issubclass(field.related_model, PublishableModel):
            yield field.related_model


def _fields(model: Any) -> Iterator[Any]:
    """The fields of which every reader is told, but what says of which record a row is."""
    public = {column.name for column in model.columns() if not (column.staff or column.derived)}
    own = model.governing()[1].removesuffix("__")
    return (field for field in model._meta.concrete_fields if field.name in public and field.name != own)
