"""What facts of other apps share: the passages that carry them and how sure they are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from itertools import chain
from typing import Any, ClassVar

from django.db import models
from django.db.models import OuterRef, Q, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from records.checks import Check, Severity, of_each
from records.columns import Column, field_columns, joined
from records.fields import ProseField, TermField, value_in_words
from records.models import Link, OtherReadings, TrackedModel

from .certainty import Certainty, Reason
from .passages import Passage, reference_at
from .readings import cited_with_readings, reading_of, readings_column


class Fact(TrackedModel):
    """A row that says which passages carry it and how sure that is.

    A concrete fact declares `passages` (`cited_passages`) and has `explained()` among its constraints.
    """

    certainty = TermField(_("certainty"), choices=Certainty.choices, default=Certainty.STATED)
    reason = TermField(
        _("reason"), choices=Reason.choices, blank=True, help_text=_("Why it is not stated; the note says more.")
    )
    note = ProseField(
        _("note"), max_length=2000, blank=True, help_text=_("Why it is inferred, or which passages contradict.")
    )

    # Which of such facts may not do without a published source.
    to_be_sourced: ClassVar[Q] = Q()
    # The public passages that carry it and what they read of it, where `load_sources` has been asked for them.
    sources: list[Passage]
    readings: list[Read]
    # Those of its sources that a page shows with it, and those of which it names the place; None: it shows them all.
    beside: list[Passage] | None = None
    elsewhere: Sequence[Passage] = ()

    class Meta(TrackedModel.Meta):
        abstract = True

    @classmethod
    @cache
    def columns(cls) -> tuple[Column, ...]:
        """Its own columns, then `article-slug#place;...` of its passages, and how sure it is."""
        citations, reading = cls.citations_of(fact=OuterRef("pk")), cls.reading_model()
        item, order = reference_at("passage__"), ("passage__article__slug", "passage__sort_place")
        passages = Column(
            "passages",
            joined(citations, cited_with_readings(citations.model), *order),
            shown=joined(citations.filter(Passage.public_q("passage__")), item, *order),
            many=True,
            help=_("article#place of each passage that carries it."),
        )
        readings = [readings_column(cls, reading)] if reading else []
        return (*cls.own_columns(), passages, *readings, *field_columns(cls, "certainty", "reason", "note"))

    @classmethod
    def with_citations(cls, facts: models.QuerySet) -> models.QuerySet:
        (column,) = (column for column in cls.columns() if column.name == "passages")
        return facts.annotate(cited_as=column.expression())

    @cached_property
    def cited_as(self) -> str | None:
        """Its passages with what they read of it, as tables write them; a query, unless `with_citations` has asked."""
        rows = self.with_citations(type(self)._default_manager.filter(pk=self.pk))
        return rows.values_list("cited_as", flat=True).get()

    @property
    def read_otherwise(self) -> list[tuple[Any, dict[Any, list[Passage]]]]:
        """Of each field that its public passages read in several ways: its label, and who reads which value.

        The fact's own value comes first. Known where `load_sources` has been asked.
        """
        found: dict[str, dict[Any, list[Passage]]] = {}
        for each in getattr(self, "readings", ()):
            if each.value:
                own = _in_words(self, replace(each, value=""), {})
                found.setdefault(each.field, {own: []} if own else {})
        for each in getattr(self, "readings", ()):
            if each.field in found:
                found[each.field].setdefault(each.shown, []).append(each.passage)
        return [(self._meta.get_field(name).verbose_name, values) for name, values in found.items()]  # type: ignore[union-attr]

    def set_readings(self, said: Mapping[int, Mapping[str, str]]) -> bool:
        """Make its passages read just this, `understood` values by field by passage; True if any changed."""
        model, changed = self.reading_model(), False
        citations: dict[int, Any] = {each.passage_id: each for each in self.citations_of(fact=self)}
        wanted = {(passage, field): value for passage, each in said.items() for field, value in each.items()}
        for row in model._default_manager.filter(citation__fact=self).select_related("citation"):
            value = wanted.pop((row.citation.passage_id, row.field), None)
            if value == row.value:
                continue
            changed = True
            if value is None:
                self.copy_history_author(row).delete()
            else:
                row.value = value
                self.copy_history_author(row).save()
        for (passage, field), value in wanted.items():
            self.copy_history_author(model(citation=citations[passage], field=field, value=value)).save()
        return changed or bool(wanted)

    @classmethod
    def checks(cls) -> tuple[Check, ...]:
        reading = cls.reading_model()
        read_otherwise = Check(
            "read-otherwise",
            Severity.WARNING,
            lambda rows: rows.filter(
                certainty=Certainty.STATED,
                note="",
                pk__in=reading._default_manager.exclude(value="").values("citation__fact"),
            ),
            _("It is stated, and a passage reads it otherwise: call it disputed, or say in the note what holds."),
        )
        return (
            *super().checks(),
            Check(
                "no-public-source",
                Severity.PUBLICATION,
                lambda rows: rows.filter(cls.to_be_sourced).exclude(pk__in=cls.cited(fact__in=rows.values("pk"))),
                _("No published passage carries it: cite one, or publish the one it cites, its article and outlet."),
                of_each(
                    lambda row: [above for passage in row.passages.all() for above in passage.hidden_by()],
                    *(f"passages__{path}" for path in Passage.parent_paths()),
                ),
            ),
            *([read_otherwise] if reading else ()),
        )

    @classmethod
    def cited(cls, **of: Any) -> models.QuerySet:
        """The primary keys of the facts that a published passage carries, among those that `of` says."""
        return cls.citations_of(**of).filter(Passage.public_q("passage__")).values("fact")

    @classmethod
    def reading_model(cls) -> Any:
        return reading_of(cls.citations_of().model)

    @classmethod
    def other_readings(cls, name: str) -> OtherReadings | None:
        reading = cls.reading_model()
        if reading is None or name not in reading.readable():
            return None
        return OtherReadings(reading.public().filter(field=name).exclude(value=""), "citation__fact")

    @classmethod
    def citations_of(cls, **of: Any) -> models.QuerySet:
        citation: Any = cls._meta.get_field("passages").remote_field.through  # type: ignore[union-attr]
        return citation._default_manager.filter(**of)


@dataclass(frozen=True, slots=True)
class Read:
    """What a passage reads of a fact: the value of one field, the fact's own where `value` is empty.

    `shown` is the value in words, of a link the record.
    """

    field: str
    value: str
    passage: Passage
    shown: Any = ""


class Citation(Link):
    """One passage that carries one fact. A concrete citation adds the foreign key `fact`."""

    passage = models.ForeignKey(Passage, models.PROTECT, verbose_name=_("passage"), related_name="+")

    key_fields = ("fact", "passage")

    @classmethod
    def links_besides(cls) -> list[str]:
        return []  # whether any passage is public is asked of the fact

    class Meta(Link.Meta):
        abstract = True
        verbose_name = _("citation")
        verbose_name_plural = _("citations")
        constraints = (models.UniqueConstraint(fields=("fact", "passage"), name="%(app_label)s_%(class)s_once"),)

    def __str__(self) -> str:
        return str(self.passage_id)


def cited_passages(citation: str, name: str) -> models.ManyToManyField[Passage, Any]:
    return models.ManyToManyField(Passage, through=citation, verbose_name=_("passages"), related_name=name, blank=True)


def load_sources(*facts: Iterable[Fact]) -> None:
    """Give each fact, of whatever kind, its `sources`, in the order of their articles, and `readings`."""
    facts_of: dict[type[Fact], dict[int, list[Fact]]] = defaultdict(lambda: defaultdict(list))
    for fact in chain(*facts):
        fact.sources, fact.readings = [], []
        facts_of[type(fact)][fact.pk].append(fact)  # there may be two copies of it
    kinds = list(facts_of)
    citations = [_cited(kind, facts_of[kind], number) for number, kind in enumerate(kinds)]
    carried = defaultdict[int, dict[tuple[int, int], list[tuple[str, str]]]](lambda: defaultdict(list))
    for key, passage, number, field, value in citations[0].union(*citations[1:], all=True) if citations else ():
        carried[passage][number, key] += [(field, value)] if field else []
    for passage in Passage.objects.public().as_source().filter(pk__in=carried) if carried else ():
        for (number, key), said in carried[passage.pk].items():
            for fact in facts_of[kinds[number]][key]:
                fact.sources.append(passage)
                fact.readings += [Read(field, value, passage) for field, value in sorted(said)]
    _put_into_words([fact for kind in kinds for copies in facts_of[kind].values() for fact in copies if fact.readings])


def _cited(kind: type[Fact], keys: Iterable[int], number: int) -> models.QuerySet:
    said = [Value(""), Value("")]
    if kind.reading_model():
        said = [Coalesce(f"readings__{name}", Value("")) for name in ("field", "value")]
    return kind.citations_of(fact__in=keys).values_list("fact", "passage", Value(number), *said)


def _put_into_words(facts: Sequence[Fact]) -> None:
    """Say in words what passages read; what names a record that is not public is left out."""
    asked: dict[type[TrackedModel], set[str]] = defaultdict(set)
    for fact in facts:
        for each in fact.readings:
            if each.value and (target := fact._meta.get_field(each.field).related_model):
                asked[target].add(each.value)  # type: ignore[index]
    found = {
        target: {row.slug: row for row in target._default_manager.filter(target.public_q(), slug__in=slugs)}
        for target, slugs in asked.items()
    }
    for fact in facts:
        shown = [replace(each, shown=_in_words(fact, each, found)) for each in fact.readings]
        fact.readings = [each for each in shown if each.shown or not each.value]


def _in_words(fact: Fact, read: Read, found: Any) -> Any:
    field: Any = fact._meta.get_field(read.field)
    if field.is_relation and read.value:
        return found[field.related_model].get(read.value)
    return value_in_words(field, read.value or getattr(fact, read.field))
