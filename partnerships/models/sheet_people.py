"""Who signed, or was there, as the cells of a row name them that somebody filled by hand."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from people.models import Person
from records.sheet_names import SheetNames
from records.sheets import Texts
from records.text import fold

from .parties import Signatory
from .sheet_parties import Side, doubts_of, of_column
from .sheet_words import (
    ADDRESSED,
    WHOLE_NAME,
    is_nothing,
    is_person,
    items,
    parted,
    person_and_office,
    pieces,
)

COLUMNS = ("provider", "partner", "signed", "not_said")
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
    for column in COLUMNS:
        for text in items(texts.get(f"signatories.{column}", "")):
            yield from (person_and_office(each)[0] for each in {text, *pieces(text)})


def signers_of(texts: Texts, parties: Sequence[Side], names: SheetNames) -> Iterator[Signer]:
    """The people of the row; drafts of those whom the register has not.

    Raises:
        ValidationError: by column: there are as many offices as people.
    """
    for column in COLUMNS:
        cells = items(texts.get(f"signatories.{column}", ""))
        several = [parted(text, lambda name: is_person(name) or names.knows(Person, name)) for text in cells]
        doubts = {sum(map(len, several[:at])): doubts_of(text, several[at]) for at, text in enumerate(cells)}
        people = [text for each in several for text in each]
        offices, shared = _offices(texts, column, len(people))
        sides = of_column(parties, column) if column in ("provider", "partner") else []
        part = Signatory.Part.NOT_SAID if column == "not_said" else Signatory.Part.SIGNED
        for at, text in enumerate(people):
            name, office = person_and_office(text)
            if is_nothing(text) or is_nothing(name):
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
    offices = items(texts.get(f"signatories.{column}.office", ""))
    if people > 1 and len(offices) != people:
        apart = [each for text in offices for each in pieces(text)]
        offices = apart if len(apart) == people else offices
    if not people or all(map(is_nothing, offices)):
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
    if (ADDRESSED.match(text) and len(name.split()) < WHOLE_NAME) or not ADDRESSED.sub("", text).startswith(name):
        read = [_("“%(text)s” was read as “%(name)s”.") % {"text": text, "name": name}]
    slug, new = names.draft(Person, name, doubts=read, name=name)
    if new:
        return slug, []
    return slug, [_("“%(name)s” stands in an earlier row too: both are taken for one person.") % {"name": name}]
