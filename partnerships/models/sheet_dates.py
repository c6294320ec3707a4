"""The dates of a row that somebody filled by hand: what is not exact is taken as far as it is, and asked about."""

import re
from calendar import monthrange
from collections.abc import Mapping
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from records import dates
from records.date_parsing import LENGTH, NotExact
from records.text import normalise, words

_ENDS = ("period.from", "period.until")
_PLAIN = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d{2}))?(?:-(?P<day>\d{2}))?")
# A period without an end, in folded words.
_OPEN = re.compile(
    r"((khong|vo) (xac dinh |co |gioi han |quy dinh )?(thoi han|ky han|thoi gian)|khong gioi han|vo han|"
    r"indefinite(ly)?|open ended|unlimited|no (fixed )?(term|end|end date))"
)
_SIGNING = {"ngay ky", "tu ngay ky", "ke tu ngay ky", "khi ky", "ky", "signing", "date of signing"}
_SINCE, _SINCE_SIGNING = (
    re.compile(form, re.IGNORECASE) for form in (r"\b(từ|from|since|sau)\b", r"\b(ký|sign\w*|hiệu lực)\b")
)
_VISION = re.compile(
    r"(.+?)[,;]?\s*(?:và\s+)?(?:tầm nhìn|định hướng|vision)\s*(?:đến\s*)?(?:năm\s*)?(\d{4})", re.IGNORECASE
)
_WITH_REMARK = re.compile(r"(.*\S)\s*[(\[][^()\[\]]*[)\]]")
_MOST_PARTS = 4


def read_signing(texts: Mapping[str, str]) -> tuple[dict[str, str], list[str]]:
    """The row with its day of signing in EDTF, and what somebody should look at. What can be read in no way stays as
    it is: that is told where the whole row is read."""
    doubts = list[str]()
    signed = _loosely(texts.get("signed", ""), doubts)
    return {
        name: signed if name == "signed" else said for name, said in texts.items() if name != "signed" or signed
    }, doubts


def read_period(texts: Mapping[str, str], stored: str = "") -> tuple[dict[str, str], list[str]]:
    """The same of its period, behind the signing that was read. `stored`: that of the register, of which the row may
    say one end.

    Raises:
        ValidationError: by column: ends that contradict the period, or are none.
    """
    found, doubts = dict(texts), list[str]()
    period, signed = found.pop("period", None), texts.get("signed", "")
    if vision := _VISION.fullmatch(normalise(period or "")):
        period = vision[1]
        found.setdefault("vision", vision[2])
    if period:
        period = _period(period, signed, doubts) or None
    if ends := {name: _loosely(said, doubts) for name in _ENDS if (said := found.pop(name, ""))}:
        period = _ended(period or "", ends, signed, stored)
    return found | ({"period": period} if period is not None else {}), doubts


def _loosely(text: str, doubts: list[str]) -> str:
    """The EDTF of `text`, if need be without what is not exact in it, which goes to `doubts`; else itself."""
    said = normalise(text)
    for _part in range(_MOST_PARTS):
        try:
            read = dates.read(said)
        except NotExact as error:
            if error.text not in said:
                return text
            said = said.replace(error.text, error.form, 1)
        except ValidationError as error:
            if error.code == "unknown":
                return ""
            if not (bare := _WITH_REMARK.fullmatch(said)):
                return text
            said = bare[1]
        else:
            if said != normalise(text):
                _doubt(doubts, text, read)
            return read
    return text


def _doubt(doubts: list[str], text: str, read: str) -> None:
    doubts.append(_("“%(text)s” was read as %(read)s.") % {"text": text, "read": dates.format_date(read)})


def _period(text: str, signed: str, doubts: list[str]) -> str:
    """The EDTF of the period `text` of what was `signed`; empty where it says no dates."""
    if LENGTH.fullmatch(normalise(text)):
        if signed and not _is_date(signed):
            return ""  # the row is refused for that
        if period := lasting(text, signed):
            told = _("“%(text)s” was counted from the signing: %(period)s.") % {"text": text, "period": period}
        else:
            told = _("“%(text)s” cannot be counted from the signing, and the period is left empty.") % {"text": text}
        doubts.append(told)
        return period
    if _OPEN.fullmatch(" ".join(words(text))):
        period = f"{signed}/.." if _PLAIN.fullmatch(signed) else ""
        told = (
            _("“%(text)s” was read as open, from the signing.")
            if period
            else _("“%(text)s”: the period is left empty.")
        )
        doubts.append(told % {"text": text})
        return period
    read = _loosely(text, doubts)
    if read == text and not any(each.isdigit() for each in text):
        doubts.append(_("“%(text)s”: the period is left empty.") % {"text": text})
        return ""
    if dates.UncertainDate(read).precision == "day":  # nothing lasts a day
        read = f"../{read}"
        _doubt(doubts, text, read)
    return read


def lasting(period: str, signed: str) -> str:
    """The period in EDTF of “5 năm”, “12 tháng kể từ ngày ký” behind the day, month or year `signed`; empty where it
    is said otherwise, or of a day of which it is not known when it was."""
    said, day = LENGTH.fullmatch(normalise(period)), _PLAIN.fullmatch(signed)
    number = int(said["n"]) * (1 if said["months"] else 12) if said else 0
    if not said or not day or not number or (number % 12 and not day["month"]):
        return ""
    if _SINCE.search(said["more"] or "") and not _SINCE_SIGNING.search(said["more"]):
        return ""
    months = int(day["month"] or 1) - 1 + number
    end = date(int(day["year"]) + months // 12, months % 12 + 1, 1)
    if not day["day"]:
        return f"{signed}/{end.isoformat()[: len(signed)]}"
    last = monthrange(end.year, end.month)[1]
    return f"{signed}/{end.replace(day=min(int(day['day']), last))}"


def _ended(period: str, ends: Mapping[str, str], signed: str, stored: str) -> str:
    """The period of which the row says the beginning, the end or both; the other end is as in `period` or `stored`."""
    said: dict[str, str] = {}
    for name, text in ends.items():
        said[name] = _end(name, text, said.get("period.from", ""), signed)
        if not _is_date(said[name]):
            raise ValidationError({name: _why(text)})
    there = whole.split("/") if (whole := period or stored).count("/") == 1 else ["..", ".."]
    for name, end in zip(_ENDS, there, strict=True):
        own = said.setdefault(name, end)
        if period and not (own.startswith(end) or end in ("..", "")):
            told = {"period": period, "end": ends[name]}
            raise ValidationError({name: _("The period “%(period)s” says another end than “%(end)s”.") % told})
    return "/".join(said[name] for name in _ENDS)


def _end(name: str, text: str, first: str, signed: str) -> str:
    """The EDTF of the end `text`, which may be a part of a year, the signing, how long it is from there, or none."""
    folded = " ".join(words(text))
    if _OPEN.fullmatch(folded):
        return ".."
    if folded in _SIGNING:
        return signed or text
    if bounds := re.fullmatch(r"\[(.+)\.\.(.+)\]", text):
        return bounds[1 if name == "period.from" else 2]
    return lasting(text, first or signed).partition("/")[2] or text


def _is_date(text: str) -> bool:
    return text == ".." or not _why(text)


def _why(text: str) -> list[str]:
    try:
        dates.read(text)
    except ValidationError as error:
        return list(error.messages)
    return []
