"""The parties of a row that somebody filled by hand: which partners its names are, and on which side each stands."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from django.utils.translation import gettext as _

from records.names import spelling
from records.sheet_names import SheetNames
from records.sheets import Texts
from records.text import fold

from .areas import Area
from .parties import Party
from .partners import Partner
from .sheet_words import (
    BRAND,
    IN_BRACKETS,
    KINDS,
    TERRITORY,
    by_words,
    committee,
    is_body,
    is_capitalised,
    is_nothing,
    items,
    looks_joined,
    parted,
    pieces,
    side_of,
)

COLUMNS = ("provider", "province", "partner")
_COMMITTEE_OF = re.compile(r"^(?:UBND|[UỦ][ỶY] ban nhân dân)\s+", re.IGNORECASE)
_PROVINCE = re.compile(
    r"(?:UBND|[UỦ][ỶY] ban nhân dân) (?:tỉnh|thành phố|TP\.?) (.+?)(?=\s+và\s|\s*[,;\n(]|$)", re.IGNORECASE
)
_OF_A_PROVINCE = (Partner.Kind.DEPARTMENT, Partner.Kind.PARTY_COMMITTEE)
_GROUP = re.compile(r"^tập đoàn (?=\S+$)", re.IGNORECASE)


class Side(NamedTuple):
    """A partner on a row: what stands for it in a table, its name, slug where one is known, and side; the column that
    names it, and what somebody should look at."""

    said: str
    name: str
    slug: str
    side: str
    column: str
    doubts: list[str]


class _Named(NamedTuple):
    name: str
    known: list[str]
    kind: str
    column: str
    doubts: list[str]


def bodies_of(texts: Texts) -> Iterator[str]:
    """All names by which the register may know a party of the row."""
    for column in COLUMNS:
        for text in items(texts.get(f"parties.{column}", "")):
            for each in {text, *pieces(text)}:
                yield from (each, IN_BRACKETS.sub("", each), committee(each))


def sides_of(texts: Texts, names: SheetNames, partners: Mapping[str, Partner]) -> list[Side]:
    """The parties of the row, each once; drafts of those that the register has not. `partners`: those it has."""
    named = [*_named(texts, names, partners)]
    sides = {at: side for at, each in enumerate(named) if (side := _side(each))}
    # Who is no public body is its provider, if nobody else is.
    business = Party.Side.NEITHER if Party.Side.PROVIDER in sides.values() else Party.Side.PROVIDER
    parties: dict[str, Side] = {}
    for at, (name, known, kind, column, doubts) in enumerate(named):
        side = sides.get(at, str(business))
        slug = known[0] if len(known) == 1 else ""
        if not known:
            told = {"name": name, "kind": Partner.Kind(kind).label, "side": Party.Side(side).label}
            said = _("“%(name)s” is new, by its name: %(kind)s. Side: %(side)s.") % told
            areas = names.found(Area, area_of(name))
            columns = {"name": name, "kind": kind, "area": areas[0] if len(areas) == 1 else ""}
            slug, new = names.draft(Partner, name, spelling(_core(name)), [said], **columns)
            if not new and _core(name) != name:
                doubts.append(_("“%(text)s” was read as %(slug)s.") % {"text": name, "slug": slug})
        elif slug not in ("", name):
            doubts.append(_("“%(text)s” was read as %(slug)s.") % {"text": name, "slug": slug})
        called = partners[slug].name if slug in partners else name
        parties.setdefault(slug or name, Side(slug or name, called, slug, side, column, doubts))
    return [*parties.values()]


def _named(texts: Texts, names: SheetNames, partners: Mapping[str, Partner]) -> Iterator[_Named]:
    for column in COLUMNS:
        for text in items(texts.get(f"parties.{column}", "")):
            several = [text]
            if not names.knows(Partner, text):
                several = parted(text, _beginning(text, names))
            for at, each in enumerate(several):
                if is_nothing(each):
                    continue
                doubts = doubts_of(text, several) if at == 0 else []
                name = committee(each) if column == "province" or TERRITORY.match(each) else each
                bare = IN_BRACKETS.sub("", name)
                if not names.knows(Partner, name) and names.knows(Partner, bare):
                    name = bare
                name, known = _here(texts, name, names, partners)
                if name not in (each, committee(each), bare):
                    doubts.append(_("“%(text)s” was read as “%(name)s”.") % {"text": each, "name": name})
                kind = partners[known[0]].kind if known else by_words(KINDS, name, _otherwise(column))
                yield _Named(name, known, kind, column, doubts)


def _here(texts: Texts, name: str, names: SheetNames, partners: Mapping[str, Partner]) -> tuple[str, list[str]]:
    """The name of a body, and those of the register that go by it: a department that is named without its province is
    that of the row, and none of another province which is also called so."""
    said = fold("; ".join(texts.get(column, "") for column in (*map("parties.{}".format, COLUMNS), "title")))
    known = names.found(Partner, name)
    provinces = {
        found[1] for found in _PROVINCE.finditer("; ".join(texts.get(f"parties.{each}", "") for each in COLUMNS))
    }
    if by_words(KINDS, name, "") in _OF_A_PROVINCE and len(provinces) == 1:
        (place,) = provinces
        if fold(place) not in fold(name):
            return (placed := f"{name} {place}"), names.found(Partner, placed)
    its = partners[known[0]] if len(known) == 1 else None
    elsewhere = its and its.kind in _OF_A_PROVINCE and its.area and fold(its.area.name) not in said
    return name, [] if its and elsewhere and spelling(name) != spelling(its.name) and name != its.slug else known


def _core(name: str) -> str:
    """What a group is known by: “Tập đoàn FPT” is “FPT”, as what is called so in brackets."""
    short = IN_BRACKETS.search(name)
    if short and BRAND.fullmatch(said := short[0].strip(" ()")):
        return said
    return _GROUP.sub("", name)


def area_of(name: str) -> str:
    """What the area of the people's committee `name` is called; empty of others."""
    return _COMMITTEE_OF.sub("", name) if _COMMITTEE_OF.match(name) else ""


