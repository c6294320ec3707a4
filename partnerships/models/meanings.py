"""What words of a search mean in this register: places with all they were called and took the place of, partners,
offices, topics, terms and years."""

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, reduce
from operator import or_
from typing import Any

from django.db.models import Q
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from people.models import Person
from records import text
from records.caching.counts import cached_counts
from records.labels import codes_called
from records.search.abbreviations import Form
from records.search.vocabulary import Known, Lexicon, Meaning, Recogniser, Rows, understands

from .agreements import Agreement
from .area_history import AreaName
from .area_tree import Places, places
from .areas import Area
from .clauses import Clause
from .deployments import Deployment
from .events import Event
from .lifecycle import Lifecycle
from .outcomes import Indicator, Observation
from .parties import Party, Signatory
from .partners import Partner, PartnerName
from .positions import Position
from .topics import Solution, Topic

# More names are not known by heart, and more ways to write one place are not sought.
MOST_KNOWN, MOST_NAMES = 2_000, 12


def _said(label: Any, value: Any) -> Any:
    return format_lazy("{}: {}", label, value)


# Places


@cached_counts
def _areas() -> tuple[Places, Lexicon, Mapping[int, list[str]]]:
    """The public areas; what they are called; and by their keys, the names they are shown under first."""
    tree = places()
    names: dict[int, list[str]] = {area.pk: [area.name, str(area)] for area in tree.by_pk.values()}
    for each in AreaName.objects.filter(area__in=Area.objects.public()).only("area_id", "name", "designation"):
        names[each.area_id] += [each.name, str(each)]
    called = {(name, pk) for pk, each in names.items() for name in each}
    # A commune of one syllable is rather a syllable of something else; a province is written in one word abroad.
    known = {(name, pk) for name, pk in called if tree.by_pk[pk].is_province or " " in name}
    return (
        tree,
        Lexicon(known | {(name.replace(" ", ""), pk) for name, pk in known if tree.by_pk[pk].is_province}),
        names,
    )


