"""What the public register says of itself: as `datapackage.json` and as the first sheet of its workbook."""

from collections.abc import Mapping, Sequence
from datetime import datetime, time
from typing import Any

from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from records import dates
from records.models import TrackedModel

from .data_dictionary import Meaning, dictionary, table_title
from .xlsx_writer import Sheet

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
