"""Two records that are one: what points to the one moves to the other, which takes over its names and its address."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from records.dependents import relations_to
from records.models import Link, PublishableModel, Record, Status, TrackedModel
from records.past import values

from .at_once import Changes


class Merge:
    """Stages on `changes` that `lose` becomes one with `keep`, which gets the `values` by column.

    `moved` counts by table what points to `keep` from now on; `collisions` are pairs of rows that say the same: the
    sources of the second are added to the first, and it is left with the record it belongs to, or goes. Of two that are
    found by the same and say something else, `differing`, the second stays with `lose` and keeps its sources: no
    passage is attributed to what it does not carry. Only what is numbered moves all the same, under the next free
    number.
    """

    def __init__(self, changes: Changes, keep: Record, lose: Record, values: Mapping[str, Any]) -> None:
        self.changes = changes
        self.moved: Counter[type[TrackedModel]] = Counter()
        self.collisions: list[tuple[Any, Any]] = []
        self.differing: list[tuple[Any, Any]] = []
        self.touched: dict[tuple[type[Any], str], set[int]] = {}
        self.lost = lose.pk
        model: Any = type(keep)
        name = getattr(lose, "name", "")
        changes.update(keep, **dict(values) | dict(_loops(keep, lose)))
        changes.update(lose, status=Status.WITHDRAWN, merged_into_id=keep.pk)
        self._move(model, {lose.pk: keep}, going=False)
        self._keep_name(keep, name)
        self._touch()

    def _move(self, model: type[TrackedModel], pairs: Mapping[int, Any], *, going: bool, parts: bool = True) -> None:
        """Let what points to the rows `pairs` of `model` point to those that they become one with.

        Without `parts`, what hangs by them stays.
        """
        for relation in relations_to(model):
            part, link = relation.related_model, relation.field
            if not parts and link.name == part.key_fields[0]:
                continue
            rows = [*part._default_manager.filter(**{f"{link.name}__in": list(pairs)}).order_by("pk")]
            if not rows:
                continue
            there = part._default_manager.filter(**{f"{link.name}__in": [keep.pk for keep in pairs.values()]})
            taken = {_key(row): row for row in map(self._as_it_will_be, there)}
            said = _said(part, [self._as_it_will_be(row) for row in (*rows, *taken.values())])
            colliding: dict[int, Any] = {}
            differing: dict[int, Any] = {}
            for row in map(self._as_it_will_be, rows):
                keep = pairs.get(getattr(row, link.attname))
                if keep is None or row.pk in self.changes.gone(part):
                    continue
                new = _key(row, **{link.attname: keep.pk})
                other, moved = taken.get(new), {link.attname: keep.pk}
                if other and said[row.pk] | moved != said[other.pk] | moved:
                    if part.key_fields != (link.name, "number"):
                        differing[row.pk] = other
                        self.differing.append((other, row))
                        continue
                    moved["number"] = 1 + max(each.number for each in (*rows, *taken.values()))
                    new = _key(row, **moved)
                if new in taken or _points_to_itself(row, link, keep):
                    colliding[row.pk] = taken.get(new)
                    self.collisions.append((taken.get(new), row))
                else:
                    taken[new] = row
                    self._note(part, row.pk)
                    self.changes.update(row, **moved)
                    self.moved[part] += 1
            self._leave(part, differing, {row.pk: row for row in rows})
            self._join(part, colliding, {row.pk: row for row in rows}, going=going or link.name != part.key_fields[0])

    def _as_it_will_be(self, row: Any) -> Any:
        return self.changes.after.get(type(row), {}).get(row.pk, row)

    def _join(self, part: Any, colliding: dict[int, Any], rows: dict[int, Any], *, going: bool) -> None:
        """Let rows become one with those that are there, if any; `going`: what is no record is deleted."""
        if not colliding:
            return
        going = going and not issubclass(part, PublishableModel)
        self._move(part, {pk: kept for pk, kept in colliding.items() if kept}, going=going)
        for pk in colliding:
            self._note(part, pk)
            row = self._as_it_will_be(rows[pk])
            if going:
                self._delete(row)
            elif issubclass(part, PublishableModel) and row.status == Status.PUBLISHED:
                self.changes.update(row, status=Status.WITHDRAWN)

    def _leave(self, part: Any, differing: dict[int, Any], rows: dict[int, Any]) -> None:
        """Let rows stay where they are; what names them as a part of the lost record names its like in the other."""
        if differing and not issubclass(part, PublishableModel):
            self._move(part, differing, going=False, parts=False)
        elif differing:
            for row in (self._as_it_will_be(rows[pk]) for pk in differing):
                if row.status == Status.PUBLISHED:
                    self.changes.update(row, status=Status.WITHDRAWN)

    def _delete(self, row: Any) -> None:
        """Take out a part, with the sources that no other took over."""
        for relation in relations_to(type(row)):
            part, link = relation.related_model, relation.field
            if link.name == part.key_fields[0]:
                for own in part._default_manager.filter(**{link.name: row.pk}):
                    if getattr(self._as_it_will_be(own), link.attname) == row.pk and own.pk not in self.changes.gone(
                        part
                    ):
                        self._delete(own)
        self.changes.delete(row)

    def _keep_name(self, keep: Any, name: str) -> None:
        """What the other was called becomes another name."""
        if not name or not hasattr(keep, "names") or name == keep.name:
            return
        names, link = keep.names.model, keep.names.field
        if not {*names.key_fields} <= {link.name, "kind", "name"}:
            return  # a name that says more than how something is called
        kind = {"kind": names.Kind.VARIANT} if "kind" in names.key_fields else {}
        there = names._default_manager.filter(**{f"{link.name}__in": [keep.pk, self.lost]})
        if name not in there.values_list("name", flat=True):
            self.changes.add(names(**{link.attname: keep.pk}, name=name, **kind))

    # What changes with its parts

    def _note(self, part: Any, pk: int) -> None:
        record, path = part.governing()
        if record is not part:
            self.touched.setdefault((part, path), set()).add(pk)

    def _touch(self) -> None:
        """Records of which parts change are new versions, so that a form that is open meanwhile is warned."""
        records: dict[type[Any], set[int]] = {}
        for (part, path), keys in self.touched.items():
            found = part._default_manager.filter(pk__in=keys).order_by().values_list(f"{path}pk", flat=True)
            records.setdefault(part.governing()[0], set()).update(found)
        for model, keys in records.items():
            for row in model._default_manager.filter(pk__in=keys - self.changes.after.get(model, {}).keys()):
                self.changes.update(row)


def _key(row: Any, **new: Any) -> tuple[Any, ...]:
    names = (row._meta.get_field(name).attname for name in row.key_fields)
    return tuple(new.get(name, getattr(row, name)) for name in names)


def _said(part: Any, rows: list[Any]) -> dict[int, dict[str, Any]]:
    """What the `rows` of `part` say, with what they are linked to, but for their sources and status."""
    said = {row.pk: {**values(row), "status": ""} for row in rows}
    for relation in relations_to(part):
        linked: Any = relation.related_model
        if issubclass(linked, Link) and len(linked.key_fields) > 1 and linked.key_fields[1] not in ("passage", "field"):
            first, second = (linked._meta.get_field(name).attname for name in linked.key_fields)
            if relation.field.attname == first:
                for owner, other in linked._default_manager.filter(**{f"{first}__in": [*said]}).values_list(
                    first, second
                ):
                    said[owner].setdefault(linked._meta.label, set()).add(other)
    return said


def _points_to_itself(row: Any, link: Any, keep: Any) -> bool:
    """Whether the row would say of `keep` that it follows, extends or is a unit of itself."""
    others = (f for f in row._meta.concrete_fields if f.is_relation and f.related_model is type(keep) and f is not link)
    return not isinstance(row, Record) and any(getattr(row, field.attname) == keep.pk for field in others)


def _loops(keep: Any, lose: Any) -> Iterator[tuple[str, Any]]:
    """What would lead from `keep` to itself: what is above the one that goes is above it instead."""
    for field in keep._meta.concrete_fields:
        if field.related_model is type(keep) and getattr(keep, field.attname) == lose.pk:
            above = getattr(lose, field.attname)
            yield field.attname, None if above == keep.pk else above


def choices(keep: Any, lose: Any) -> Iterator[Any]:
    """The fields of which a merge keeps one value or the other."""
    for field in keep._meta.concrete_fields:
        kept = field.primary_key or not field.editable or field.name in ("slug", "status")
        if not kept and getattr(keep, field.attname) != getattr(lose, field.attname):
            yield field