@understands
def by_place() -> Recogniser:
    tree, lexicon, names = _areas()

    def place(words: Form, typed: Form) -> Known | None:
        length, found = lexicon.longest(words, typed)
        if not found:
            return None
        areas = frozenset[int]().union(*(tree.within(pk) for pk in found))
        shown = min((tree.by_pk[pk] for pk in found), key=lambda area: (bool(area.ended), area.sort_key))
        filters = {model: {"province": shown.slug} for model in (Agreement, Clause)}
        meaning = Meaning(_said(_("place"), shown.name), _of_areas(areas), filters, areas=areas)
        former = [pk for pk in areas - found if tree.by_pk[pk].is_province]
        also, before = ([name for pk in sorted(keys) for name in names[pk][::2]] for keys in (found, former))
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
    topics = {each.slug: each for each in Topic.objects.public()[:MOST_KNOWN]}
    called = (
        (name, each.slug) for each in topics.values() for name in (each.label_vi, each.label_en, *each.synonym_list)
    )
    return _Names(
        Lexicon([*((each.name, pk) for pk, each in partners.items()), *named]),
        partners,
        Lexicon([*((title, title) for title in titles), *begun]),
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
    return Meaning(_said(_("partner"), partners[0].name), _of_partners(Q(partner__in=partners)), filters)


def _of_offices(titles: Collection[str]) -> Meaning:
    held = Position.objects.public().filter(title__in=titles).values("person")
    return Meaning(_said(_("office held"), min(titles, key=len)), {Person: lambda: Q(pk__in=held)})


def _of_topics(topics: Sequence[Topic]) -> Meaning:
    clauses = Clause.objects.agreed().filter(topic_links__topic__in=topics)
    rows: Rows = {
        Agreement: lambda: Q(pk__in=clauses.values("agreement")),
        Clause: lambda: Q(pk__in=clauses.values("pk")),
    }
    filters = {model: {"topic": topics[0].slug} for model in (Agreement, Clause)}
    return Meaning(_said(_("topic"), topics[0]), rows, filters)


# Terms

# What people call a term beside its labels.
_CALLED: Mapping[Any, tuple[str, ...]] = {
    Lifecycle.IN_FORCE: ("còn hiệu lực", "còn hạn", "đang thực hiện", "active", "current", "still in force"),
    Lifecycle.EXPIRED: ("đã hết hạn", "hết hiệu lực", "đã hết hiệu lực", "đã kết thúc", "ended"),
    Lifecycle.TERMINATED: ("đã chấm dứt", "bị chấm dứt", "hủy bỏ"),
    Lifecycle.UNKNOWN: ("không rõ thời hạn", "chưa rõ hiệu lực", "unknown period"),
    Agreement.Kind.AGREEMENT: ("cooperation agreements",),
    Agreement.Kind.MEMORANDUM: ("biên bản ghi nhớ", "mou", "memoranda", "memorandums"),
    Agreement.Kind.MINUTES: (),
    Agreement.Strategic.YES: (),
    Clause.State.OVERDUE: ("quá hạn", "đã quá hạn", "trễ hạn", "chậm tiến độ", "overdue"),
    Clause.State.MET: ("fulfilled", "đã hoàn thành"),
    Signatory.Part.EXCHANGED: ("trao đổi văn bản", "exchanged documents"),
}
# Codes that are no words for what they stand for.
_CODES = ("yes", "agreement")
# Bodies as they are called in English, and what is written here.
_BODIES = {
    "People's Committee": ("UBND", "Ủy ban nhân dân"),
    "Party Committee": ("Tỉnh ủy",),
    "Department of Education and Training": ("Sở GD&ĐT", "Sở Giáo dục và Đào tạo"),
    "Department of Information and Communications": ("Sở TT&TT", "Sở Thông tin và Truyền thông"),
    "Department of Health": ("Sở Y tế",),
    "Tax Department": ("Cục Thuế",),
}
# What asks for any row of a model.
_ANY: Mapping[Any, tuple[str, ...]] = {
    Agreement: ("thỏa thuận", "các thỏa thuận", "agreement", "agreements", "văn bản hợp tác", "deals"),
    Clause: ("cam kết", "các cam kết", "commitment", "commitments", "lời hứa", "promises"),
}


@cache
def _terms() -> Lexicon:
    known: list[tuple[str, Any]] = []
    for term, others in _CALLED.items():
        terms: Any = type(term)
        labels = [name for name, code in codes_called(terms).items() if code == term.value and name not in _CODES]
        known += [(name, term) for name in (*labels, *others)]
    known += [(name, name) for name in _BODIES]
    return Lexicon([*known, *((name, model) for model, names in _ANY.items() for name in names)])


_DENIALS = Lexicon((name, True) for name in ("chưa", "không", "không còn", "chưa bị", "not", "not yet", "no longer"))


def term(words: Form, typed: Form) -> Known | None:
    length, found = _terms().longest(words, typed)
    if not found:
        return _denied(words, typed)
    asked = next(iter(found))
    if isinstance(asked, type):
        return Known(length, Meaning(asked._meta.verbose_name_plural, {asked: None}, {asked: {}}, asks=True))  # type: ignore[attr-defined]
    if isinstance(asked, str) and asked in _BODIES:
        return Known(length, Meaning(_said(_("in Vietnamese"), _BODIES[asked][0])), _BODIES[asked])
    model, parameter, of_term = _OF_TERMS[type(asked)]
    return Known(length, Meaning(asked.label, of_term(asked), {model: {parameter: asked.value}}, asks=True))


def _denied(words: Form, typed: Form) -> Known | None:
    """Not in a state: in any other. Of other terms nobody denies anything, so the words are only words."""
    length, _found = _DENIALS.longest(words, typed)
    states, found = _terms().longest(words[length:], typed[length:]) if length else (0, set())
    asked = next(iter(found), None)
    if not isinstance(asked, (Lifecycle, Clause.State)):
        return None
    model, _parameter, of_term = _OF_TERMS[type(asked)]
    where: Any = of_term(asked)[model]
    meaning = Meaning(_said(_("any state but"), asked.label), {model: lambda: ~where()}, asks=True)
    return Known(length + states, meaning)


def _of_points(state: Any) -> Rows:
    points = Clause.objects.agreed().in_states(state).order_by()
    return {Clause: lambda: Q(pk__in=points.values("pk")), Agreement: lambda: Q(pk__in=points.values("agreement"))}


def _of_parts(part: Any) -> Rows:
    parts = Signatory.objects.public().filter(part=part)
    return {
        Agreement: lambda: Q(pk__in=parts.values("agreement")),
        Person: lambda: Q(pk__in=parts.values("person")),
    }


_OF_TERMS: Mapping[Any, tuple[Any, str, Callable[[Any], Rows]]] = {
    Lifecycle: (
        Agreement,
        "lifecycle",
        lambda state: {Agreement: lambda: Q(pk__in=Agreement.objects.in_states(state).order_by().values("pk"))},
    ),
    Agreement.Kind: (Agreement, "kind", lambda kind: {Agreement: lambda: Q(kind=kind)}),
    Agreement.Strategic: (Agreement, "strategic", lambda yes: {Agreement: lambda: Q(strategic=yes)}),
    Clause.State: (Clause, "state", _of_points),
    Signatory.Part: (Signatory, "part", _of_parts),
}


understands(lambda: term)


# Days and years

_ENDED = re.compile(
    r"(?:(?:da |se |sap )?(?:het han|het hieu luc|ket thuc|den han)|expir(?:ed|es|ing)|end(?:ed|s|ing)|until|den het)"
    r"(?: vao| trong| in| by)?(?: nam)? (20\d\d) "
)
_SIGNED = re.compile(r"(?:(?:da )?ky(?: ket)?(?: vao| trong)?(?: nam)?|nam|signed(?: in)?|from|in) (20\d\d) ")
_ALONE = re.compile(r"(20\d\d) ")
_DAY = re.compile(r"(?:ngay )?([0-3]?\d) (?:thang )?([01]?\d) (?:nam )?(20\d\d) ")


def year(words: Form, typed: Form) -> Known | None:
    """A day, or a year alone or with what happened in it: an agreement was signed or ended then."""
    said = f"{' '.join(words[:8])} "
    if found := _DAY.match(said):
        try:
            day = date(int(found[3]), int(found[2]), int(found[1]))
        except ValueError:  # no day of any calendar: it says nothing of the year behind it, either
            return Known(len(found[0].split()), Meaning(_("no day of the calendar"), {Agreement: lambda: Q(pk=None)}))
        rows: Rows = {
            Agreement: lambda: Q(signed_earliest=day, signed_latest=day),
            Event: lambda: Q(date_earliest=day, date_latest=day),
        }
        return Known(len(found[0].split()), Meaning(_said(_("day"), f"{day.day}/{day.month}/{day.year}"), rows))
    for pattern, label, ways, parameter in (
        (_ENDED, _("end of the period"), (_ended,), ""),
        (_SIGNED, _("year of signing"), (_signed,), "year"),
        (_ALONE, _("year"), (_signed, _ended), ""),
    ):
        if found := pattern.match(said):
            conditions = [way(int(found[1])) for way in ways]
            filters = {Agreement: {parameter: found[1]}} if parameter else {}
            rows = {Agreement: lambda conditions=conditions: reduce(or_, conditions)}
            return Known(len(found[0].split()), Meaning(_said(label, found[1]), rows, filters, asks=pattern != _ALONE))
    return None


def _signed(year: int) -> Q:
    """Signed on a day that may lie in the year."""
    return Q(signed_earliest__lte=date(year, 12, 31), signed_latest__gte=date(year, 1, 1))


def _ended(year: int) -> Q:
    days = (date(year, 1, 1), date(year, 12, 31))
    return Q(period_latest__range=days) | Q(terminated_latest__range=days)


understands(lambda: year)
