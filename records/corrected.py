"""Which versions in the histories are told as corrections (`records.corrections`): all of it is asked in one query.

So a page is filled with what is told, and what is hidden moves no line of any.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import cache
from typing import Any, NamedTuple

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Subquery, TextField, Value, When
from django.db.models.functions import Cast, Coalesce

from .columns import Today
from .fields import DerivedField
from .models import PublishableModel, Record, Status
from .past import parts_of

BACK = timedelta(days=365)


class Found(NamedTuple):
    """A version in the history of the table `table`, by which the row `record` of the table `noun` was corrected."""

    when: datetime
    noun: str
    record: int
    table: str
    version: int


@cache  # to write it takes longer than to ask it
def corrected(*records: type[Record]) -> QuerySet:
    """Those of a year in these tables and their parts as `Found`, the last first; what is of one moment by record."""
    first, *others = [_corrected(record, model, way) for record in records for model, way in _ways(record).items()]
    return first.union(*others, all=True).order_by("-history_date", "noun", "record", "table", "-history_id")


def told_fields(model: Any) -> list[Any]:
    """The fields of which every reader is told, but what says of which record or part a row is."""
    public = {column.name for column in model.columns() if not (column.staff or column.derived)}
    fields = [field for field in model._meta.concrete_fields if not isinstance(field, DerivedField)]
    if not model.collection:  # a part of what stands in the flat row of its record
        return [field for field in fields if not field.primary_key and field.name != model.key_fields[0]]
    own = "" if issubclass(model, Record) else model.key_fields[0]
    return [field for field in fields if field.name in public and field.name != own]


def _ways(record: type[Record]) -> dict[Any, tuple[str, ...]]:
    """The tables of a record and its parts, with the foreign keys that lead from there to the record."""
    ways: dict[Any, tuple[str, ...]] = {record: ()}
    for part in parts_of(record):
        ways[part.model] = (part.model.key_fields[0], *ways[part.owner])
    return ways


def _corrected(record: Any, model: Any, way: tuple[str, ...]) -> QuerySet:
    """The versions of rows of `model` that are told, of which the foreign keys `way` lead to a record."""
    rows = model.history.filter(history_date__gte=Today(-BACK))
    earlier = model.history.filter(id=OuterRef("id"), history_id__lt=OuterRef("history_id")).order_by("-history_id")
    rows = _comparable(rows.alias(earlier=Subquery(earlier.values("history_id")[:1])), model)
    rows, seen, today = _with_parents(rows, model, OuterRef("history_date"), "lte")
    before = _comparable(model.history.filter(history_id=OuterRef("earlier")), model)
    before, seen_before, _today = _with_parents(before, model, OuterRef(OuterRef("history_date")), "lt")
    names = (f"{each.name}_told" if each.null or each.is_relation else each.name for each in told_fields(model))
    altered = seen_before & ~Q(*((name, OuterRef(name)) for name in names))
    if model is record:
        rows = rows.annotate(record=Coalesce("merged_into_id", "id"))
        merged = model._base_manager.filter(merged_into__in=_public(model)).order_by().values("pk")
        told: Any = seen & Exists(before.filter(altered))
        told |= (
            Q(merged_into__isnull=False)
            & (Q(id__in=merged) | Q(id__in=_public(model)))
            & Exists(before.filter(seen_before))
        )
        told &= Q(history_type="~")
    else:
        moved = ~Q(**{way[0]: OuterRef(f"{way[0]}_id")})
        rows = rows.annotate(record=F(_alias(way)))
        told = seen & (Q(history_type="+") | Q(history_type="~") & Exists(before.filter(moved | altered)))
        if issubclass(model, PublishableModel):
            told &= Q(id__in=_public(model))
        told |= Q(history_type="-") & Exists(before.filter(seen_before))
    rows = rows.alias(status_before=_status(record, "record", OuterRef("history_date"), "lt"))
    rows = rows.filter(told & today, record__in=_public(record), status_before=Status.PUBLISHED)
    rows = rows.annotate(noun=Value(record._meta.label_lower), table=Value(model._meta.label_lower))
    return rows.order_by().values_list("history_date", "noun", "record", "table", "history_id")


def _public(model: Any) -> QuerySet:
    return model.objects.public().order_by().values("pk")


def _comparable(rows: QuerySet, model: Any) -> QuerySet:
    """Versions with what they tell readers where the column does not: links to what is public only, and no null."""
    for field in told_fields(model):
        text: Any = Coalesce(Cast(field.attname, TextField()), Value(""), output_field=TextField())
        if field.is_relation:
            shown = When(**{f"{field.name}__in": _public(field.related_model)}, then=text)
            text = Case(shown, default=Value(""), output_field=TextField())
        if field.null or field.is_relation:
            rows = rows.alias(**{f"{field.name}_told": text})
    return rows


def _with_parents(rows: QuerySet, model: Any, moment: Any, lookup: str) -> tuple[QuerySet, Q, Q]:
    """Versions with what they name; whether readers saw them at the `moment`, and whether all they name is public now.

    `lookup`: `lt` the moment, just before it, or `lte`.
    """
    seen = Q(status=Status.PUBLISHED) if issubclass(model, PublishableModel) else Q()
    today = Q()
    for path, field in _parents(model):
        name, target = _alias(path), field.related_model
        value: Any = F(field.attname)
        if len(path) > 1:
            above = _last(field.model, _alias(path[:-1]), moment, lookup)
            value = Subquery(above.values(field.attname)[:1])
        rows = rows.alias(**{name: value})
        none = Q(**{f"{name}__isnull": True}) if field.null else Q(pk__in=[])
        if issubclass(target, PublishableModel):
            rows = rows.alias(**{f"{name}_status": _status(target, name, moment, lookup)})
            seen &= Q(**{f"{name}_status": Status.PUBLISHED}) | none
        if issubclass(target, PublishableModel) or path[-1] != model.key_fields[0]:
            today &= Q(**{f"{name}__in": _public(target)}) | none
    return rows, seen, today


def _parents(model: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """The ways to all that has to be public for readers to see rows of `model`, each with its last foreign key."""
    for name in dict.fromkeys((*model.public_parents, *model.key_fields)):
        field = model._meta.get_field(name)
        if field.is_relation:
            yield (*path, name), field
            if name == model.key_fields[0] or not issubclass(field.related_model, PublishableModel):
                yield from _parents(field.related_model, (*path, name))


def _alias(path: tuple[str, ...]) -> str:
    return "_".join(("to", *path))


def _last(model: Any, name: str, moment: Any, lookup: str) -> QuerySet:
    """The versions of the row `name` of `model` until the `moment`, the last first."""
    versions = model.history.filter(id=OuterRef(name), **{f"history_date__{lookup}": moment})
    return versions.order_by("-history_date", "-history_id")


def _status(model: Any, name: str, moment: Any, lookup: str) -> Subquery:
    status = Case(When(history_type="-", then=Value("")), default=F("status"), output_field=TextField())
    return Subquery(_last(model, name, moment, lookup).values(then=status)[:1])
