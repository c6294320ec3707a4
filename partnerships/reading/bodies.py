"""Organisations that a text names: what kind each is, and by what key two namings are one."""

import re
from dataclasses import dataclass
from datetime import date

from partnerships.models import Area, Partner
from partnerships.models.sheet_words import KINDS, by_words, is_person
from records.names import spelling

from .names import Called, Names
from .signs import LISTS
from .text import TERRITORY, UPPER, WORD

# Groups under the names that announcements print, where the register knows them under no other.
GROUPS = {
    "Tập đoàn VNPT": ("VNPT", "Tập đoàn Bưu chính Viễn thông Việt Nam", "Tập đoàn Bưu chính - Viễn thông Việt Nam"),
    "Tập đoàn Viettel": (
        *("Viettel", "Tập đoàn Công nghiệp - Viễn thông Quân đội", "Tập đoàn Viễn thông Quân đội"),
        *("Tập đoàn Công nghiệp Viễn thông Quân đội", "Tập đoàn Công nghiệp và Viễn thông Quân đội"),
    ),
    "Tập đoàn FPT": ("FPT", "Công ty cổ phần FPT", "Công ty FPT"),
    "MobiFone": ("MobiFone", "Tổng công ty Viễn thông MobiFone", "Tập đoàn MobiFone", "Tổng công ty MobiFone"),
    "Tập đoàn CMC": ("CMC", "Tập đoàn Công nghệ CMC", "Công ty cổ phần Tập đoàn Công nghệ CMC"),
}
_GROUP = {spelling(name): group for group, names in GROUPS.items() for name in (group, *names)}
_BRANDS = r"VNPT|Viettel|VIETTEL|FPT|MobiFone|Mobifone|mobifone|MOBIFONE|CMC"
BRAND = re.compile(rf"(?<!\w)(?:{_BRANDS})(?!\w)")
_PROVINCE = spelling("tỉnh")
# What a unit of a group is called by besides the place where it works.
_UNITS = LISTS["units"]
_UNIT = re.compile(rf"(?:-| )(?P<unit>{_UNITS})(?![\w-])")
_NOT_UNITS = re.compile(r"\s*(?:Money|Cloud)\b(?! (?:ký|và))")
_COMMITTEE = r"(?:UBND|(?:Ủy|ủy|ỦY) (?:ban|Ban|BAN) (?:[Nn]hân|NHÂN) (?:[Dd]ân|DÂN)|HĐND)"
_SECTORS = LISTS["sectors"]
OFFICE_OF = re.compile(rf"(?:Sở|Bộ|Phòng|phòng) (?:{_SECTORS})(?!\w)")
_BEGUN, _NATIONAL = LISTS["heads"], LISTS["national"]
# What no name of an organisation goes on with.
_STOP = re.compile(LISTS["no_body"])
_SCHOOL = re.compile(r"(?:Đại học|ĐH) ")
_NAMED, _COMMITTEES = re.compile(r"(?!tập)\w+ (?:ủy|đoàn)"), re.compile(r"(?:ủy|(?:Tỉnh|Thành) [Đđ]oàn)$")
_OF_OFFICE = re.compile(r"(?i)(?:chủ tịch|giám đốc|bí thư|trưởng)\s+\Z")
_PERSON = re.compile(rf"(?:{WORD} ){{3,4}}(?![{UPPER}])|(?:{WORD} ){{2,3}}{WORD}(?!\w| [{UPPER}])")
_BEFORE_PLACE = re.compile(rf"\s+(?:(?:tại|[Cc]hi nhánh) )?(?:{TERRITORY} )?(?=[{UPPER}])")
_WHOLE_NAME = 3  # words: “Chủ tịch UBND thành phố Phan Quý Phương”
_IN_BRACKETS = re.compile(r"\s*\(([^()]{2,30})\)")
# Bodies of the whole country are of the state itself but for these.
_STATE = [
    each for each in KINDS if each[0] in (Partner.Kind.PARTY_COMMITTEE, Partner.Kind.SCHOOL, Partner.Kind.TAX_OFFICE)
]
# “Công an tỉnh”: that of the one that the text speaks of.
_OF_IT = re.compile(rf" {TERRITORY}(?! [{UPPER}]|\w)")
_TOKEN = re.compile(r"\s+(?:(?P<joint>và|&|[-–])\s+)?(?P<word>[^\W_][^\s,;:.()“”\"…!?]*)")


