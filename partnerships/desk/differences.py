"""What a record holds, field by field and part by part, beside what readers see of it or saw last."""

from collections.abc import Iterable
from functools import cache
from typing import Any, NamedTuple

from django.apps import apps
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext

from records.checks.asking import with_keys
from records.dates import format_date
from records.fields import DerivedField, EDTFField
from records.models import Link, PublishableModel, Status, TrackedModel
from records.past import brief

# What everybody sees beside it.
LEFT_OUT = ("status", "version")


class Difference(NamedTuple):
    label: Any
    old: str
    new: str


ADDED, CHANGED, REMOVED, SAME = "added", "changed", "removed", ""


class Block(NamedTuple):
    """One row of a package, the record itself or a part of it, and what is new in it."""

    row: Any
    title: str
    change: str
    differences: list[Difference]

    @property
    def noun(self) -> Any:
        return self.row._meta.verbose_name

    @property
    def model(self) -> Any:
        return type(self.row)

    @property
    def pk(self) -> Any:
        return self.row.pk


def blocks(rows: Iterable[Any], began: Any = None) -> dict[Any, list[Block]]:
    """Of each of some records of one table: itself and its parts, with what is new in them.

    That is what readers have not seen; or with `began` what has been changed since that moment.
    """
    records = {row.pk: row for row in rows}
    if not records:
        return {}
    model: Any = type(next(iter(records.values())))
    public = _before(model, records, began) if began else _last_public(model, records)
    own = _with_links(model).filter(pk__in=records)
    found = {row.pk: [_block(row, str(row), *public.get(row.pk, (None, None)))] for row in own}
    for part, link in parts_of(model):
        for row in with_keys(_with_links(part)).filter(**{f"{link}__in": list(records)}).order_by("pk"):
            found[getattr(row, f"{link}_id")].append(_block(row, _title(row, link), None, None, link))
        for pk, (_version, when) in public.items():
            _compare_parts(found[pk], part, link, pk, when or timezone.now())
    return {records[pk]: told for pk, told in found.items()}


@cache
def parts_of(record: Any) -> tuple[tuple[type[TrackedModel], str], ...]:
    """The tables whose rows are part of `record`, with their link to it; what joins rows is shown as a field."""
    found = [
        (model, path.removesuffix("__"))
        for model in apps.get_models()
        if issubclass(model, TrackedModel) and not issubclass(model, (Link, PublishableModel))
        for owner, path in [model.governing()]
        if owner is record
    ]
    return tuple(sorted(found, key=lambda each: each[0].table_order))


def _with_links(model: type[TrackedModel]) -> Any:
    fields: list[Any] = [*model._meta.concrete_fields]
    links = [field.name for field in fields if field.is_relation]
    many = [field.name for field in model._meta.many_to_many]
    return model._default_manager.select_related(*links).prefetch_related(*many)


def _last_public(model: Any, keys: Iterable[int]) -> dict[int, tuple[Any, Any]]:
    """What readers last saw of the rows `keys`, if they ever did, and when it ceased to be public."""
    found: dict[int, tuple[Any, Any]] = {}
    for version in model.history.filter(id__in=list(keys)).order_by("history_date", "history_id"):
        if version.status == Status.PUBLISHED:
            found[version.id] = version, None
        elif version.id in found and found[version.id][1] is None:
            found[version.id] = found[version.id][0], version.history_date
    return found


def _before(model: type[TrackedModel], keys: Iterable[int], began: Any) -> dict[int, tuple[Any, Any]]:
    return {row.pk: (row, began) for row in model.history.as_of(began).filter(id__in=list(keys))}


def _compare_parts(told: list[Block], part: Any, link: str, pk: int, when: Any) -> None:
    """Tell of the parts of one record which were there `when` readers last saw it."""
    before = {row.pk: row for row in part.history.as_of(when).filter(**{link: pk})}
    for place, block in enumerate(told):
        if block.model is part:
            told[place] = _block(block.row, block.title, before.pop(block.pk, None), when, link)
    told += [
        Block(row, _title(row, link), REMOVED, [Difference(*each, "") for each in _said(row, link).items() if each[1]])
        for row in before.values()
    ]


def _title(row: Any, link: str) -> str:
    """What tells a part from the others of its record, in words."""
    fields = (row._meta.get_field(name) for name in row.key_fields if name != link)
    return ", ".join(filter(None, (_in_words(row, field) for field in fields)))


def _block(row: Any, title: str, old: Any, when: Any, link: str = "") -> Block:
    """What `row` says, or of a row that readers saw last as `old` and until `when` what it says otherwise."""
    new, known = _said(row, link), old is not None
    before = _said(old, link) | _linked_before(row, when or timezone.now()) if known else {}
    differences = [
        Difference(label, before.get(label, ""), value)
        for label, value in new.items()
        if (value or before.get(label)) and not (known and before.get(label) == value)
    ]
    return Block(row, title, (CHANGED if differences else SAME) if known else ADDED, differences)


def _linked_before(row: Any, when: Any) -> dict[str, str]:
    """What the links of `row` to many led to, in words as `_said` has them."""
    found = {}
    for field in row._meta.many_to_many:
        links = field.remote_field.through.history.as_of(when).filter(**{field.m2m_field_name(): row.pk})
        keys = [getattr(link, f"{field.m2m_reverse_field_name()}_id") for link in links]
        found[str(field.verbose_name)] = "; ".join(map(str, field.related_model._default_manager.filter(pk__in=keys)))
    return found


def _said(row: Any, link: str) -> dict[str, str]:
    """The values of `row` in words, by what they are called; `link` leads to what it is part of."""
    found: dict[str, str] = {}
    for field in row._meta.concrete_fields:
        unsaid = field.primary_key or field.name in (*LEFT_OUT, link) or field.name.startswith("history_")
        if not unsaid and not isinstance(field, DerivedField):
            found[str(field.verbose_name)] = _in_words(row, field)
    for field in row._meta.many_to_many:
        found[str(field.verbose_name)] = "; ".join(map(str, getattr(row, field.name).all()))
    return found


def _in_words(row: Any, field: Any) -> str:
    value = getattr(row, field.name)
    match field:
        case _ if value is None or value == "":
            return ""
        case EDTFField():
            return str(format_date(value))
        case models.BooleanField():
            return gettext("yes") if value else gettext("no")
    return brief(dict(field.flatchoices or ()).get(value, value))
