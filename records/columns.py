"""The columns of a table, declared once on its model.

The API list, the downloads, the import and the export all follow them. A column with a
`source` expression is derived or a public view of a link; a column without one is the field of its name.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from django.db import models
from django.db.models import Case, F, OuterRef, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Coalesce

from . import dates
from .fields import DerivedField

# The columns that hold what people call a record.
CALLED = ("name", "title", "label_vi", "label_en")
SEPARATOR = ";"  # between the values of a column of many
KEY_SEPARATOR = "~"  # between the parts of a key


@dataclass(frozen=True)
class Column:
    """One column of the flat row.

    `source`: what is read, an expression over the row; None reads the field `name`.
    `shown`: what the public reads instead, where `source` reaches records that may be hidden.
    `many`: the value is a list (JSON) written with `;` between its items (CSV).
    `staff`: never in public. `derived`: shown, but not imported because it follows from other columns.
    `refers`: the table whose slugs it holds, where no link of its name says so.
    `item`: makes of the value, or of each of `many`, what it is in JSON; `keys` are those of the object that it makes.
    `label`, `help`: for columns that are no field; a field's own are used otherwise.
    """

    name: str
    source: Combinable | None = None
    shown: Combinable | None = None
    many: bool = False
    staff: bool = False
    derived: bool = False
    refers: str = ""
    item: Callable[[str], Any] | None = None
    keys: tuple[str, ...] = ()
    # Words in the reader's language are no part of what the column is: it is the key of caches.
    label: Any = field(default="", compare=False)
    help: Any = field(default="", compare=False)

    def expression(self) -> Any:
        return F(self.name) if self.source is None else self.source


def public(columns: Sequence[Column]) -> list[Column]:
    """The columns every reader may see, each reading only what the public may read."""
    return [replace(column, source=column.shown or column.source) for column in columns if not column.staff]


def importable(columns: Sequence[Column]) -> list[Column]:
    """The columns that staff export, repair and import again."""
    return [column for column in columns if not column.derived]


class Today(models.Value):
    """The day it is when the query runs, in Viet Nam, and `later`: columns are declared once and live for days."""

    def __init__(self, later: timedelta = timedelta()) -> None:
        super().__init__(later, output_field=models.DateField())

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        return models.Value(dates.today() + self.value, self.output_field).as_sql(compiler, connection)


class Joined(models.Subquery):
    """The values of a correlated subquery joined by `;`, in the subquery's order.

    `queryset` selects one text column named `item`; another `separator` may stand between them. Ordered `string_agg`
    arguments differ between databases and Django 5.2 has no aggregate for both, so the inner query has the order.
    """

    template = "(SELECT STRING_AGG(item, '%(separator)s') FROM (%(subquery)s) joined)"
    output_field = models.TextField()

    def __init__(self, queryset: models.QuerySet, separator: str = SEPARATOR) -> None:
        super().__init__(queryset, separator=separator)

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        template = self.template.replace("STRING_AGG", "GROUP_CONCAT")
        return self.as_sql(compiler, connection, template=template, **extra)


def joined(queryset: models.QuerySet, item: str | Combinable, *order: str, separator: str = SEPARATOR) -> Joined:
    value = Cast(F(item) if isinstance(item, str) else item, models.TextField())
    return Joined(queryset.order_by(*order).values(item=value), separator)


def parted(value: str) -> list[str]:
    """The texts that one column holds, without blanks."""
    return [text for part in value.split(SEPARATOR) if (text := part.strip())]


def or_null(value: str) -> str | None:
    """What a reference is in JSON: null where nothing is referred to."""
    return value or None


def paired(*keys: str) -> dict[str, Any]:
    """The options of a column of `many` values such as `short=VNPT`: objects of two `keys` in JSON."""
    return {"many": True, "keys": keys, "item": lambda text: dict(zip(keys, text.partition("=")[::2], strict=True))}


def linked(model: type[models.Model], name: str, slug: str = "slug", **options: Any) -> Column:
    """The column of an optional foreign key: the slug of its row, and in public only that of a public row."""
    target: Any = model._meta.get_field(name).related_model
    slug_of_row = F(f"{name}__{slug}")
    text: Any = models.TextField()
    shown = Case(When(target.public_q(f"{name}__"), then=slug_of_row), default=Value(""), output_field=text)
    return Column(name, Coalesce(slug_of_row, Value(""), output_field=text), shown=shown, item=or_null, **options)


def many_linked(model: type[models.Model], name: str, slug: str = "slug", **options: Any) -> Column:
    """The column of a many-to-many: the slugs of its rows, and in public only those of public rows."""
    field: Any = model._meta.get_field(name)
    links = field.remote_field.through._default_manager.filter(**{field.m2m_field_name(): OuterRef("pk")})
    path = f"{field.m2m_reverse_field_name()}__"
    shown, item = links.filter(field.related_model.public_q(path)), f"{path}{slug}"
    return Column(name, joined(links, item, item), shown=joined(shown, item, item), many=True, **options)


def derived_slugs(name: str, rows: models.QuerySet, slug: str, *order: str, **options: Any) -> Column:
    """The column of what follows from other tables: each `slug` of `rows`, in order of the slugs if of nothing else."""
    return Column(name, joined(rows, slug, *(order or (slug,))), many=True, derived=True, **options)


def field_columns(model: type[models.Model], *names: str) -> tuple[Column, ...]:
    return tuple(_field_column(model, model._meta.get_field(name)) for name in names)


def _field_column(model: type[models.Model], field: Any) -> Column:
    if field.many_to_many:
        return many_linked(model, field.name)
    if field.is_relation:
        return linked(model, field.name) if field.null else Column(field.name, F(f"{field.name}__slug"))
    return Column(field.name, staff=field.name == "status", derived=isinstance(field, DerivedField))


def as_dicts(rows: Iterable[tuple[Any, ...]], columns: Sequence[Column]) -> Iterator[dict[str, Any]]:
    """Name the values of flat rows and make of texts the lists, objects and nulls that they are in JSON."""
    names = [column.name for column in columns]
    made = [(column.name, column.many, column.item) for column in columns if column.many or column.item]
    for row in rows:
        entry = dict(zip(names, row, strict=True))
        for name, many, item in made:
            value = entry[name]
            if many:
                texts = parted(value or "")
                entry[name] = [item(text) for text in texts] if item else texts
            elif item:
                entry[name] = item(value)
        yield entry


def converter(field: Any) -> Callable[[Any], Any] | None:
    """What makes values of `field` of those in the database, where they may differ: SQLite has no days."""
    match field:
        case models.DecimalField():
            return lambda value: round(field.to_python(value), field.decimal_places)
        case models.BooleanField() | models.DateField() | models.TimeField():
            return field.to_python
    return None
