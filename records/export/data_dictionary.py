"""What each column of a table means: one answer for the data page, the data package and the workbook's first sheet."""

from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import F
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from records import dates
from records.columns import Column, public
from records.fields import BoundField, EDTFField
from records.models import TrackedModel

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
