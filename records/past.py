"""What a record and its parts held at any moment, and what changed in between: read from their histories."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from functools import cache
from hashlib import sha256
from typing import Any, NamedTuple

from django.db import models
from django.db.models import Max
from django.utils.translation import gettext

from .dependents import relations_to
from .fields import DerivedField, value_in_words
from .models import Link, PublishableModel, TrackedModel

Key = tuple[type[Any], int]
# Longer texts are compared by their length and fingerprint.
MOST_SAID = 2_000
ADDED, CHANGED, REMOVED = "added", "changed", "removed"


def brief(value: Any) -> str:
    """The value in words; of a long text its length and fingerprint, so that no change of it is unseen."""
    said = str(value)
    if len(said) <= MOST_SAID:
        return said
    mark = sha256(said.encode()).hexdigest()[:12]
    return gettext("%(n)s words, fingerprint %(print)s") % {"n": len(said.split()), "print": mark}


class Part(NamedTuple):
    """A table whose rows are part of a record, with the column that leads to what they are part of, and that table."""

    model: type[Any]
    link: str
    owner: type[Any]


@cache
def parts_of(record: type[TrackedModel]) -> tuple[Part, ...]:
    """The tables whose rows are found by a record and deleted with it, by way of others too; owners come first."""
    found: list[Part] = []
    owners: list[type[Any]] = [record]
    for owner in owners:  # which grow meanwhile
        for relation in relations_to(owner):
            part, link = relation.related_model, relation.field
            goes_along = link.remote_field.on_delete is models.CASCADE
            if part.key_fields[0] == link.name and goes_along and part not in owners:
                owners.append(part)
                found.append(Part(part, link.attname, owner))
    return tuple(found)


def as_row(version: Any) -> Any:
    """The row that the `version` of a history tells of, as it was."""
    told = {field.attname for field in version._meta.concrete_fields}
    model = version.instance_type
    return model(**{f.attname: getattr(version, f.attname) for f in model._meta.concrete_fields if f.attname in told})


def values(row: Any) -> dict[str, Any]:
    """What `row` says of itself, by column: what follows from others, its number and version aside."""
    said = (f for f in row._meta.concrete_fields if not (f.primary_key or f.name == "version"))
    return {field.attname: getattr(row, field.attname) for field in said if not isinstance(field, DerivedField)}


Rows = dict[type[Any], dict[int, Any]]


class State:
    """The rows of one record and its parts at a moment, by table and number."""

    def __init__(self, record: type[PublishableModel], pk: int, rows: Rows) -> None:
        self.record, self.pk, self.rows = record, pk, rows

    def copy(self) -> State:
        return State(self.record, self.pk, {model: {**rows} for model, rows in self.rows.items()})

    @classmethod
    def now(cls, record: type[PublishableModel], pk: int) -> State:
        return cls.all_now(record, [pk])[pk]

    @classmethod
    def all_now(cls, record: type[PublishableModel], keys: Collection[int]) -> dict[int, State]:
        """As each of some records is: as many queries for many as for one."""
        rows: Rows = {record: {row.pk: row for row in record._default_manager.filter(pk__in=keys)}}
        for model, link, owner in parts_of(record):
            found = model._default_manager.filter(**{f"{link}__in": [*rows[owner]]}).order_by("pk")
            rows[model] = {row.pk: row for row in found}
        return {pk: cls(record, pk, rows)._alone() for pk in keys}

    @classmethod
    def before(cls, record: type[PublishableModel], pk: int, moment: datetime | None) -> State:
        """As it was just before `moment`; of None, nothing."""
        return cls.all_before(record, [pk], moment)[pk]

    @classmethod
    def all_before(
        cls, record: type[PublishableModel], keys: Collection[int], moment: datetime | None
    ) -> dict[int, State]:
        rows: Rows = {record: {}, **{part.model: {} for part in parts_of(record)}}
        for model, ids in ids_of(record, *keys) if moment else ():
            versions: Any = model.history
            last = versions.filter(id__in=ids, history_date__lt=moment).order_by().values("id")
            there = versions.filter(pk__in=last.annotate(last=Max("pk")).values("last")).exclude(history_type="-")
            rows[model] = {version.id: as_row(version) for version in there.order_by("id")}
        return {pk: cls(record, pk, rows)._alone() for pk in keys}

    def _alone(self) -> State:
        """Without the rows of other records that were read with it."""
        own = self.rows[self.record]
        alone = self.copy()
        alone.rows[self.record] = {self.pk: own[self.pk]} if self.pk in own else {}
        return alone.drop_strays()

    def drop_strays(self) -> State:
        """Without the rows that had been part of the record, and were part of another by then."""
        for model, link, owner in parts_of(self.record):
            own = self.rows[model]
            self.rows[model] = {pk: row for pk, row in own.items() if getattr(row, link) in self.rows[owner]}
        return self

    def unit_of(self, row: Any) -> Key:
        """The row that is seen and put back with `row`: itself, or what a link or reading belongs to."""
        while isinstance(row, Link):
            owner: Any = row._meta.get_field(row.key_fields[0])
            key = getattr(row, owner.attname)
            if key not in self.rows[owner.related_model]:
                return owner.related_model, key
            row = self.rows[owner.related_model][key]
        return type(row), row.pk

    def units(self) -> dict[Key, list[Any]]:
        """Each row that is no link, with the links and readings that belong to it."""
        found: dict[Key, list[Any]] = {}
        for model, rows in self.rows.items():
            for row in rows.values():
                found.setdefault(self.unit_of(row) if issubclass(model, Link) else (model, row.pk), []).append(row)
        return found


def ids_of(record: type[PublishableModel], *keys: int) -> Iterator[tuple[type[Any], Any]]:
    """Of each table of some records, the numbers of the rows that are or ever were of them: a list or a query."""
    ids: dict[type[Any], Any] = {record: keys}
    yield record, keys
    for model, link, owner in parts_of(record):
        history: Any = model.history
        ids[model] = history.filter(**{f"{link}__in": ids[owner]}).order_by().values("id")
        yield model, ids[model]


class Names:
    """What rows that others name are called, read in as many queries for many as for one."""

    def __init__(self) -> None:
        # None: nothing is known of it any more.
        self.rows: dict[Key, Any] = {}

    def load(self, rows: Iterable[Any], keys: Iterable[Key] = ()) -> None:
        """Learn the names of the rows `keys`, and of what `rows` point to, deleted or not."""
        asked = {*keys, *targets(rows)} - self.rows.keys()
        while asked:
            by_model: dict[type[Any], set[int]] = defaultdict(set)
            for model, pk in asked:
                by_model[model].add(pk)
            found = {(model, row.pk): row for model, keys in by_model.items() for row in _last_known(model, keys)}
            self.rows |= {key: found.get(key) for key in asked}
            asked = {*targets(found.values(), keys_only=True)} - self.rows.keys()

    def called(self, key: Key) -> str:
        """What the row `key` is called; a part without the record that it is part of."""
        row = self.rows.get(key)
        if row is None:
            return f"({key[1]})"
        part = not isinstance(row, PublishableModel) and len(row.key_fields) > 1
        return self.title(row, row.key_fields[0] if part else "")

    def title(self, row: Any, without: str = "") -> str:
        """What tells `row` from others; from others of the record to which its field `without` leads."""
        names = row.key_fields[:1] if row.within else row.key_fields
        fields = [row._meta.get_field(name) for name in names if name != without]
        if not without and not any(field.is_relation for field in fields):
            return str(row)
        return ", ".join(filter(None, (*(self.said(row, field) for field in fields), row.within)))

    def said(self, row: Any, field: Any) -> str:
        value = getattr(row, field.attname)
        match field:
            case _ if value is None or value == "":
                return ""
            case models.ForeignKey():
                return self.called((field.related_model, value))
            case models.BooleanField():
                return gettext("yes") if value else gettext("no")
        return brief(value_in_words(field, value))

    def values(self, key: Key, unit: Iterable[Any], without: str = "") -> dict[str, str]:
        """What a row and its links say in words, by field; `without` leads to what it is part of."""
        found: dict[str, str] = {}
        links: dict[type[Any], list[Any]] = defaultdict(list)
        for row in unit:
            if isinstance(row, Link):
                links[type(row)].append(row)
                continue
            for field in key[0]._meta.concrete_fields:
                left_out = field.primary_key or field.name in ("version", without)
                if not left_out and not isinstance(field, DerivedField):
                    found[field.name] = self.said(row, field)
        for many in key[0]._meta.many_to_many:
            through = many.remote_field.through
            if any(isinstance(row, key[0]) for row in unit) or links[through]:
                found[many.name] = "; ".join(sorted(self._linked(row, many, links) for row in links[through]))
        return found

    def _linked(self, row: Any, many: Any, links: dict[type[Any], list[Any]]) -> str:
        """What a link leads to, and how that reads the row it belongs to."""
        target = row._meta.get_field(many.m2m_reverse_field_name())
        read = [
            str(other)
            for model, rows in links.items()
            if model.key_fields[0] != many.m2m_field_name() and model is not type(row)
            for other in rows
            if getattr(other, f"{model.key_fields[0]}_id") == row.pk
            and model._meta.get_field(model.key_fields[0]).related_model is type(row)
        ]
        return self.said(row, target) + (f" ({'; '.join(read)})" if read else "")


def targets(rows: Iterable[Any], *, keys_only: bool = False) -> Iterator[Key]:
    """What `rows` point to, or what their keys do."""
    for row in rows:
        for field in row._meta.concrete_fields:
            if not field.is_relation or (keys_only and field.name not in row.key_fields):
                continue
            if (value := getattr(row, field.attname)) is not None:
                yield field.related_model, value


def _last_known(model: type[Any], keys: set[int]) -> Iterator[Any]:
    """The rows `keys`, those that are deleted as they were last."""
    there = {row.pk: row for row in model._default_manager.filter(pk__in=keys)}
    yield from there.values()
    if gone := keys - there.keys():
        history: Any = model.history
        last = history.filter(id__in=gone).order_by().values("id").annotate(last=Max("pk")).values("last")
        yield from (as_row(version) for version in history.filter(pk__in=last))


class Difference(NamedTuple):
    label: str
    old: str
    new: str
    name: str = ""  # of the field


class Change(NamedTuple):
    """One row of a record, with its links, as it was at one moment and at another; `own` is the record itself."""

    key: Key
    title: str
    change: str
    own: bool
    differences: list[Difference]
    row: Any = None  # as it is at the other moment, or was last

    def leaving_out(self, name: str) -> Change:
        """Without what it says of the field `name`."""
        return self._replace(differences=[each for each in self.differences if each.name != name])

    @property
    def noun(self) -> Any:
        return self.key[0]._meta.verbose_name

    @property
    def mark(self) -> str:
        """What a form calls it by."""
        return f"{self.key[0]._meta.label_lower}:{self.key[1]}"


Pair = tuple[Key, list[Any], list[Any]]


def differing(then: State, now: State) -> list[Pair]:
    """The rows of which one moment holds something else than the other, as they were at both."""
    before, after = then.units(), now.units()
    keys = dict.fromkeys([*before, *after])
    pairs = [(key, before.get(key, []), after.get(key, [])) for key in keys]
    return [pair for pair in pairs if _signature(pair[1]) != _signature(pair[2])]


def _signature(unit: list[Any]) -> set[Any]:
    return {(type(row), row.pk, *values(row).items()) for row in unit}


def in_words(record: type[PublishableModel], pairs: Iterable[Pair], names: Names) -> list[Change]:
    """What the `pairs` differ in, in words; their `names` are loaded."""
    links = {part.model: part.link.removesuffix("_id") for part in parts_of(record)}
    found = []
    for key, before, after in pairs:
        link = links.get(key[0], "")
        said = {name: (old, "") for name, old in (names.values(key, before, link) if before else {}).items()}
        for name, new in (names.values(key, after, link) if after else {}).items():
            said[name] = (said.get(name, ("", ""))[0], new)
        shown = [
            Difference(str(key[0]._meta.get_field(name).verbose_name), old, new, name)
            for name, (old, new) in said.items()
            if old != new
        ]
        row = next((row for row in (*after, *before) if not isinstance(row, Link)), None)
        change = CHANGED if before and after else ADDED if after else REMOVED
        found.append(Change(key, names.title(row, link) if row else "", change, key[0] is record, shown, row))
    return found