@dataclass(frozen=True)
class Body:
    """An organisation where a text names it. `bare`: by its territory or by what it is alone (“UBND tỉnh”).

    key: what two namings of one share. area: its slug and name, where it says of which it is.
    """

    name: str
    kind: str
    key: str
    start: int
    end: int
    area: Called | None = None
    place: str = ""
    bare: bool = False

    @property
    def is_business(self) -> bool:
        return self.kind in Partner.BUSINESS


_PATTERN = re.compile(
    rf"(?<!\w)(?:(?P<committee>{_COMMITTEE})(?: (?P<what>{TERRITORY}))?(?![\w])"
    rf"|(?P<brand>(?:Tập đoàn |tập đoàn |Tổng công ty |Công ty (?:cổ phần |CP )?)?(?P<one>{_BRANDS})(?![\w/]))"
    rf"|(?P<post>Viễn thông)(?= (?:{TERRITORY} )?[{UPPER}])"
    r"|(?P<bank>Agribank|BIDV|[A-Z][a-zA-Z]*[Bb]ank)(?!\w)"
    rf"|(?P<ministry>(?:Bộ|BỘ) (?:{_SECTORS})(?!\w))|(?P<sector>(?:Sở|Phòng|phòng) (?:{_SECTORS})(?!\w))|"
    rf"(?P<national>{_NATIONAL})(?!\w)|(?P<begun>{_BEGUN})(?=\W|$)(?! trưởng)|(?P<territory>{TERRITORY})(?= [{UPPER}]))"
)


def bodies(text: str, names: Names, on: date | None) -> list[Body]:
    """The organisations that `text` (in one spelling) names, in order; areas as they were on the day."""
    found: list[Body] = []
    start = 0
    while match := _PATTERN.search(text, start):
        body = _read(text, match, names, on)
        if body:
            found.append(body)
        start = body.end if body else match.end()
    return found


def _read(text: str, match: re.Match[str], names: Names, on: date | None) -> Body | None:
    if match["committee"]:
        return _committee(text, match, names, on)
    if match["territory"]:
        return _territory(text, match, names, on)
    if match["brand"]:
        return _business(text, match, names, on)
    if match["post"]:
        return _unit_at(text, match, names, on, "VNPT")
    if match["bank"]:
        bank = Body(match["bank"], Partner.Kind.ENTERPRISE, _key(match["bank"]), match.start(), match.end())
        return _unit_at(text, match, names, on, match["bank"]) or bank
    if match["ministry"]:
        name = f"Bộ{match['ministry'][2:]}"
        return Body(name, Partner.Kind.MINISTRY, _key(name), match.start(), match.end())
    if name := match["national"]:
        short = _IN_BRACKETS.match(text, match.end()) or match
        return Body(name, by_words(_STATE, name, Partner.Kind.MINISTRY), _key(name), match.start(), short.end())
    if match["sector"]:
        return _department(text, match, names, on)
    return _other(text, match, names, on)


def place_after(text: str, start: int, names: Names, on: date | None, what: str = "") -> tuple[str, int, Called | None]:
    """The name of a territory that begins at `start`, where it ends, and the area of that name, if one is known."""
    run = re.compile(rf"\s*({WORD}(?:(?:\s+[-–]\s+|\s*-\s*|\s+){WORD}){{0,4}})").match(text, start)
    if not run:
        return "", start, None
    level = "province" if what.lower().startswith(("tỉnh",)) else ""
    ends = [run.start(1) + found.end() for found in re.finditer(r"[\w’']+", run[1])]
    for end in reversed(ends):
        name = text[run.start(1) : end]
        if areas := _fitting(names.area(name, on, level), what):
            return areas[0].name if ends else name, end, areas[0]
    if what.lower().startswith("tỉnh") or (len(ends) >= _WHOLE_NAME and is_person(run[1])):
        return "", start, None
    end = ends[min(len(ends), 3 if len(ends) == 3 else 2) - 1]
    return text[run.start(1) : end], end, None


