"""The parties of a row that somebody filled by hand, and who signed for them: which partners and people are named."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from people.models import Person
from records.names import spelling
from records.sheet_names import SheetNames
from records.sheets import Texts
from records.text import fold

from . import sheet_words as cell
from .areas import Area
from .parties import Party, Signatory
from .partners import Partner
from .sides import side_of, sides_by_kind

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
        for text in cell.items(texts.get(f"parties.{column}", "")):
            for each in {text, *cell.pieces(text)}:
                yield from (each, cell.IN_BRACKETS.sub("", each), cell.committee(each))


def sides_of(texts: Texts, names: SheetNames, partners: Mapping[str, Partner]) -> list[Side]:
    """The parties of the row, each once; drafts of those that the register has not. `partners`: those it has."""
    named = [*_named(texts, names, partners)]
    sides = sides_by_kind([(each.kind, _said(each)) for each in named])
    parties: dict[str, Side] = {}
    for at, (name, known, kind, column, doubts) in enumerate(named):
        side = sides[at] or str(Party.Side.NEITHER)
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
        unknown = Partner.Kind.ENTERPRISE if column == "provider" else Partner.Kind.OTHER
        for text in cell.items(texts.get(f"parties.{column}", "")):
            several = [text]
            if not names.knows(Partner, text):
                several = cell.parted(text, _beginning(text, names))
            for at, each in enumerate(several):
                if cell.is_nothing(each):
                    continue
                doubts = doubts_of(text, several) if at == 0 else []
                name = cell.committee(each) if column == "province" or cell.TERRITORY.match(each) else each
                bare = cell.IN_BRACKETS.sub("", name)
                if not names.knows(Partner, name) and names.knows(Partner, bare):
                    name = bare
                name, known = _here(texts, name, names, partners)
                if name not in (each, cell.committee(each), bare):
                    doubts.append(_("“%(text)s” was read as “%(name)s”.") % {"text": each, "name": name})
                kind = partners[known[0]].kind if known else cell.by_words(cell.KINDS, name, unknown)
                yield _Named(name, known, kind, column, doubts)


def _here(texts: Texts, name: str, names: SheetNames, partners: Mapping[str, Partner]) -> tuple[str, list[str]]:
    """The name of a body, and those of the register that go by it: a department that is named without its province is
    that of the row, and none of another province which is also called so."""
    said = fold("; ".join(texts.get(column, "") for column in (*map("parties.{}".format, COLUMNS), "title")))
    known = names.found(Partner, name)
    provinces = {
        found[1] for found in _PROVINCE.finditer("; ".join(texts.get(f"parties.{each}", "") for each in COLUMNS))
    }
    if cell.by_words(cell.KINDS, name, "") in _OF_A_PROVINCE and len(provinces) == 1:
        (place,) = provinces
        if fold(place) not in fold(name):
            return (placed := f"{name} {place}"), names.found(Partner, placed)
    its = partners[known[0]] if len(known) == 1 else None
    elsewhere = its and its.kind in _OF_A_PROVINCE and its.area and fold(its.area.name) not in said
    return name, [] if its and elsewhere and spelling(name) != spelling(its.name) and name != its.slug else known


def _core(name: str) -> str:
    """What a group is known by: “Tập đoàn FPT” is “FPT”, as what is called so in brackets."""
    short = cell.IN_BRACKETS.search(name)
    if short and cell.BRAND.fullmatch(said := short[0].strip(" ()")):
        return said
    return _GROUP.sub("", name)


def area_of(name: str) -> str:
    """What the area of the people's committee `name` is called; empty of others."""
    return _COMMITTEE_OF.sub("", name) if _COMMITTEE_OF.match(name) else ""


def _beginning(text: str, names: SheetNames) -> Callable[[str], bool]:
    """What tells where a name of `text` begins. Beside a business that is known by name so does what is capitalised."""
    known = {each for each in cell.pieces(text) if cell.is_body(each) or names.knows(Partner, each)}
    brand = any(cell.BRAND.match(each) or names.knows(Partner, each) for each in known)
    return lambda name: name in known or (brand and cell.is_capitalised(name)) or cell.is_body(name)


def doubts_of(text: str, several: Sequence[str]) -> list[str]:
    """What is to be said of the names `several` that were made of `text`."""
    if len(several) > 1:
        told = {"text": text, "names": "”, “".join(several)}
        return [_("“%(text)s” was taken for several: “%(names)s”.") % told]
    if cell.looks_joined(text):
        return [_("“%(text)s” was taken for one: write “;” between several.") % {"text": text}]
    return []


def _said(party: _Named) -> str:
    """The side that its column says: nobody is its provider there whose kind is that of a public body."""
    provides = party.column == "provider" and side_of(party.kind) != Party.Side.PUBLIC_BODY
    return str(Party.Side.PROVIDER) if provides else ""


