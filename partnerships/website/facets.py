"""What the lists of this app are narrowed by: facets that lead over other tables."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.db.models import Case, Count, OuterRef, When
from django.db.models.expressions import Combinable
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partnerships.models import Area, Clause, ClauseObligor, Lifecycle, Partner, Party, Position
from partnerships.models.area_tree import places
from partnerships.models.lifecycle import lifecycle, lifecycle_certain
from partnerships.website.pages.called import written_inside
from records.columns import SEPARATOR, joined
from records.facets import Labels, LinkFacet, RecordFacet, TermFacet, most_first
from records.filters import RecordFilterSet
from records.spoken import called

# How a heading says by what its list is narrowed, two filters together before each alone.
PHRASES: dict[tuple[str, ...], Any] = {
    **dict.fromkeys((("provider",), ("partner",), ("lineage",)), (gettext_lazy("of %(value)s"), str)),
    ("province",): (gettext_lazy("in %(value)s"), written_inside),
    ("topic",): (gettext_lazy("on %(value)s"), str),
    ("signed_from", "signed_to"): (gettext_lazy("signed from %(value)s to %(until)s"), str),
    ("signed_from",): (gettext_lazy("signed from %(value)s"), str),
    ("signed_to",): (gettext_lazy("signed until %(value)s"), str),
    ("period_end_from", "period_end_to"): (gettext_lazy("ending from %(value)s to %(until)s"), str),
    ("period_end_from",): (gettext_lazy("ending from %(value)s"), str),
    ("period_end_to",): (gettext_lazy("ending until %(value)s"), str),
}


class LifecycleFacet(TermFacet):
    """Where agreements stand today; for certain only, where the question says so."""

    one_value = False  # for certain, some stand nowhere

    def __init__(self) -> None:
        super().__init__("lifecycle", Lifecycle)

    def counts(self, filterset: RecordFilterSet) -> Mapping[str, int]:
        rows = filterset.filtered(self.name)
        if filterset.certainly_asked:
            rows = rows.filter(lifecycle_certain())
        return dict(rows.values_list(lifecycle()).annotate(n=Count("pk")))


class ProvinceFacet(LinkFacet):
    """The provinces of today and those there were, around the areas that rows are linked to."""

    most = None  # what is within them counts too, and is not offered

    def __init__(self, links: Combinable) -> None:
        super().__init__("province", Area, links)

    def values(self) -> Mapping[str, Collection[str]]:
        tree = places()
        return {str(pk): tree.slugs_around(pk) for pk in tree.by_pk}

    def groups(self, counts: Mapping[str, int], chosen: Collection[str]) -> Iterable[tuple[str, Labels]]:
        known = map(places().by_slug.get, counts)
        shown = [place for place in known if place and (place.is_province or place.slug in chosen)]
        shown.sort(key=lambda place: (-counts[place.slug], place.sort_key))
        for heading, ended in ((_("Provinces today"), False), (_("Former provinces"), True)):
            yield heading, [(place.slug, place.name) for place in shown if bool(place.ended) is ended]


class ProviderFacet(LinkFacet):
    """The groups whose agreements they are: those of a unit count for its group, too, and are offered with it."""

    most = None  # units count, too

    def __init__(self) -> None:
        parties = Party.objects.filter(agreement=OuterRef("pk"), side=Party.Side.PROVIDER)
        super().__init__("provider", Partner, joined(parties, "partner_id"))

    def values(self) -> Mapping[str, Collection[str]]:
        providing = Party.objects.filter(side=Party.Side.PROVIDER).values("partner")
        partners = Partner.objects.public().filter(pk__in=providing).order_by()
        group = Case(When(Partner.public_q("parent__"), then="parent__slug"), default="slug")
        return {str(pk): {slug, of} for pk, slug, of in partners.values_list("pk", "slug", group)}

    def groups(self, counts: Mapping[str, int], chosen: Collection[str]) -> Iterable[tuple[str, Labels]]:
        # Whoever counts for a group has made the group count as well.
        found = Partner.objects.public().filter(slug__in=list(counts)).order_by().only("slug", "name", "parent")
        known = {partner.pk: partner for partner in found}
        shown = [each for each in known.values() if each.parent_id not in known or each.slug in chosen]
        yield "", most_first(counts, {partner.slug: called(partner) for partner in shown})


class SideFacet(TermFacet):
    """The sides on which those stand who owe a clause; a clause counts once for each."""

    one_value = False
    note = gettext_lazy("A clause that several sides owe counts for each of them.")

    def __init__(self) -> None:
        owing = ClauseObligor.objects.filter(Party.public_q("party__"), clause=OuterRef("pk")).distinct()
        super().__init__("side", Clause.Side, joined(owing, "party__side"))

    def counts(self, filterset: RecordFilterSet) -> Mapping[str, int]:
        found = Counter[str]()
        for sides, n in filterset.filtered(self.name).values_list(self.term).annotate(n=Count("pk")):
            found.update(dict.fromkeys((sides or Clause.Side.SHARED.value).split(SEPARATOR), n))
        return found


class OfficeFacet(RecordFacet):
    """Where people have held an office."""

    def __init__(self) -> None:
        super().__init__("partner", Partner)

    def counts(self, filterset: RecordFilterSet) -> Mapping[str, int]:
        # From the offices on: most people are known by what they signed, and hold none.
        held = Position.objects.public().filter(person__in=filterset.filtered(self.name).values("pk")).order_by()
        return dict(held.values_list("partner__slug").annotate(n=Count("person", distinct=True)))


def merged(chosen: Iterable[Any], counts: Mapping[str, int]) -> list[tuple[Area, Area]]:
    """The areas that became part of the `chosen` ones and have rows, by the `counts` of a province facet; each with
    what it became."""
    if not chosen:
        return []
    tree = places()
    inside = [tree.by_pk[pk] for area in chosen for pk in tree.within(area.pk) if pk != area.pk]
    return [
        (place, successor)
        for place in sorted(inside, key=lambda place: place.sort_key)
        for successor in (tree.successors(place) if counts.get(place.slug) else ())
    ]