def _fitting(areas: list[Called], what: str) -> list[Called]:
    """Those that are a territory of that kind; of all kinds provinces first."""
    lower = what.lower().rstrip(".")
    kind = {"tp": "thành phố"}.get(lower, lower)
    if kind:
        fitting = [each for each in areas if each.designation.lower() == kind]
        return fitting or [each for each in areas if not each.designation]
    return sorted(areas, key=lambda each: each.level != Area.Level.PROVINCE)


def _what(text: str) -> str:
    return re.sub(r"^tp\.?$", "thành phố", text.lower())


def _committee(text: str, match: re.Match[str], names: Names, on: date | None) -> Body | None:
    what = _what(match["what"] or "")
    name, end, area = place_after(text, match.end(), names, on, what) if what else ("", match.end(), None)
    if not what:  # “UBND Hà Nội”, or of whom the text speaks
        name, end, area = place_after(text, match.end(), names, on)
        if not area:
            return Body("UBND", Partner.Kind.PEOPLES_COMMITTEE, "ubnd", match.start(), match.end(), bare=True)
        what = area.designation.lower()
    if not name:
        return Body(
            f"UBND {what}", Partner.Kind.PEOPLES_COMMITTEE, f"ubnd {what}", match.start(), match.end(), bare=True
        )
    return _of_territory(what, name, match.start(), end, area, bare=False)


def _of_territory(what: str, name: str, start: int, end: int, area: Called | None, *, bare: bool) -> Body:
    return Body(
        f"UBND {what} {name}", Partner.Kind.PEOPLES_COMMITTEE, f"ubnd {what} {' '.join(spelling(name))}",
        start, end, area, name, bare,
    )  # fmt: skip


def committee_of(area: Called, start: int, end: int, *, bare: bool) -> Body:
    return _of_territory(area.designation.lower(), area.name, start, end, area, bare=bare)


def _territory(text: str, match: re.Match[str], names: Names, on: date | None) -> Body | None:
    what = _what(match["territory"])
    name, end, area = place_after(text, match.end(), names, on, what)
    if not name or re.match(r" (?:ủy|đoàn)\b", text[match.end() :]):
        return None
    return _of_territory(what, name, match.start(), end, area, bare=True)


def _business(text: str, match: re.Match[str], names: Names, on: date | None) -> Body | None:
    brand = {"viettel": "Viettel", "mobifone": "MobiFone"}.get(match["one"].lower(), match["one"])
    end = match.end()
    unit = _UNIT.match(text, end)
    if unit and not _NOT_UNITS.match(text, end):
        name = f"{brand}{text[end]}{unit['unit']}"
        return Body(name, Partner.Kind.PROVIDER_UNIT, _key(name), match.start(), unit.end())
    if re.compile(r"[-–]\w|\s+(?:Money|Cloud|Invoice|[a-z]?[A-Z]\w*(?:Office|Gate|Edu|HIS|Invoice))\b").match(
        text, end
    ):
        return None  # a product
    name = _GROUP.get(spelling(brand), brand)
    group = Body(name, Partner.Kind.GROUP, _key(name), match.start(), end)
    return _unit_at(text, match, names, on, brand) or group


def _unit_at(text: str, match: re.Match[str], names: Names, on: date | None, brand: str) -> Body | None:
    """The unit of a business that is called by the place where it works, if one stands behind the brand."""
    place = _BEFORE_PLACE.match(text, match.end())
    name, last, area = place_after(text, place.end(), names, on) if place else ("", 0, None)
    if not (name and area):
        return None
    called, kind = f"{brand} {area.name}", Partner.Kind.ENTERPRISE if match["bank"] else Partner.Kind.PROVIDER_UNIT
    return Body(called, kind, _key(called), match.start(), last, area, name)


def _department(text: str, match: re.Match[str], names: Names, on: date | None) -> Body:
    what = re.compile(rf"\s+(?:(?P<what>{TERRITORY})\s+)?(?=[{UPPER}])").match(text, match.end())
    name, end = match["sector"], match.end()
    if what:
        place, last, area = place_after(text, what.end(), names, on, _what(what["what"] or ""))
        if place and area:
            return Body(
                f"{name} {place}", Partner.Kind.DEPARTMENT, _key(f"{name} {place}"), match.start(), last, area, place
            )
    return Body(name, Partner.Kind.DEPARTMENT, _key(name), match.start(), end, bare=True)