def of_column(parties: Iterable[Side], column: str) -> list[str]:
    """The slugs of the parties for which somebody signed whom `column` names: of the same column, or else side."""
    there = [*parties]
    own = [each.slug for each in there if each.column == column or (column, each.column) == ("partner", "province")]
    of_side = [each.slug for each in there if (each.side == Party.Side.PROVIDER) == (column == "provider")]
    return own or of_side


# People


_PEOPLE = ("provider", "partner", "signed", "not_said")
_BODY = re.compile(r"(?:(?:tinh|thanh|huyen) )?\S*")


class Signer(NamedTuple):
    """A person of a row: what names it in a table, the columns of the row of a signatory, and what is in doubt."""

    person: str
    party: str
    part: str
    capacity: str
    doubts: list[str]


def names_of(texts: Texts) -> Iterator[str]:
    """All names by which the register may know a person of the row."""
    for column in _PEOPLE:
        for text in cell.items(texts.get(f"signatories.{column}", "")):
            yield from (cell.person_and_office(each)[0] for each in {text, *cell.pieces(text)})


def signers_of(texts: Texts, parties: Sequence[Side], names: SheetNames) -> Iterator[Signer]:
    """The people of the row; drafts of those whom the register has not.

    Raises:
        ValidationError: by column: there are as many offices as people.
    """
    for column in _PEOPLE:
        cells = cell.items(texts.get(f"signatories.{column}", ""))
        several = [cell.parted(text, lambda name: cell.is_person(name) or names.knows(Person, name)) for text in cells]
        doubts = {sum(map(len, several[:at])): doubts_of(text, several[at]) for at, text in enumerate(cells)}
        people = [text for each in several for text in each]
        offices, shared = _offices(texts, column, len(people))
        sides = of_column(parties, column) if column in ("provider", "partner") else []
        part = Signatory.Part.NOT_SAID if column == "not_said" else Signatory.Part.SIGNED
        for at, text in enumerate(people):
            name, office = cell.person_and_office(text)
            if cell.is_nothing(text) or cell.is_nothing(name):
                continue
            # Of several parties on a side each has its signer, or nobody knows whose he is.
            party = sides[at] if len(sides) == len(people) else sides[0] if len(sides) == 1 else ""
            if office and (whose := [each for each in parties if fold(each.name).endswith(fold(office))]):
                party, office = whose[0].slug, ""  # “Lê Văn Một (FPT)” names for whom
            if not party and len(named := _named_in(office, parties, sides)) == 1:
                party = named[0]
            person, doubt = _person(text, name, names)
            capacity = offices[at] if offices else office
            yield Signer(person, party, str(part), capacity, [*doubts.get(at, ()), *(() if at else shared), *doubt])


def _named_in(office: str, parties: Sequence[Side], sides: Sequence[str]) -> list[str]:
    """Those of `sides` whose kind of body an office names: “Chủ tịch UBND tỉnh” speaks for the people's committee."""
    said = fold(office)
    bodies = ((each.slug, _BODY.match(fold(each.name))) for each in parties if each.slug in sides)
    return [slug for slug, body in bodies if body and body[0] in said]


def _offices(texts: Texts, column: str, people: int) -> tuple[list[str], list[str]]:
    """The office of each of so many `people`, or of none, and what is in doubt about that."""
    offices = cell.items(texts.get(f"signatories.{column}.office", ""))
    if people > 1 and len(offices) != people:
        apart = [each for text in offices for each in cell.pieces(text)]
        offices = apart if len(apart) == people else offices
    if not people or all(map(cell.is_nothing, offices)):
        return [], []
    if people == 1:
        return ["; ".join(offices)], []
    if len(offices) == 1:
        said = _("“%(text)s” stands beside several names, and was taken for the office of each.")
        return offices * people, [said % {"text": offices[0]}]
    if len(offices) != people:
        said = _("%(offices)s offices stand beside %(people)s names: write as many, with “;” between them.")
        told = said % {"offices": len(offices), "people": people}
        raise ValidationError({f"signatories.{column}.office": told})
    return offices, []


def _person(text: str, name: str, names: SheetNames) -> tuple[str, list[str]]:
    """What names the person in a table, and what is in doubt about that."""
    if known := names.found(Person, name):
        if known == [name]:
            return name, []
        said = _("“%(text)s” was read as %(slug)s.") % {"text": name, "slug": known[0]}
        return (known[0], [said]) if len(known) == 1 else (name, [])
    read = []
    short = cell.ADDRESSED.match(text) and len(name.split()) < cell.WHOLE_NAME
    if short or not cell.ADDRESSED.sub("", text).startswith(name):
        read = [_("“%(text)s” was read as “%(name)s”.") % {"text": text, "name": name}]
    slug, new = names.draft(Person, name, doubts=read, name=name)
    if new:
        return slug, []
    return slug, [_("“%(name)s” stands in an earlier row too: both are taken for one person.") % {"name": name}]
