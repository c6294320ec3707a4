"""What names in a search mean: places with all they were called and took the place of, partners, offices, topics."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.functional import lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from people.models import Person
from records import text
from records.caching.counts import cached_counts
from records.search.abbreviations import Form
from records.search.vocabulary import Known, Lexicon, Meaning, Recogniser, Rows, understands
from records.spoken import either

from .agreements import Agreement
from .area_history import AreaName
from .area_tree import Places, places
from .areas import Area
from .clauses import Clause
from .deployments import Deployment
from .english import office_in_english
from .outcomes import Indicator, Observation
from .parties import Party
from .partners import Partner, PartnerName
from .positions import Position
from .topics import Solution, Topic

# More names are not known by heart, and more ways to write one place are not sought.
MOST_KNOWN, MOST_NAMES = 2_000, 12


def said(label: Any, value: Any) -> Any:
    """What is meant, in words: its kind and its name."""
    return format_lazy("{}: {}", label, value)


_either = lazy(either, str)  # a meaning is kept for readers of all languages


# Places


@cached_counts
def _areas() -> tuple[Places, Lexicon, Mapping[int, list[str]]]:
    """The public areas; what they are called; and by their keys, the names they are shown under."""
    tree = places()
    names = {pk: [area.name] for pk, area in tree.by_pk.items()}
    called = {(name, pk) for pk, area in tree.by_pk.items() for name in (area.name, str(area), area.english)}
    for each in AreaName.objects.filter(area__in=Area.objects.public()).only("area_id", "name", "designation"):
        names[each.area_id].append(each.name)
        called |= {(each.name, each.area_id), (str(each), each.area_id)}
    # A commune of one syllable is rather a syllable of something else; a province is written in one word abroad.
    known = {(name, pk) for name, pk in called if tree.by_pk[pk].is_province or " " in name}
    joined = {(name.replace(" ", ""), pk) for name, pk in known if tree.by_pk[pk].is_province}
    return tree, Lexicon(known | joined), names


@understands
def by_place() -> Recogniser:
    tree, lexicon, names = _areas()

    def place(words: Form, typed: Form) -> Known | None:
        length, found = lexicon.longest(words, typed)
        if not found:
            return None
        areas = frozenset[int]().union(*(tree.within(pk) for pk in found))
        shown = min((tree.by_pk[pk] for pk in found), key=lambda area: (bool(area.ended), area.sort_key))
        filters = {model: {"province": shown.slug} for model in (Agreement, Clause, Partner)}
        meaning = Meaning(said(_("place"), shown.name), _of_areas(areas), filters, areas=areas)
        former = [pk for pk in areas - found if tree.by_pk[pk].is_province]
        also, before = ([name for pk in sorted(keys) for name in names[pk]] for keys in (found, former))
        return Known(length, meaning, _few(also, words[:length]), _few(before))

    return place


def _few(names: Iterable[str], typed: Form = ()) -> tuple[str, ...]:
    return tuple({" ".join(text.words(name)): name for name in names if tuple(text.words(name)) != typed}.values())[
        :MOST_NAMES
    ]


def _of_areas(areas: frozenset[int]) -> Rows:
    there = Q(partner__area__in=areas)
    here = Q(area__in=areas) | there
    return {
        Area: lambda: Q(pk__in=areas),
        Partner: lambda: Q(area__in=areas),
        **_of_partners(there),
        Solution: lambda: Q(pk__in=Deployment.objects.public().filter(here).values("solution")),
        Indicator: lambda: Q(pk__in=Observation.objects.public().filter(here).values("indicator")),
    }


def _of_partners(there: Q) -> Rows:
    parties, positions = Party.objects.public().filter(there), Position.objects.public().filter(there)
    return {
        Agreement: lambda: Q(pk__in=parties.values("agreement")),
        Clause: lambda: Q(agreement__in=parties.values("agreement")),
        Person: lambda: Q(pk__in=positions.values("person")),
    }


# Partners, offices and topics


@dataclass(frozen=True)
class _Names:
    """Who provides, as `Partner` rows by their keys; offices by their titles; topics by their slugs."""

    partners: Lexicon
    by_pk: Mapping[int, Partner]
    offices: Lexicon
    topics: Lexicon
    by_slug: Mapping[str, Topic]


@cached_counts
def _names() -> _Names:
    providers = Partner.objects.public().filter(kind__in=(Partner.Kind.GROUP, Partner.Kind.ENTERPRISE))
    partners = {each.pk: each for each in providers.order_by("-kind", "pk").only("slug", "name", "kind")[:MOST_KNOWN]}
    named = PartnerName.objects.filter(partner__in=partners).values_list("name", "partner")
    titles = Position.objects.public().order_by().values_list("title", flat=True).distinct()[:MOST_KNOWN]
    # Or by what a title begins with: chủ tịch, of a committee or of a board.
    begun = ((" ".join(title.split()[:n]), title) for title in titles for n in range(2, 1 + len(title.split())))
    english = [(office_in_english(title), title) for title in titles]
    english += [(office.partition(" of the ")[0], title) for office, title in english]
    topics = {each.slug: each for each in Topic.objects.public()[:MOST_KNOWN]}
    called = (
        (name, each.slug) for each in topics.values() for name in (each.label_vi, each.label_en, *each.synonym_list)
    )
    return _Names(
        Lexicon([*((name, pk) for pk, each in partners.items() for name in (each.name, each.english)), *named]),
        partners,
        Lexicon([*((title, title) for title in titles), *begun, *english]),
        Lexicon(called),
        topics,
    )


@understands
def by_name() -> Recogniser:
    known = _names()

    def named(words: Form, typed: Form) -> Known | None:
        length, found = known.partners.longest(words, typed)
        if found:
            return Known(length, _of_providers([known.by_pk[pk] for pk in found]))
        length, found = known.topics.longest(words, typed)
        if found:
            return Known(length, _of_topics([known.by_slug[slug] for slug in sorted(found)]))
        length, found = known.offices.longest(words, typed)
        return Known(length, _of_offices(found)) if found else None

    return named


def _of_providers(partners: Sequence[Partner]) -> Meaning:
    filters = {Agreement: {"provider": partners[0].slug}} if len(partners) == 1 else {}
    return Meaning(
        said(_("partner"), _either(partners[0].name, partners[0].english)),
        _of_partners(Q(partner__in=partners)),
        filters,
    )


def _of_offices(titles: Collection[str]) -> Meaning:
    held = Position.objects.public().filter(title__in=titles).values("person")
    shown = min(titles, key=len)
    return Meaning(said(_("office held"), _either(shown, office_in_english(shown))), {Person: lambda: Q(pk__in=held)})


def _of_topics(topics: Sequence[Topic]) -> Meaning:
    clauses = Clause.objects.agreed().filter(topic_links__topic__in=topics)
    rows: Rows = {
        Agreement: lambda: Q(pk__in=clauses.values("agreement")),
        Clause: lambda: Q(pk__in=clauses.values("pk")),
    }
    filters = {model: {"topic": topics[0].slug} for model in (Agreement, Clause)}
    return Meaning(said(_("topic"), topics[0]), rows, filters)