def _other(text: str, match: re.Match[str], names: Names, on: date | None) -> Body | None:
    end = _name_ends(text, match.end(), match["begun"], names, on)
    printed, of_it = text[match.start() : end], _OF_IT.match(text, end)
    named = re.search(rf"[{UPPER}]", printed[len(match["begun"]) :]) or _NAMED.match(printed.lower())
    if not (named or of_it):
        return None
    short = _IN_BRACKETS.match(text, end)
    group = _GROUP.get(spelling(printed)) or (_GROUP.get(spelling(short[1])) if short else None)
    if group:
        return Body(group, Partner.Kind.GROUP, _key(group), match.start(), short.end() if short else end)
    kind, key, name = by_words(KINDS, printed, Partner.Kind.OTHER), _key(printed), printed
    known = _PATTERN.match(short[1]) if short else None
    its = _read(short[1], known, names, on) if short and known and (known["brand"] or known["bank"]) else None
    if its:
        kind, key, name = its.kind, its.key, its.name
    area = _area_within(printed, names, on)
    alone = area is None and bool(of_it or _COMMITTEES.search(match["begun"]))  # “Tỉnh ủy”
    place, last = (area.name if area else ""), (short or of_it or match).end() if short or of_it else end
    return Body(name, kind, key, match.start(), last, area, place, bare=alone)


def _area_within(name: str, names: Names, on: date | None) -> Called | None:
    """The area that the name ends with."""
    parts = name.split()
    for length in range(min(5, len(parts) - 1), 0, -1):
        last = " ".join(parts[-length:])
        if last[0].isupper() and (areas := _fitting(names.area(last, on), "")):
            return areas[0]
    return None


def _name_ends(text: str, start: int, begun: str, names: Names, on: date | None) -> int:
    """Where the name that goes on at `start` behind `begun` ends: before what no name goes on with, or a person's."""
    end, lower, is_school = start, 0, bool(re.search("Trường|học|ĐH", begun))
    if _COMMITTEES.search(begun):
        following = re.compile(rf" (?:{TERRITORY} )?(?=[{UPPER}])").match(text, start)
        place, last, area = place_after(text, following.end(), names, on) if following else ("", start, None)
        return last if place and area else start
    of_office = _OF_OFFICE.search(text, 0, start - len(begun))  # “Chủ tịch Tập đoàn Lê Văn Một”
    while token := _TOKEN.match(text, end):
        joint, word = token["joint"], token["word"]
        if (
            (end > start or of_office)
            and not is_school
            and _PERSON.match(text, token.start("word"))
            and is_person(word)
        ):
            break
        of_school = is_school and bool(_SCHOOL.match(text, token.start("word")))
        of_several = joint == "và" and word == "các" and begun == "Ban Quản lý"
        if joint and (end == start or not (word[0].isupper() or of_several) or is_person(word)):
            break
        other = _PATTERN.match(text, token.start("word")) if joint and not of_school else None
        if other and (not other["post"] or _read(text, other, names, on)):
            break
        if word[0].isupper() or word.isdigit():
            lower = 0
        elif not of_several and (_STOP.match(text, token.start("word")) or lower >= 3):
            break
        else:
            lower = 0 if of_several else lower + 1
        end = token.end()
    return start + len(re.sub(r"(?:\s+(?:tỉnh|huyện|thành|phố))+$", "", text[start:end]))


def _key(name: str) -> str:
    words = spelling(re.sub(r"^(?:Tập đoàn|Tổng công ty|Trường) (?=\S)", "", name))
    return " ".join(word for word in words if word not in _PROVINCE)


def party_key(name: str) -> str:
    """What two names of one organisation share: a group's own, or the words without what it is."""
    bracketed = re.search(r"\(([^()]+)\)$", name)
    group = _GROUP.get(spelling(name)) or (_GROUP.get(spelling(bracketed[1])) if bracketed else None)
    return _key(group or re.sub(r"\s*\([^()]+\)$", "", name))
