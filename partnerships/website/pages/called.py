"""What things are called in the reader's language: in English by rule, else in Vietnamese, and marked as that."""

from typing import Any

from django.utils.html import escape, format_html
from django.utils.text import Truncator
from django.utils.translation import get_language

from partnerships.models import Agreement, Area, Partner, Position
from partnerships.models.english import (
    AREAS,
    UNITS,
    agreement_in_english,
    area_in_english,
    body_in_english,
    office_in_english,
)


class Spoken(str):
    """A text in a language of its own or in several; on a page each part says which."""

    __slots__ = ("html",)
    html: str

    def __html__(self) -> str:
        return self.html


def either(vietnamese: str, english: str) -> str:
    """`vietnamese` for its readers; for others `english`, where there is any."""
    if get_language() != "en":
        return vietnamese
    said = Spoken(english or vietnamese)
    said.html = format_html('<span lang="{}">{}</span>', "en" if english else "vi", str(said))
    return said


def called(record: Any) -> str:
    match record:
        case Area():
            return place_called(record)
        case Partner():
            return body_called(record.name)
        case Agreement():
            return either(record.title, agreement_in_english(record.title, record.kind, record.strategic))
        case Position():
            return office_called(record)
    return str(record)


def body_called(name: str) -> str:
    return either(name, body_in_english(name))


def office_called(position: Position) -> str:
    """The office with the body that it is held at, which is named once: `Chủ tịch UBND tỉnh Bắc Kạn`."""
    title, body = position.title, position.partner.name
    words, at = title.split(), body.split()
    same = next((n for n in range(min(len(words), len(at)), 0, -1) if words[-n:] == at[:n]), 0)
    vietnamese = " ".join((title, *at[same:])) if same else f"{title}, {body}"
    english = [office_in_english(" ".join(words[:-same]) if same else title), body_in_english(body)]
    return either(vietnamese, ", ".join(english) if all(english) else "")


def title_called(title: str) -> str:
    return either(title, office_in_english(title))


def place_called(place: Any, *, inside: bool = False) -> str:
    """An area, or what one was called at some time; `inside` a sentence: `tỉnh Thái Nguyên`."""
    vietnamese = str(place)
    designation = next((each for each in AREAS if vietnamese.startswith(f"{each} ")), "")
    name = vietnamese.removeprefix(f"{designation} ")
    if inside and designation:
        vietnamese = f"{designation.lower()} {name}"
    return either(vietnamese, area_in_english(designation, name))


def unit_called(unit: str) -> str:
    return either(unit, UNITS.get(unit, ""))


def shorter(said: str, most: int) -> str:
    """What is said in one language, cut to `most` signs."""
    short = Truncator(str(said)).chars(most)
    if not isinstance(said, Spoken):
        return short
    cut = Spoken(short)
    cut.html = said.html.replace(escape(str(said)), escape(short))
    return cut
