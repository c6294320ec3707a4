"""What was corrected in published records: read from their histories, and of that only what every reader saw.

A change is told if the record was published before and after it and is public today, and what the row changed names was
public at both moments; of its values those of public columns, of links to what is not public today none, to what is
merged since by the name it had. What is linked to a row is told as its own. Who made a change is not told.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.apps import apps
from django.db.models import Max, OuterRef, Subquery
from django.utils.text import capfirst

from .approval import reason_for_readers
from .corrected import Found, corrected, told_fields
from .models import Link, Record, Status
from .past import ADDED, CHANGED, REMOVED, Difference, Key, Names, as_row

SHOWN = 50
# Nobody reads so far, and what is asked of the histories has an end.
MOST_PAGES = 100
# What is written with a record is its parts, one after the other.
TOGETHER = timedelta(seconds=10)
MERGED = "merged"
_HOW = {"+": ADDED, "~": CHANGED, "-": REMOVED}


class RowChange(NamedTuple):
    """`noun` and `title` are empty for the record itself."""

    key: Key
    noun: str
    title: str
    change: str
    differences: list[Difference]

    def of_columns(self) -> set[str]:
        """The columns of its own of which it tells."""
        fields = (self.key[0]._meta.get_field(each.name) for each in self.differences)
        return {field.name for field in fields if not field.many_to_many}


class Correction(NamedTuple):
    record: Any
    when: datetime
    reason: str
    changes: list[RowChange]


def corrections(records: Collection[type[Record]], page: int) -> tuple[list[Correction], bool]:
    """The corrections of a year in public records of these tables on the page of this number; and if more follow.

    The last stands first. A page is of so many rows of the histories.
    """
    found = [Found(*row) for row in corrected(*records)[(page - 1) * SHOWN : page * SHOWN + 1]]
    shown = _Shown(found[:SHOWN])
    told: list[Correction] = []
    last: tuple[Key, datetime] | None = None
    for each in found[:SHOWN]:
        version, before = shown.versions[each.table, each.version]
        change, key = shown.change(version, before), (apps.get_model(each.noun), each.record)
        if change is None or key not in shown.known:
            continue  # published, merged or moved to elsewhere in this very moment
        if not last or last[0] != key or last[1] - each.when >= TOGETHER:
            told.append(Correction(shown.known[key], each.when, "", []))
        last = key, each.when
        reason = told[-1].reason or reason_for_readers(version.history_change_reason)
        told[-1] = told[-1]._replace(reason=reason, changes=_with(change, told[-1].changes))
    return told, len(found) > SHOWN and page < MOST_PAGES


def _with(change: RowChange, later: list[RowChange]) -> list[RowChange]:
    """The change and what came after it; of one row in one, as long as no column says two things."""
    for at, each in enumerate(later):
        if each.key == change.key and not each.of_columns() & change.of_columns():
            how = each.change if change.change == CHANGED else change.change
            told = _joined([*change.differences, *each.differences])
            return [*later[:at], change._replace(change=how, differences=told), *later[at + 1 :]]
    return [change, *later]


def _joined(differences: list[Difference]) -> list[Difference]:
    """One of each column, with all that is linked or not any more."""
    found: dict[str, list[Difference]] = defaultdict(list)
    for each in differences:
        found[each.name].append(each)
    return [
        each[0]._replace(
            old="; ".join(one.old for one in each if one.old), new="; ".join(one.new for one in each if one.new)
        )
        for each in found.values()
    ]


class _Shown:
    """What of versions readers may be told, asked of the database for all of them at once."""

    def __init__(self, found: Sequence[Found]) -> None:
        self.versions = _loaded(found)
        rows = [as_row(version) for pair in self.versions.values() for version in pair if version]
        keys = {(apps.get_model(each.noun), each.record) for each in found}
        self.names = Names()
        self.names.load(rows, keys)
        by_model: dict[Any, set[int]] = defaultdict(set)
        for model, pk in self.names.rows:
            by_model[model].add(pk)
        self.known: dict[Key, Any] = {}
        for model, pks in by_model.items():
            if issubclass(model, Record):
                self.known |= self._merged(model, pks)
            self.known |= {(model, row.pk): row for row in model.objects.public().filter(pk__in=pks)}
        self.names.rows |= self.known

    def _merged(self, model: Any, pks: Collection[int]) -> dict[Key, Any]:
        """Those that are merged into a public one, as they were when readers saw them last."""
        merged = model._base_manager.filter(pk__in=pks, merged_into__in=model.objects.public().order_by())
        seen = model.history.filter(id__in=merged.values("pk"), status=Status.PUBLISHED).order_by().values("id")
        last = seen.annotate(last=Max("history_id")).values("last")
        return {(model, version.id): as_row(version) for version in model.history.filter(pk__in=last)}

    def change(self, version: Any, before: Any) -> RowChange | None:
        """What readers saw change with `version`, which was `before`; None if nothing."""
        model, how = version.instance_type, _HOW[version.history_type]
        row, old = as_row(version), as_row(before) if before and how != ADDED else None
        if issubclass(model, Record) and row.merged_into_id:
            return RowChange((model, row.pk), self._noun(row), self.names.called((model, row.pk)), MERGED, [])
        if old and how == CHANGED and not issubclass(model, Record):
            link = model._meta.get_field(model.key_fields[0]).attname
            if getattr(old, link) != getattr(row, link):  # it came from another record or part
                how, old = ADDED, None
        new = None if how == REMOVED else row
        row = new or old
        if row is None:
            return None
        if issubclass(model, Link):
            return self._of_link(row, old, new)
        told = []
        for field in told_fields(model):
            was, becomes = ("" if each is None else self._value(each, field) for each in (old, new))
            if was != becomes:
                was, becomes = ("" if each is None else self._said(each, field) for each in (old, new))
                told.append(Difference(str(field.verbose_name), was, becomes, field.name))
        return RowChange((model, row.pk), self._noun(row), self._title(row), how, told) if told else None

    def _of_link(self, row: Any, old: Any, new: Any) -> RowChange | None:
        owner, many = row, None
        while isinstance(owner, Link):
            link = type(owner)
            field: Any = link._meta.get_field(link.key_fields[0])
            found = (each for each in field.related_model._meta.many_to_many if each.remote_field.through is link)
            many = next(found, None)
            owner = self.names.rows.get((field.related_model, getattr(owner, field.attname)))
        was, becomes = ("" if each is None else self._linked(each) for each in (old, new))
        if owner is None or many is None or not (was or becomes):
            return None
        told = Difference(str(many.verbose_name), was, becomes, many.name)
        return RowChange((type(owner), owner.pk), self._noun(owner), self._title(owner), CHANGED, [told])

    def _linked(self, row: Any) -> str:
        """What a link leads to, or what a passage reads of a fact."""
        owner, target = (row._meta.get_field(name) for name in row.key_fields[:2])
        if target.is_relation:
            return self._said(row, target)
        citation = self.names.rows.get((owner.related_model, getattr(row, owner.attname)))
        passage = self._linked(citation) if citation else ""
        return f"{passage} ({row})" if passage else ""

    def _noun(self, row: Any) -> str:
        record = issubclass(type(row), Record) and not getattr(row, "merged_into_id", None)
        return "" if record else capfirst(str(row._meta.verbose_name))

    def _title(self, row: Any) -> str:
        """What tells a part from others of its record."""
        if isinstance(row, Record):
            return ""
        fields = (row._meta.get_field(name) for name in row.key_fields[1:])
        return ", ".join(filter(None, (self._said(row, field) for field in fields)))

    def _value(self, row: Any, field: Any) -> Any:
        value = getattr(row, field.attname)
        hidden = field.is_relation and (field.related_model, value) not in self.known
        return "" if hidden or value is None else value

    def _said(self, row: Any, field: Any) -> str:
        return "" if self._value(row, field) == "" else self.names.said(row, field)


def _loaded(found: Sequence[Found]) -> dict[tuple[str, int], tuple[Any, Any]]:
    """The versions `found`, each with the one before it of the same row, if there was one."""
    keys: dict[str, list[int]] = defaultdict(list)
    for each in found:
        keys[each.table].append(each.version)
    versions: dict[tuple[str, int], tuple[Any, Any]] = {}
    for label, numbers in keys.items():
        history: Any = apps.get_model(label).history
        before = history.filter(id=OuterRef("id"), history_id__lt=OuterRef("history_id")).order_by("-history_id")
        rows = [*history.filter(pk__in=numbers).annotate(before=Subquery(before.values("history_id")[:1]))]
        earlier = history.in_bulk([row.before for row in rows if row.before])
        versions |= {(label, row.pk): (row, earlier.get(row.before)) for row in rows}
    return versions
