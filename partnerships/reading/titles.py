"""What the agreements of an article are called: they are kept so, whoever reads."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.utils import translation
from django.utils.translation import gettext as _

from partnerships.models.instruments import instrument
from records.dates import format_date
from records.text import words

from .bodies import Body


def called(values: Mapping[str, str], sides: Sequence[Body], published: date | None) -> str:
    """What its slug is made of: the public side and the year."""
    who = next((body.place or body.name for body in sides if not body.is_business), sides[0].name)
    year = next((part for part in (values.get("signed", ""), values.get("period", "")) if part[:4].isdigit()), "")
    return " ".join([*words(who), (year or (str(published.year) if published else ""))[:4]])


def title(values: Mapping[str, str], sides: Sequence[Body]) -> str:
    with translation.override("vi"):
        kind = instrument(values["kind"], values.get("strategic", "")) or _("Cooperation")
        told = {
            "instrument": kind[:1].upper() + kind[1:],
            "one": next((body.name for body in sides if body.is_business), sides[-1].name),
            "other": next((body.name for body in sides if not body.is_business), sides[0].name),
        }
        said = _("%(instrument)s between %(one)s and %(other)s") % told
        return f"{said}, {_years(period)}" if (period := values.get("period")) else said


def title_of_earlier(values: Mapping[str, str]) -> str:
    with translation.override("vi"):
        return _("Earlier agreement, %(year)s") % {"year": _years(values.get("period") or values["signed"])}


def _years(period: str) -> str:
    """The years of a day or a period; of what lasts is said that it does."""
    first, _to, last = (end[:4] for end in period.partition("/"))
    return format_date(first if last in ("", first) else f"{first}/{last}")
