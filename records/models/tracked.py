"""What every row of the register shares: an identity outside the database, visibility, search, history."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any, ClassVar, NamedTuple, Self

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from records.checks import Check, Severity, of_each
from records.columns import CALLED, KEY_SEPARATOR, Column, field_columns
from records.fields import DerivedField
from records.search.queries import narrowed
from records.search.terms import read
from records.sheets import Sheet
from records.upgrades import Former


class TrackedQuerySet(models.QuerySet[Any]):
    def public(self) -> Self:
        return self.filter(self.model.public_q())

    def with_related(self) -> Self:
        """Load what a page or a detail shows of each row; of other records only public ones."""
        return self

    def search(self, query: str, *, literally: bool = False) -> Self:
        """Rows that hold every word of `query` as a whole word, folded, in any of the places `searched` names.

        A "quoted phrase" stays together; short forms find what they stand for (`records.search.abbreviations`), and,
        unless it is read `literally`, other words what they mean (`records.search.vocabulary`).
        """
        terms = read(query, literally=literally)
        return narrowed(self, terms) if terms else self.none()

    def rows(self, columns: Sequence[Column]) -> models.QuerySet:
        return self.values_list(*(column.expression() for column in columns))

    def by_key(self, key: str) -> Self:
        """The row whose public key (`TrackedModel.key`) this is, or none."""
        parts = key.split(KEY_SEPARATOR, self.model.key_length() - 1)
        try:
            return self.filter(**self.model.key_lookup(parts))
        except (ValueError, ValidationError):
            return self.none()


_TrackedManager = models.Manager.from_queryset(TrackedQuerySet)


class TrackedManager(_TrackedManager):
    model: type[Any]

    def get_by_natural_key(self, *parts: Any) -> Any:
        return self.get(**self.model.key_lookup(parts))


class History(HistoricalRecords):
    excluded_fields: list[str]

    def create_history_model(self, model: Any, inherited: bool) -> Any:
        """Exclude only columns that `model` has: stock history fails to rebuild a row without them."""
        of_all = self.excluded_fields
        own = {field.name for field in model._meta.fields}
        self.excluded_fields = [name for name in of_all if name in own]
        try:
            return super().create_history_model(model, inherited)
        finally:
            self.excluded_fields = of_all


class OtherReadings(NamedTuple):
    """Rows with a `value` and, if it is a date, its bounds; and the way from them to the row that they are read of."""

    rows: models.QuerySet
    way: str


class TrackedModel(models.Model):
    """A row with an identity outside the database (`key_fields`) and a history."""

    key_fields: ClassVar[tuple[str, ...]] = ()
    # Its name in addresses, imports and downloads, e.g. `agreements`.
    collection: ClassVar[str] = ""
    # Its place among the tables wherever all of them are listed; the numbers leave gaps for new ones.
    table_order: ClassVar[int] = 0
    # The fields of its flat row, in order.
    column_names: ClassVar[tuple[str, ...]] = ()
    # Foreign keys whose record must be public for this row to be; a nullable one only when it is set.
    public_parents: ClassVar[tuple[str, ...]] = ()
    # The folded columns whose words find a row: its own first, then those of other rows, by the way to them.
    searched: ClassVar[tuple[str, ...]] = ("folded",)
    # The ways to rows of which its flat row shows something, where neither a key leads there nor they belong to it; and
    # the collections of which any row may show there, by whatever way (`records.noting`).
    shows: ClassVar[tuple[str, ...]] = ()
    shows_far: ClassVar[tuple[str, ...]] = ()
    # Columns and values of before that files and fixtures may hold, and what they mean today.
    former: ClassVar[tuple[Former, ...]] = ()
    # What a row of a sheet of people's own shape says of it and of what belongs to it.
    sheet: ClassVar[type[Sheet]] = Sheet

    history = History(inherit=True, excluded_fields=["folded", "sort_key", "sort_key_en", "text_key"])
    objects = TrackedManager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(next(getattr(self, name) for name in CALLED if hasattr(self, name)))

    @property
    def english(self) -> str:
        """What it is called in English; empty where there is no such name."""
        return ""

    @property
    def within(self) -> str:
        """What it is called among others of the record that its key begins with; empty: by the rest of its key."""
        return ""

    @classmethod
    def public_q(cls, path: str = "") -> Q:
        """The condition under which the public may see a row, for any table that reaches it by `path`."""
        return cls.parents_q(cls.public_parents, path)

    @classmethod
    def parents_q(cls, names: Iterable[str], path: str = "") -> Q:
        """The condition that the public may see the records behind the foreign keys `names`."""
        condition = Q()
        for name in names:
            field: Any = cls._meta.get_field(name)
            parent = field.related_model.public_q(f"{path}{name}__")
            condition &= Q(**{f"{path}{name}__isnull": True}) | parent if field.null else parent
        return condition

    @classmethod
    def parent_paths(cls) -> list[str]:
        """The ways to all records that must be public for a row to be, each after the one that it leads over."""
        above: Any = {name: cls._meta.get_field(name).related_model for name in cls.public_parents}
        return [
            way
            for name, model in above.items()
            for way in (name, *(f"{name}__{path}" for path in model.parent_paths()))
        ]

    @classmethod
    @cache
    def columns(cls) -> tuple[Column, ...]:
        """The flat row: what lists, downloads, imports and exports hold, in this order."""
        return cls.own_columns()

    @classmethod
    def own_columns(cls) -> tuple[Column, ...]:
        return field_columns(cls, *cls.column_names)

    @classmethod
    def other_readings(cls, name: str) -> OtherReadings | None:
        """What public sources give for the field `name` in place of the row's own value, if any may."""
        return None

    @classmethod
    def key_length(cls) -> int:
        return sum(_width(cls, name) for name in cls.key_fields)

    @classmethod
    def key_lookup(cls, parts: Sequence[Any]) -> dict[str, Any]:
        """The filter that finds the row of these key parts; an empty part of a link is "no link"."""
        if len(parts) != cls.key_length():
            raise ValueError(f"{cls._meta.label} is found by {cls.key_length()} parts, not {len(parts)}")
        lookup: dict[str, Any] = {}
        remaining = list(parts)
        for name in cls.key_fields:
            field: Any = cls._meta.get_field(name)
            own, remaining = remaining[: _width(cls, name)], remaining[_width(cls, name) :]
            if not field.is_relation:
                lookup[name] = field.to_python(own[0])
            elif field.null and not own[0]:
                lookup[f"{name}__isnull"] = True
            else:
                inner = field.related_model.key_lookup(own)
                lookup |= {f"{name}__{path}": value for path, value in inner.items()}
        return lookup

    @classmethod
    def key_now(cls, key: str) -> str:
        """The key that a row whose `key` names records by former slugs has today."""
        parts = key.split(KEY_SEPARATOR, cls.key_length() - 1)
        for at, name in enumerate(cls.key_fields[: len(parts)]):
            field: Any = cls._meta.get_field(name)
            if field.is_relation and parts[at]:
                parts[at] = field.related_model.objects.slugs_now([parts[at]]).get(parts[at], parts[at])
        return KEY_SEPARATOR.join(parts)

    @classmethod
    def key_in(cls, row: Mapping[str, Any]) -> str:
        """The `key` of a flat row: its columns are named as the key fields are."""
        return KEY_SEPARATOR.join("" if row[name] is None else str(row[name]) for name in cls.key_fields)

    def natural_key(self) -> tuple[Any, ...]:
        parts: list[Any] = []
        for name in self.key_fields:
            value = getattr(self, name)
            if isinstance(value, TrackedModel):
                parts += value.natural_key()
            else:
                parts.append("" if value is None else value)
        return tuple(parts)

    @property
    def key(self) -> str:
        """The row's name in addresses: the parts of its natural key with `~` between them."""
        return KEY_SEPARATOR.join(map(str, self.natural_key()))

    @classmethod
    def governing(cls) -> tuple[Any, str]:
        """The table of the records that rows are parts of, and the path to them; of a record, its own and ""."""
        step = cls.key_fields[0]
        field: Any = cls._meta.get_field(step)
        record, path = field.related_model.governing()
        return record, f"{step}__{path}"

    @classmethod
    def checks(cls) -> tuple[Check, ...]:
        """What should hold of the rows; a model adds its own to those of `super().checks()`."""
        record, path = cls.governing()
        found = []
        # Without the first the part is not seen, without the others what it names is left out.
        if record is not cls and (names := [name for name in cls.public_parents if name != cls.key_fields[0]]):
            sentence = _("Readers would not see it, for what it names is not published: publish that, or take it out.")
            found.append(cls._hidden("hidden-part", Severity.PUBLICATION, names, sentence))
        if links := cls.links_besides():
            sentence = _("Readers do not see all that it names: publish what is not published, or take it out.")
            found.append(
                cls._hidden("hidden-link", Severity.WARNING, links, sentence, **{f"{path}status": "published"})
            )
        return tuple(found)

    @classmethod
    def _hidden(cls, name: str, severity: Severity, links: Sequence[str], sentence: Any, **of: Any) -> Check:
        return Check(
            name,
            severity,
            lambda rows: rows.filter(**of).exclude(cls.parents_q(links)),
            sentence,
            of_each(lambda row: row.hidden_by(*links)),
            hides=True,
        )

    @classmethod
    def links_besides(cls) -> list[str]:
        """The foreign keys to records that a row is seen without."""
        seen_by = {cls.key_fields[0], *cls.public_parents}
        fields: Any = (f for f in cls._meta.concrete_fields if f.is_relation and f.editable and f.name not in seen_by)
        targets = ((field.name, field.related_model) for field in fields)
        return [name for name, target in targets if issubclass(target, TrackedModel) and not target.governing()[1]]

    def hidden_by(self, *parents: str) -> list[Any]:
        """The records that have to be published before readers see this row, of `parents` or all it depends on."""
        links = (getattr(self, name) for name in parents or self.public_parents)
        return [above for link in links if link is not None for above in link.hidden_by()]

    def set_links(self, name: str, targets: Iterable[models.Model]) -> bool:
        """Make the many-to-many `name` hold exactly `targets`, one history row a change; True if any changed.

        Django's own `set()` writes in bulk, which leaves no history.
        """
        field: Any = self._meta.get_field(name)
        through = field.remote_field.through
        here, there = field.m2m_field_name(), field.m2m_reverse_field_name()
        wanted = {target.pk: target for target in targets}
        changed = False
        with transaction.atomic():
            for link in through._default_manager.filter(**{here: self}):
                if wanted.pop(getattr(link, f"{there}_id"), None) is None:
                    self.copy_history_author(link).delete()
                    changed = True
            for target in wanted.values():
                self.copy_history_author(through(**{here: self, there: target})).save()
                changed = True
        return changed

    def copy_history_author(self, part: models.Model) -> models.Model:
        for name in ("_history_user", "_change_reason", "_history_date"):
            if name in self.__dict__:
                setattr(part, name, self.__dict__[name])
        return part

    def save(self, *args: Any, update_fields: Iterable[str] | None = None, **kwargs: Any) -> None:
        if update_fields is not None:
            derived = (f.name for f in self._meta.concrete_fields if isinstance(f, DerivedField))
            update_fields = {*update_fields, *derived}
        super().save(*args, update_fields=update_fields, **kwargs)


def _width(model: type[TrackedModel], name: str) -> int:
    field: Any = model._meta.get_field(name)
    return field.related_model.key_length() if field.is_relation else 1


class Link(TrackedModel):
    """One row of a many-to-many; explicit, so that it has a history of its own."""

    class Meta(TrackedModel.Meta):
        abstract = True

    def __str__(self) -> str:
        return str(getattr(self, self.key_fields[1]))
