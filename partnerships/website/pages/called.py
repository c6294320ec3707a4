"""What offices, places and units are called in the reader's language: in English by rule, else in Vietnamese."""

from typing import Any

from partnerships.models import Observation, Position
from partnerships.models.english import AREAS, UNITS, area_in_english, body_in_english, office_in_english
from records.spoken import either, in_reader_s, together
from records.templatetags.described import figure


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
    designation = _designation(vietnamese)
    english = area_in_english(designation, vietnamese.removeprefix(f"{designation} "))
    return either(written_inside(vietnamese) if inside else vietnamese, english)


def written_inside(place: str) -> str:
    designation = _designation(place)
    return f"{designation.lower()}{place.removeprefix(designation)}"


def _designation(place: str) -> str:
    return next((each for each in AREAS if place.startswith(f"{each} ")), "")


def unit_called(unit: str) -> str:
    return either(unit, UNITS.get(unit, ""))


# How a value and its unit stand together where the one does not follow the other.
MEASURED = {"hạng": "{1} {0}", "%": "{0}{1}"}


def measured(observation: Observation) -> str:
    """Its value with its bound and its unit: `about 20 bodies`, `rank 21/63`, `90%`."""
    bound = "" if observation.bound == Observation.Bound.EXACT else f"{observation.get_bound_display()} "
    among = f"/{figure(observation.denominator)}" if observation.denominator else ""
    unit = observation.indicator.unit
    number = in_reader_s(f"{bound}{figure(observation.value)}{among}")
    return together(MEASURED.get(unit, "{0} {1}"), number, unit_called(unit))
