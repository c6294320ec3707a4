"""What facts of other apps share: the passages that carry them and how sure they are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.db import connections, models
from django.db.models import OuterRef, Q
from django.utils.translation import gettext_lazy as _

from records.columns import Column, joined
from records.fields import ProseField, TermField
from records.models import Link, TrackedModel

from .passages import Passage, reference_at


class Certainty(models.TextChoices):
    STATED = "stated", _("stated")
    INFERRED = "inferred", _("inferred")
    DISPUTED = "disputed", _("disputed")


def explained() -> models.CheckConstraint:
    """A constraint: whatever is not simply stated says why."""
    return models.CheckConstraint(
        condition=Q(certainty=Certainty.STATED) | ~Q(note=""),
        name="%(app_label)s_%(class)s_explained",
        violation_error_message=_("What is inferred or disputed needs a note that says why."),
    )


class Fact(TrackedModel):
    """A row that says which passages carry it and how sure that is.

    A concrete fact declares `passages`, many-to-many to Passage through its own `Citation`, and has
    `explained()` among its constraints.
    """

    certainty = TermField(_("certainty"), choices=Certainty.choices, default=Certainty.STATED)
    note = ProseField(
        _("note"), max_length=2000, blank=True, help_text=_("Why it is inferred, or which passages contradict.")
    )

    # The public passages that carry it, where `load_sources` has been asked for them.
    sources: list[Passage]

    class Meta(TrackedModel.Meta):
        abstract = True

    @classmethod
    def publish_rules(cls, rows: models.QuerySet) -> Iterator[tuple[models.QuerySet, Any]]:
        yield from super().publish_rules(rows)
        yield rows.exclude(pk__in=cls.cited(fact__in=rows.values("pk"))), _("It cites no published passage.")

    @classmethod
    def cited(cls, **of: Any) -> models.QuerySet:
        """The primary keys of the facts that a published passage carries, among those that `of` says."""
        citation: Any = cls._meta.get_field("passages").remote_field.through  # type: ignore[union-attr]
        return citation._default_manager.filter(Passage.public_q("passage__"), **of).values("fact")


class Citation(Link):
    """One passage that carries one fact. A concrete citation adds the foreign key `fact`."""

    passage = models.ForeignKey(Passage, models.PROTECT, verbose_name=_("passage"), related_name="+")

    key_fields = ("fact", "passage")

    class Meta(Link.Meta):
        abstract = True
        verbose_name = _("citation")
        verbose_name_plural = _("citations")
        constraints = (models.UniqueConstraint(fields=("fact", "passage"), name="%(app_label)s_%(class)s_once"),)

    def __str__(self) -> str:
        return str(self.passage_id)


_Facts = dict[int, list[Fact]]


def load_sources(*facts: Iterable[Fact]) -> None:
    """Give each fact, of whatever kinds, its `sources`, in the order of their articles.

    Two queries in all, where a prefetch would be one for each kind; the text of an article stays where it is.
    """
    told: dict[type[Fact], _Facts] = defaultdict(lambda: defaultdict(list))
    for fact in (each for group in facts for each in group):
        fact.sources = []
        told[type(fact)][fact.pk].append(fact)
    if not told:
        return
    carrying: dict[int, list[Fact]] = defaultdict(list)
    for carried, passage in _citations(told):
        carrying[passage] += carried
    passages = Passage.objects.public().as_source().filter(pk__in=carrying)
    for passage in passages if carrying else ():
        for each in carrying[passage.pk]:
            each.sources.append(passage)


def _citations(told: Mapping[type[Fact], _Facts]) -> list[tuple[list[Fact], int]]:
    """For each citation the fact (there may be two copies of it), and the primary key of its passage."""
    # By hand: which kinds there are, and how many of each, is another question on every page.
    arms, kinds = [], list(told.values())
    for number, (kind, of) in enumerate(told.items()):
        field: Any = kind._meta.get_field("passages")
        table, marks = field.remote_field.through._meta.db_table, ", ".join(["%s"] * len(of))
        arms.append(f"SELECT {number}, fact_id, passage_id FROM {table} WHERE fact_id IN ({marks})")
    with connections[Passage.objects.db].cursor() as cursor:
        cursor.execute(" UNION ALL ".join(arms), [fact for of in kinds for fact in of])
        return [(kinds[number][fact], passage) for number, fact, passage in cursor.fetchall()]


def evidence(citation: type[Citation]) -> tuple[Column, ...]:
    """The columns every fact ends with: `article-slug#place;...` of its passages, and how sure it is."""
    citations = citation._default_manager.filter(fact=OuterRef("pk"))
    order = ("passage__article__slug", "passage__sort_place")
    passages = Column(
        "passages",
        joined(citations, reference_at("passage__"), *order),
        shown=joined(citations.filter(Passage.public_q("passage__")), reference_at("passage__"), *order),
        many=True,
        help=_("article#place of each passage that carries it."),
    )
    return (passages, Column("certainty"), Column("note"))
