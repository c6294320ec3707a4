"""Asking the checks: of some records with their parts, or of the whole register."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

from django.apps import apps
from django.db import models
from django.utils.text import capfirst

from records.fields import value_in_words
from records.models import PublishableModel, Status, TrackedModel

from .check import Check, Severity

# How many rows that break the same check are named where a record is judged; of others there are only more.
MOST_NAMED = 5
# How many other records a sentence about one links to: hundreds may go by almost the same name.
MOST_LINKED = 20


class Finding(NamedTuple):
    """A row that breaks a check of its model."""

    model: type[TrackedModel]
    check: Check
    pk: int


class Complaint(NamedTuple):
    """What a record breaks, as people are told: `parts` are the rows of it that do, none where it does itself.

    `records` are those that the sentence is about, the first of them if there are `more`.
    """

    severity: Severity
    sentence: str
    parts: str
    records: list[PublishableModel]
    more: bool = False

    @property
    def text(self) -> str:
        return f"{self.parts}: {self.sentence}" if self.parts else self.sentence

    def __str__(self) -> str:
        named = [*map(in_words, self.records), *["…"] * self.more]
        return f"{self.text} ({'; '.join(named)})" if named else self.text


# Of some records of one table, what each breaks.
Findings = dict[int, list[Finding]]


@cache
def checked_models() -> tuple[type[TrackedModel], ...]:
    """Every table that has checks, in the order of tables, those without a place of their own after their record."""
    found = [model for model in apps.get_models() if issubclass(model, TrackedModel) and model.checks()]

    def place(model: type[TrackedModel]) -> tuple[int, str]:
        return model.table_order or model.governing()[0].table_order, model.collection or f"~{model._meta.model_name}"

    return tuple(sorted(found, key=place))


@cache
def tables_of(record: type[PublishableModel]) -> tuple[tuple[type[TrackedModel], str], ...]:
    """The tables with checks whose rows `record` decides over, with the path to it: first its own."""
    found = [(model, path) for model in checked_models() for owner, path in [model.governing()] if owner is record]
    return tuple(sorted(found, key=lambda each: each[1] != ""))


def findings(record: type[PublishableModel], keys: Collection[int], *severities: str, hiding: bool = False) -> Findings:
    """What the rows `keys` of `record` and their parts break, of checks of these severities, whatever their status.

    `hiding`: and of those that are about what readers do not see.
    """
    found: Findings = defaultdict(list)
    for model, path in tables_of(record) if keys else ():
        rows = model._default_manager.filter(**{f"{path}pk__in": list(keys)}).order_by()
        for check in model.checks():
            if check.severity in severities or (hiding and check.hides):
                for owner, pk in dict.fromkeys(check.broken(rows).values_list(f"{path}pk", "pk")):
                    found[owner].append(Finding(model, check, pk))
    return dict(found)


@cache
def readers_of(target: type[TrackedModel]) -> tuple[tuple[type[TrackedModel], Check, str, str], ...]:
    """The checks that look at fields of `target` from rows of others: table, check, the way there, and the field."""
    found = []
    for model, check in all_checks():
        for path in check.reads:
            *steps, name = path.split("__")
            there: Any = model
            for step in steps:
                there = there._meta.get_field(step).related_model
            if there is target:
                found.append((model, check, "__".join(steps), name))
    return tuple(found)


def newly(before: Findings, after: Findings) -> Findings:
    """What of `after` was not there before: the doing of whoever wrote in between."""
    new = {key: [one for one in found if one not in before.get(key, ())] for key, found in after.items()}
    return {key: found for key, found in new.items() if found}


def complaints_of(found: Mapping[int, Sequence[Finding]]) -> dict[int, list[Complaint]]:
    """What is to be said of each of some records: a sentence a check, with the parts that break it.

    As many queries for many records as for one.
    """
    rows: dict[tuple[type[TrackedModel], Check], dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    for owner, broken in found.items():
        for model, check, pk in broken:
            rows[model, check][owner].append(pk)
    told: dict[int, list[Complaint]] = {owner: [] for owner in found}
    for (model, check), keys in rows.items():
        shown = [pk for each in keys.values() for pk in each[:MOST_NAMED]]
        loaded = {row.pk: row for row in with_keys(model._default_manager.filter(pk__in=shown).order_by("pk"))}
        named = check.named([*loaded.values()]) if loaded else {}
        figures = check.figures([*loaded.values()]) if loaded else {}
        for owner, each in keys.items():
            about = [*dict.fromkeys(record for pk in each[:MOST_NAMED] for record in named.get(pk, ()))]
            parts = _parts(model, each, loaded)
            said = " ".join([str(check.sentence), *(figures[pk] for pk in each[:MOST_NAMED] if pk in figures)])
            more = len(about) > MOST_LINKED
            told[owner].append(Complaint(check.severity, said, parts, about[:MOST_LINKED], more))
    return told


def complaints(found: Iterable[Finding]) -> list[Complaint]:
    return complaints_of({0: [*found]})[0]


def _parts(model: type[TrackedModel], keys: Sequence[int], loaded: Mapping[int, TrackedModel]) -> str:
    if issubclass(model, PublishableModel):
        return ""
    parts = [in_words(loaded[pk], part=True) for pk in sorted(keys[:MOST_NAMED])] + ["…"] * (len(keys) > MOST_NAMED)
    return f"{capfirst(str(model._meta.verbose_name_plural))} ({'; '.join(parts)})"


def in_words(row: TrackedModel, *, part: bool = False) -> str:
    """What people call `row`: one that joins others, by their names. Its key is loaded (`with_keys`).

    `part`: among others of the same record, which is not named.
    """
    values = {name: getattr(row, name) for name in row.key_fields}
    if not any(isinstance(value, TrackedModel) for value in values.values()):
        return str(row)
    first = row.key_fields[0]
    if part and isinstance(values[first], PublishableModel):
        del values[first]
    told = (
        in_words(value, part=part and name == first)
        if isinstance(value, TrackedModel)
        else str(value_in_words(row._meta.get_field(name), value))
        for name, value in values.items()
        if value and (name == first or not row.within)
    )
    return ", ".join(filter(None, (*told, row.within)))


def with_keys(rows: models.QuerySet) -> models.QuerySet:
    model: Any = rows.model
    paths = _key_paths(model)
    return rows.select_related(*paths) if paths else rows


@cache
def _key_paths(model: type[TrackedModel]) -> tuple[str, ...]:
    found: list[str] = []
    for name in model.key_fields:
        field: Any = model._meta.get_field(name)
        if field.is_relation:
            found += [name, *(f"{name}__{path}" for path in _key_paths(field.related_model))]
    return tuple(found)


def broken_rows(model: type[TrackedModel], check: Check) -> models.QuerySet:
    """The rows of the whole register that break `check` of `model` as they stand."""
    _record, path = model.governing()
    return check.broken(asked_of(model._default_manager.order_by("pk"), check, path))


def asked_of(rows: models.QuerySet, check: Check, path: str) -> models.QuerySet:
    """Those of `rows` that `check` is asked about as they stand, by the status of their record at `path`."""
    if check.severity == Severity.PUBLICATION:
        return rows.filter(**{f"{path}status": Status.PUBLISHED})
    if check.severity == Severity.WARNING:
        return rows.exclude(**{f"{path}status": Status.WITHDRAWN})
    return rows


def all_checks(chosen: Iterable[type[TrackedModel]] | None = None) -> Iterator[tuple[type[TrackedModel], Check]]:
    tables = checked_models() if chosen is None else chosen
    for severity in Severity:
        yield from ((model, check) for model in tables for check in model.checks() if check.severity == severity)


def name_of(model: type[TrackedModel], check: Check) -> str:
    return f"{model._meta.label_lower}.{check.name}"


def by_record(
    record: type[PublishableModel], found: Mapping[int, list[Finding]]
) -> Iterator[tuple[Any, list[Complaint]]]:
    told = complaints_of(found)
    for row in with_keys(record._default_manager.filter(pk__in=list(found)).order_by("pk")):
        yield row, told[row.pk]
