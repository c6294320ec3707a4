"""What the lists of this app are narrowed by: facets that lead over other tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.db.models import Case, Count, F, Q, When
from django.utils.translation import gettext as _

from records.columns import Today
from records.facets import Facet, Labels, TermFacet, most_first, named
from records.filters import RecordFilterSet

from .models import Lifecycle, Partner, Party, Position, Topic
from .models.lifecycle import lifecycle, lifecycle_q
from .places import Place, places


class LifecycleFacet(TermFacet):
    """Where agreements stand today; for certain only, where the question says so."""

    def __init__(self) -> None:
        super().__init__("lifecycle", Lifecycle)

    def counts(self, filterset: RecordFilterSet) -> Mapping[str, int]:
        rows = filterset.found(self.name)
        if not filterset.certainly_asked:
            return dict(rows.values_list(lifecycle()).annotate(n=Count("pk")))
        # Named apart from the columns: one is called `terminated`.
        states = {f"n_{state.value}": lifecycle_q(state, Today(), certainly=True) for state in Lifecycle}
        found = rows.aggregate(**{name: Count("pk", filter=condition) for name, condition in states.items()})
        return {name.removeprefix("n_"): n for name, n in found.items() if n}


class ProvinceFacet(Facet):
    """The provinces of today and those there were, around the areas that `area` leads to from a row.

    `public` is what must hold for the way there.
    """

    def __init__(self, area: str, public: Q | None = None) -> None:
        super().__init__("province")
        self.area, self.public = area, public or Q()

    def counts(self, filterset: RecordFilterSet) -> Mapping[str, int]:
        # Told apart here: joined to what an area is part of and became, the database takes four times as long.
        tree = places()
        placed = filterset.found(self.name).filter(self.public, **{f"{self.area}__isnull": False})
        pairs = placed.values_list("pk", self.area).iterator()
        return once_each((row, tree.slugs_around(area)) for row, area in pairs)

    def groups(self, counts: Mapping[str, int], chosen: Collection[str]) -> Iterable[tuple[str, Labels]]:
        known = map(places().by_slug.get, counts)
        shown = [place for place in known if place and (place.is_province or place.slug in chosen)]
        shown.sort(key=lambda place: (-counts[place.slug], place.sort_key))
        for heading, ended in ((_("Provinces today"), False), (_("Former provinces"), True)):
            yield heading, [(place.slug, place.name) for place in shown if bool(place.ended) is ended]


class ProviderFacet(Facet):
    """The groups whose agreements they are: those of a unit count for its group."""

    folds = True

    def __init__(self) -> None:
        super().__init__("provider")

    def counts(self, filterset: RecordFilterSet) -> Mapping[str, int]:
        partner = "parties__partner"
        parent = Case(When(Partner.public_q(f"{partner}__parent__"), then=F(f"{partner}__parent")))
        given = filterset.found(self.name).filter(Partner.public_q(f"{partner}__"), parties__side=Party.Side.PROVIDER)
        alike = dict[tuple[int, int | None], frozenset[int]]()
        found = once_each(
            (row, alike.setdefault((own, group), frozenset({own, group} - {None})))
            for row, own, group in given.values_list("pk", partner, parent).iterator()
        )
        groups = {group or own for own, group in alike}
        return {slug: found[pk] for pk, slug in Partner.objects.filter(pk__in=groups).values_list("pk", "slug")}

    def groups(self, counts: Mapping[str, int], chosen: Collection[str]) -> Iterable[tuple[str, Labels]]:
        yield "", most_first(counts, named(Partner, counts))


class TopicFacet(Facet):
    """What the clauses of agreements are on."""

    def __init__(self) -> None:
        super().__init__("topic")

    def counts(self, filterset: RecordFilterSet) -> Mapping[str, int]:
        # Outer joins, from the agreement on: SQLite keeps to their order and reads indexes only.
        on = filterset.found(self.name).values_list("clauses__topic_links__topic")
        by_key = dict(on.annotate(n=Count("pk", distinct=True)))
        slugs = Topic.objects.public().values_list("pk", "slug")
        return {slug: by_key[key] for key, slug in slugs if key in by_key}

    def groups(self, counts: Mapping[str, int], chosen: Collection[str]) -> Iterable[tuple[str, Labels]]:
        yield "", most_first(counts, named(Topic, counts))


class OfficeFacet(Facet):
    """Where people have held an office."""

    def __init__(self) -> None:
        super().__init__("partner")

    def counts(self, filterset: RecordFilterSet) -> Mapping[str, int]:
        held = Position.objects.public().filter(person__in=filterset.found(self.name).values("pk")).order_by()
        return dict(held.values_list("partner__slug").annotate(n=Count("person", distinct=True)))

    def groups(self, counts: Mapping[str, int], chosen: Collection[str]) -> Iterable[tuple[str, Labels]]:
        yield "", most_first(counts, named(Partner, counts))


def once_each(found: Iterable[tuple[int, frozenset[Any]]]) -> Counter[Any]:
    """How many rows have each value: `found` are rows with some of their values, a row perhaps several times."""
    by_row = dict[int, frozenset[Any]]()
    for row, values in found:
        by_row[row] = by_row[row] | values if row in by_row else values
    counts = Counter[Any]()
    for values, n in Counter(by_row.values()).items():
        for value in values:
            counts[value] += n
    return counts


def merged(chosen: Iterable[Any], counts: Mapping[str, int]) -> list[tuple[Place, Place]]:
    """The areas that became part of the `chosen` ones and have rows, by the `counts` of a province facet; each with
    what it became."""
    if not chosen:
        return []
    tree = places()
    inside = [tree.by_pk[pk] for area in chosen for pk in tree.within(area.pk) if pk != area.pk]
    return [
        (place, successor)
        for place in sorted(inside, key=lambda place: place.sort_key)
        if counts.get(place.slug) and (successor := tree.get(place.successor))
    ]
