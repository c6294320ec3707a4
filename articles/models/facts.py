"""What facts of other apps share: the passages that carry them and how sure they are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from itertools import chain
from typing import Any

from django.db import models
from django.db.models import OuterRef, Q, Value
from django.utils.translation import gettext_lazy as _

from records.checks import Check, Severity
from records.columns import Column, field_columns, joined
from records.fields import ProseField, TermField
from records.models import Link, TrackedModel

from .passages import Passage, reference_at


class Certainty(models.TextChoices):
    STATED = "stated", _("stated")
    INFERRED = "inferred", _("inferred")
    DISPUTED = "disputed", _("disputed")


class Reason(models.TextChoices):
    """Why a fact is not simply stated: terms, so that readers of either language can read why."""

    YEAR_NOT_PRINTED = "year_not_printed", _("the year is not printed")
    DATE_NOT_PRINTED = "date_not_printed", _("the date is not printed")
    FROM_PERIOD = "from_period", _("inferred from the period")
    SOURCES_DISAGREE = "sources_disagree", _("the passages disagree")
    WORDING_AMBIGUOUS = "wording_ambiguous", _("the wording can be read in two ways")
    NAME_AMBIGUOUS = "name_ambiguous", _("the printed name may mean several")
    INSTRUMENT_NOT_NAMED = "instrument_not_named", _("no passage names the instrument")
    ROLE_NOT_SAID = "role_not_said", _("the part played is not said")
    ACTOR_NOT_SAID = "actor_not_said", _("who does it is not said")
    EXTENT_NOT_SAID = "extent_not_said", _("how far it reaches is not said")
    RELATION_NOT_SAID = "relation_not_said", _("how the two relate is not said")
    TOLD_OF_SERIES = "told_of_series", _("told of a whole series, not of this one")
    NO_FIGURE = "no_figure", _("an amount in words, no figure")
    FROM_CONTEXT = "from_context", _("inferred from the context")


def explained() -> models.CheckConstraint:
    """A constraint: whatever is not simply stated says why."""
    return models.CheckConstraint(
        condition=Q(certainty=Certainty.STATED) | ~Q(reason="") | ~Q(note=""),
        name="%(app_label)s_%(class)s_explained",
        violation_error_message=_("What is inferred or disputed needs a reason, or a note that says why."),
    )


class Fact(TrackedModel):
    """A row that says which passages carry it and how sure that is.

    A concrete fact declares `passages`, many-to-many to Passage through its own `Citation`, and has
    `explained()` among its constraints.
    """

    certainty = TermField(_("certainty"), choices=Certainty.choices, default=Certainty.STATED)
    reason = TermField(
        _("reason"), choices=Reason.choices, blank=True, help_text=_("Why it is not stated; the note says more.")
    )
    note = ProseField(
        _("note"), max_length=2000, blank=True, help_text=_("Why it is inferred, or which passages contradict.")
    )

    # The public passages that carry it, where `load_sources` has been asked for them.
    sources: list[Passage]

    class Meta(TrackedModel.Meta):
        abstract = True

    @classmethod
    @cache
    def columns(cls) -> tuple[Column, ...]:
        """Its own columns, then `article-slug#place;...` of its passages, and how sure it is."""
        citations = cls.citations_of(fact=OuterRef("pk"))
        item, order = reference_at("passage__"), ("passage__article__slug", "passage__sort_place")
        passages = Column(
            "passages",
            joined(citations, item, *order),
            shown=joined(citations.filter(Passage.public_q("passage__")), item, *order),
            many=True,
            help=_("article#place of each passage that carries it."),
        )
        return (*cls.own_columns(), passages, *field_columns(cls, "certainty", "reason", "note"))

    @classmethod
    def checks(cls) -> tuple[Check, ...]:
        return (
            *super().checks(),
            Check(
                "no-public-source",
                Severity.PUBLICATION,
                lambda rows: rows.exclude(pk__in=cls.cited(fact__in=rows.values("pk"))),
                _("No published passage carries it: cite one, or publish the one it cites, its article and outlet."),
                lambda row: [above for passage in row.passages.all() for above in passage.hidden_by()],
            ),
        )

    @classmethod
    def cited(cls, **of: Any) -> models.QuerySet:
        """The primary keys of the facts that a published passage carries, among those that `of` says."""
        return cls.citations_of(**of).filter(Passage.public_q("passage__")).values("fact")

    @classmethod
    def citations_of(cls, **of: Any) -> models.QuerySet:
        citation: Any = cls._meta.get_field("passages").remote_field.through  # type: ignore[union-attr]
        return citation._default_manager.filter(**of)


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


def load_sources(*facts: Iterable[Fact]) -> None:
    """Give each fact, of whatever kinds, its `sources`, in the order of their articles: two queries in all."""
    facts_of: dict[type[Fact], dict[int, list[Fact]]] = defaultdict(lambda: defaultdict(list))
    for fact in chain(*facts):
        fact.sources = []
        facts_of[type(fact)][fact.pk].append(fact)  # there may be two copies of it
    kinds = list(facts_of)
    citations = [
        kind.citations_of(fact__in=facts_of[kind]).values_list("fact", "passage", Value(number))
        for number, kind in enumerate(kinds)
    ]
    carried = defaultdict[int, list[Fact]](list)
    for key, passage, number in citations[0].union(*citations[1:], all=True) if citations else ():
        carried[passage] += facts_of[kinds[number]][key]
    for passage in Passage.objects.public().as_source().filter(pk__in=carried) if carried else ():
        for fact in carried[passage.pk]:
            fact.sources.append(passage)
