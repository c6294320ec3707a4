"""A list as a workbook for people: names instead of keys, labels instead of terms, dates in words, columns explained.

What programs read keeps its keys and codes (`formats`); this is made to be looked at and is never imported.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from records import dates
from records.columns import SEPARATOR, Column
from records.fields import BoundField
from records.models import TrackedModel
from records.spoken import called

from .data_dictionary import LICENCE, Meaning, dictionary, table_title
from .formats import workbook
from .tables import tables
from .xlsx_writer import Sheet

READABLE = "readable"
LONGEST_TITLE = 31  # of a sheet
# The names that so many rows use are looked up at once and then let go.
AT_ONCE = 500


def columns_of(model: type[TrackedModel]) -> list[Meaning]:
    """Without what says over again for programs what another column says: the bounds of dates, places of passages."""
    fields = {field.name: field for field in model._meta.get_fields()}
    bounds = {name for name, field in fields.items() if isinstance(field, BoundField)}
    return [column for column in dictionary(model) if column.name not in bounds | {"passages", "readings"}]


def readable(
    model: type[TrackedModel], columns: Sequence[Column], rows: Iterable[Sequence[Any]], root: str
) -> Iterator[bytes]:
    """The blocks of the workbook of `rows`, tuples of `columns`; `root` makes whole addresses of those of pages."""
    shown = columns_of(model)
    places = [[column.name for column in columns].index(each.name) for each in shown]
    told = chain.from_iterable(
        _in_words(model, shown, [[row[at] for at in places] for row in some], root) for some in _batches(rows)
    )
    address = _("Address of the page")
    headings = [address if each.name == "slug" else each.title for each in shown]
    explained = [(name, "" if name == address else each.text) for name, each in zip(headings, shown, strict=True)]
    if in_english(model, shown):
        headings.insert(1, _("Name in English"))
        by_rule = _("Put into English by rule; empty where no rule covers the Vietnamese name.")
        explained.insert(1, (headings[1], by_rule))
    explained.append(
        (_("Register of cooperation agreements"), f"{dates.today()}, {LICENCE['title']}, {LICENCE['path']}")
    )
    about = Sheet(_("What the columns mean")[:LONGEST_TITLE], [_("Column"), _("Meaning")], explained)
    return workbook([Sheet(table_title(model)[:LONGEST_TITLE], headings, told), about])


def in_english(model: type[TrackedModel], shown: Sequence[Meaning]) -> bool:
    """Whether readers of English are told a name that none of the columns holds."""
    told = get_language() == "en" and model.english is not TrackedModel.english
    return told and shown[0].name == "slug" and all(column.name != "label_en" for column in shown)


def _batches(rows: Iterable[Sequence[Any]]) -> Iterator[list[Sequence[Any]]]:
    left = iter(rows)
    while some := list(islice(left, AT_ONCE)):
        yield some


def _in_words(
    model: type[TrackedModel], columns: Sequence[Meaning], rows: Sequence[Sequence[Any]], root: str
) -> Iterator[list[Any]]:
    """The rows as people read them; of other tables what these rows name is read, and no more."""
    words = [_words_of(column, model.collection, root, values) for column, *values in zip(columns, *rows, strict=True)]
    told = ([say(value) for say, value in zip(words, row, strict=True)] for row in rows)
    if not in_english(model, columns):
        return told
    records: Any = model
    slugs = [row[0] for row in rows]
    names = {record.slug: record.english for record in records.objects.public().filter(slug__in=slugs)}
    return ([said[0], names.get(slug, ""), *said[1:]] for slug, said in zip(slugs, told, strict=True))


def _words_of(column: Meaning, collection: str, root: str, values: Sequence[Any]) -> Any:
    if column.name == "slug":
        return lambda value: f"{root}{reverse(collection)}{value}/"
    if column.edtf:
        return dates.format_date
    if column.terms:
        labels = dict(column.terms)
        return lambda value: labels.get(value, value)
    if column.type == "boolean":
        return lambda value: "" if value is None else _("yes") if value else _("no")
    target: Any = tables().get(column.refers)
    if target and "slug" in target.key_fields:
        slugs = {slug for value in values if value for slug in value.split(SEPARATOR)}
        named = target.objects.public().filter(slug__in=slugs) if slugs else ()
        names = {row.slug: str(called(row)) for row in named}
        return lambda value: "; ".join(names.get(each, each) for each in value.split(SEPARATOR)) if value else ""
    return lambda value: value.replace(SEPARATOR, "; ") if column.many and value else value
