"""What each column of a table means: one answer for the data page, `datapackage.json` and the first sheet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from django.db import models
from django.db.models import F
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from records import dates
from records.columns import Column, public
from records.fields import BoundField, EDTFField
from records.models import TrackedModel

from .xlsx_writer import Sheet

EDTF = gettext_lazy("EDTF (ISO 8601-2), such as 2018-06, 2016?-08-03, 2014/2020 or [..2014-10-15]; empty: not known.")
BOUND = gettext_lazy("A day that bounds it; empty where it is open or not known.")
BOUND_TITLES = {"earliest": gettext_lazy("%(date)s, earliest day"), "latest": gettext_lazy("%(date)s, latest day")}

# The types of Table Schema and what a reader calls them; what is none of these is text.
TYPES: tuple[tuple[type[models.Field], str, Any], ...] = (
    (models.BooleanField, "boolean", gettext_lazy("true or false")),
    (models.IntegerField, "integer", gettext_lazy("whole number")),
    (models.DecimalField, "number", gettext_lazy("decimal number")),
    (models.DateField, "date", gettext_lazy("calendar day")),
    (models.TimeField, "time", gettext_lazy("time of day")),
)


@dataclass(frozen=True, slots=True)
class Meaning:
    """A column in words of the active language.

    `type` is that of Table Schema and `kind` what a reader calls it; `refers` names the table that its value, or each
    of `many` values, points to; `terms` are the values it may take, with their labels. `required`: never empty.
    `edtf`: an uncertain date.
    """

    name: str
    title: str
    text: str
    type: str
    kind: str
    terms: tuple[tuple[str, str], ...]
    required: bool
    many: bool
    edtf: bool
    refers: str


def dictionary(model: type[TrackedModel]) -> list[Meaning]:
    return [_meaning(model, column) for column in public(model.columns())]


def titles(model: type[TrackedModel]) -> dict[str, str]:
    return {column.name: _meaning(model, column).title for column in model.columns()}


def table_title(model: type[TrackedModel]) -> str:
    return capfirst(str(model._meta.verbose_name_plural))


def value_field(model: type[models.Model], column: Column) -> Any:
    """The field that says what values a column has; None for texts that no field describes."""
    if column.source is None:
        return model._meta.get_field(column.name)
    source: Any = column.source
    return None if isinstance(source, F) else source.output_field


def _meaning(model: type[TrackedModel], column: Column) -> Meaning:
    own: Any = None if column.derived and column.source is not None else model._meta.get_field(column.name)
    field = value_field(model, column)
    refers = column.refers or (own.related_model.collection if own is not None and own.is_relation else "")
    terms = () if column.many else tuple((value, str(label)) for value, label in getattr(field, "flatchoices", ()))
    kind, words = next(((name, said) for of, name, said in TYPES if isinstance(field, of)), ("string", _("plain text")))
    if isinstance(own, EDTFField):
        words = _("uncertain date (EDTF)")
    elif column.many:
        words = _("several, separated by “;”")
    elif terms:
        words = _("one of the terms")
    elif refers:
        words = _("slug")
    return Meaning(
        name=column.name,
        title=_title(model, column, own),
        text=str(column.help or help_text(own)),
        type="string" if column.many else kind,
        kind=str(words),
        terms=terms,
        # A promise of the model keeps it from ever being empty.
        required=not (own is None or column.many or own.null or own.blank),
        many=column.many,
        edtf=isinstance(own, EDTFField),
        refers=refers,
    )


def _title(model: type[TrackedModel], column: Column, field: Any) -> str:
    if isinstance(field, BoundField):
        date = model._meta.get_field(field.sources[0]).verbose_name  # type: ignore[union-attr]
        return capfirst(BOUND_TITLES[field.bound] % {"date": date})
    return capfirst(str(column.label or field.verbose_name))


def help_text(field: Any) -> Any:
    if isinstance(field, BoundField):
        return BOUND
    text = getattr(field, "help_text", "")
    return EDTF if text is dates.HINT else text


# The package

NAME = "cooperation-agreements"
LICENCE = {
    "name": "CC-BY-4.0",
    "title": "Creative Commons Attribution 4.0 International",
    "path": "https://creativecommons.org/licenses/by/4.0/",
}
ABOUT = "about"


def descriptor(tables: Sequence[type[TrackedModel]], sources: Sequence[Mapping[str, str]]) -> dict[str, Any]:
    """The `datapackage.json` of the public tables, in the active language; see specs.frictionlessdata.io.

    `sources` are what the register was made from: each a title and, where there is one, a path.
    """
    created = timezone.make_aware(datetime.combine(dates.today(), time()))
    said = {
        "profile": "tabular-data-package",
        "name": NAME,
        "title": _("Register of cooperation agreements"),
        "description": _(
            "One row a record; what is known only in part is written as EDTF (ISO 8601-2); several values stand in "
            "one cell with “;” between them. A text that a spreadsheet would take for a formula has one ' before it."
        ),
        "created": created.isoformat(),
        "licenses": [LICENCE],
        "sources": list(sources),
        "resources": [_resource(model) for model in tables],
    }
    return {name: value for name, value in said.items() if value}


def _resource(model: type[TrackedModel]) -> dict[str, Any]:
    columns = dictionary(model)
    never_empty = {column.name for column in columns if column.required}
    # A primary key has no empty parts; a deployment is of a partner or of an area, and one of them is empty.
    key = list(model.key_fields)
    keys = {"primaryKey": key} if never_empty.issuperset(key) else {"uniqueKeys": [key]}
    return {
        "profile": "tabular-data-resource",
        "name": model.collection,
        "title": table_title(model),
        "path": f"{model.collection}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": {
            "fields": [_field(column) for column in columns],
            **keys,
            "foreignKeys": [_foreign_key(model, column) for column in columns if column.refers and not column.many],
            "missingValues": [""],
        },
    }


def _field(column: Meaning) -> dict[str, Any]:
    said: dict[str, Any] = {"name": column.name, "type": column.type, "title": column.title}
    form = f"{capfirst(column.kind)}." if column.many or column.edtf else ""
    if text := " ".join(filter(None, (column.text, form))):
        said["description"] = text
    constraints = {"required": column.required, "enum": [term for term, _label in column.terms]}
    if held := {name: value for name, value in constraints.items() if value}:
        said["constraints"] = held
    return said


def _foreign_key(model: type[TrackedModel], column: Meaning) -> dict[str, Any]:
    resource = "" if column.refers == model.collection else column.refers  # empty: this table itself
    return {"fields": column.name, "reference": {"resource": resource, "fields": "slug"}}


def about(tables: Sequence[type[TrackedModel]]) -> Sheet:
    """The sheet that says what each column of the public tables means, in the active language."""
    licence = f"{dates.today()}, {LICENCE['title']}, {LICENCE['path']}"
    rows = [("", "", _("Register of cooperation agreements"), "", licence, "")]
    for model in tables:
        rows.append((model.collection, "", table_title(model), "", "", ""))
        for column in dictionary(model):
            terms = "; ".join(f"{term} = {label}" for term, label in column.terms)
            rows.append((model.collection, column.name, column.title, column.kind, column.text, terms))
    return Sheet(ABOUT, [_("Table"), _("Column"), _("Name"), _("Type"), _("Meaning"), _("Terms")], rows)