def _beginning(text: str, names: SheetNames) -> Callable[[str], bool]:
    """What tells where a name of `text` begins. Beside a business that is known by name so does what is capitalised."""
    known = {each for each in pieces(text) if is_body(each) or names.knows(Partner, each)}
    brand = any(BRAND.match(each) or names.knows(Partner, each) for each in known)
    return lambda name: name in known or (brand and is_capitalised(name)) or is_body(name)


def doubts_of(text: str, several: Sequence[str]) -> list[str]:
    """What is to be said of the names `several` that were made of `text`."""
    if len(several) > 1:
        told = {"text": text, "names": "”, “".join(several)}
        return [_("“%(text)s” was taken for several: “%(names)s”.") % told]
    if looks_joined(text):
        return [_("“%(text)s” was taken for one: write “;” between several.") % {"text": text}]
    return []


def _otherwise(column: str) -> str:
    return Partner.Kind.ENTERPRISE if column == "provider" else Partner.Kind.OTHER


def _side(party: _Named) -> str:
    """The side that its column or its kind says; empty of a business of which the others have to say it."""
    side = side_of(party.kind)
    if party.column == "provider" and side != Party.Side.PUBLIC_BODY:
        return str(Party.Side.PROVIDER)
    return "" if party.kind in Partner.BUSINESS else side


def of_column(parties: Iterable[Side], column: str) -> list[str]:
    """The slugs of the parties for which somebody signed whom `column` names: of the same column, or else side."""
    there = [*parties]
    own = [each.slug for each in there if each.column == column or (column, each.column) == ("partner", "province")]
    of_side = [each.slug for each in there if (each.side == Party.Side.PROVIDER) == (column == "provider")]
    return own or of_side
