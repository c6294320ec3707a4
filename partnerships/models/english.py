"""What bodies, places, offices and agreements are called in English: made of their Vietnamese names by rule.

Proper names stay as they are. What a rule does not cover whole is shown in Vietnamese, and said to be.
"""

import re
from functools import lru_cache

from django.utils.translation import override

from .instruments import instrument

AREAS = {
    "Tỉnh": "province",
    "Thành phố": "city",
    "Huyện": "district",
    "Quận": "urban district",
    "Thị xã": "town",
    "Thị trấn": "township",
    "Phường": "ward",
    "Xã": "commune",
}
LEVELS = {
    "tỉnh": "Provincial",
    "thành phố": "City",
    "huyện": "District",
    "quận": "Urban District",
    "thị xã": "Town",
    "phường": "Ward",
    "xã": "Commune",
}
DEPARTMENTS = {
    "Công Thương": "Industry and Trade",
    "Dân tộc và Tôn giáo": "Ethnic and Religious Affairs",
    "Du lịch": "Tourism",
    "Giao thông Vận tải": "Transport",
    "Giáo dục và Đào tạo": "Education and Training",
    "Kế hoạch và Đầu tư": "Planning and Investment",
    "Khoa học và Công nghệ": "Science and Technology",
    "Lao động - Thương binh và Xã hội": "Labour, Invalids and Social Affairs",
    "Nội vụ": "Home Affairs",
    "Nông nghiệp và Môi trường": "Agriculture and Environment",
    "Nông nghiệp và Phát triển nông thôn": "Agriculture and Rural Development",
    "Ngoại vụ": "Foreign Affairs",
    "Tài chính": "Finance",
    "Tài nguyên và Môi trường": "Natural Resources and Environment",
    "Tư pháp": "Justice",
    "Thông tin Truyền thông": "Information and Communications",  # as some print it
    "Thông tin và Truyền thông": "Information and Communications",
    "Văn hóa, Thể thao và Du lịch": "Culture, Sports and Tourism",
    "Xây dựng": "Construction",
    "Y tế": "Health",
}
_LEVEL, _PROPER = "|".join(LEVELS), r"(?P<name>[^\W\d_a-zđ](?:(?! và | - )[^,;(])*)"
# What a name is made of, and what it is in English; the first that fits is taken.
BODIES = tuple(
    (re.compile(pattern), english)
    for pattern, english in (
        (rf"(?:UBND|Ủy ban nhân dân) (?P<level>{_LEVEL}) {_PROPER}", "{name} {level} People's Committee"),
        (rf"(?:HĐND|Hội đồng nhân dân) (?P<level>{_LEVEL}) {_PROPER}", "{name} {level} People's Council"),
        (rf"(?P<level>Tỉnh|Thành|Huyện) ủy {_PROPER}", "{name} {level} Party Committee"),
        (rf"(?P<level>Tỉnh|Thành|Huyện) [Đđ]oàn {_PROPER}", "{name} {level} Youth Union"),
        (rf"Công an (?P<level>{_LEVEL}) {_PROPER}", "{name} {level} Police"),
        (rf"(?:Cục Thuế|Thuế)(?: tỉnh| thành phố)? {_PROPER}", "{name} Tax Department"),
        (rf"Sở (?P<field>{'|'.join(DEPARTMENTS)})(?: tỉnh| thành phố)? {_PROPER}", "{name} Department of {field}"),
        (rf"Sở (?P<field>{'|'.join(DEPARTMENTS)})", "Department of {field}"),
        (rf"Bộ (?P<field>{'|'.join(DEPARTMENTS)})", "Ministry of {field}"),
        (rf"Liên đoàn Võ thuật(?: tỉnh| thành phố)? {_PROPER}", "{name} Martial Arts Federation"),
        # Of a name, not of a subject: Kinh tế quốc dân.
        (r"Trường Đại học (?P<name>(?:[^\W\d_a-zđ]\w*(?: |$))+)", "{name} University"),
        (r"Tập đoàn (?P<name>[A-Z]\w*)", "{name} Group"),
        (r"Tổng công ty (?P<name>[A-Z]\w*)", "{name} Corporation"),
        # A firm of a name that is no word, and its unit in a place: VNPT Thanh Hóa.
        (r"(?P<name>(?:VNPT|Viettel|FPT|MobiFone|CMC)(?: [^\W\d_a-zđ]\w*)*)", "{name}"),
    )
)
SHORT_LEVELS = {"Tỉnh": "Provincial", "Thành": "City", "Huyện": "District"}
OFFICES = {
    "bí thư": "Secretary",
    "bộ trưởng": "Minister",
    "chủ tịch": "Chairman",
    "chủ tịch hội đồng thành viên": "Chairman of the Members' Council",
    "chủ tịch hội đồng quản trị": "Chairman of the Board of Directors",
    "cục trưởng": "Director General",
    "giám đốc": "Director",
    "tổng giám đốc": "General Director",
    "thành viên hội đồng thành viên": "Member of the Members' Council",
    "trưởng phòng": "Head of Division",
}
UNITS = {
    "bậc": "places",
    "cơ quan": "agencies",
    "doanh nghiệp": "enterprises",
    "huyện, thành phố": "districts and cities",
    "huyện, thị xã, thành phố": "districts, towns and cities",
    "hạng": "rank",
    "sở, ngành": "departments",
    "tài khoản": "accounts",
    "tỉnh, thành": "provinces and cities",
    "xã, phường, thị trấn": "communes, wards and townships",
    "đơn vị": "bodies",
    "đơn vị cấp huyện": "district-level bodies",
    "đơn vị cấp xã": "commune-level bodies",
    "%": "%",
}
SHORT = {"HĐTV": "Hội đồng Thành viên", "HĐQT": "Hội đồng Quản trị"}
COUNCILS = {"UBND": "People's Committee", "HĐND": "People's Council"}
_OF_BODY = re.compile(
    rf"(?:(?P<held>.+?) )?"
    rf"(?:(?:(?P<council>UBND|HĐND) )?(?P<level>{_LEVEL})|(?P<party>(?i:Tỉnh|Thành|Huyện)) ủy(?P<member> viên)?)"
)
# An annex or what ends an agreement is another thing than the agreement.
_TITLE = re.compile(
    r"(?:Thỏa thuận|Bản ghi nhớ|Biên bản ghi nhớ|Ký kết|Hợp tác|Chương trình)[^,]*? giữa "
    r"(?P<parties>.+?)(?:, (?P<years>\d{4}(?:–\d{4})?))?"
)


def area_in_english(designation: str, name: str) -> str:
    """`Hưng Yên province`; empty where the designation is not known."""
    if not designation:
        return "Viet Nam" if name == "Việt Nam" else ""
    return f"{name} {AREAS[designation]}" if designation in AREAS else ""


@lru_cache(maxsize=10_000)
def body_in_english(name: str) -> str:
    for pattern, english in BODIES:
        if found := pattern.fullmatch(name):
            said = found.groupdict()
            if level := said.get("level"):
                said["level"] = LEVELS.get(level) or SHORT_LEVELS[level]
            if field := said.get("field"):
                said["field"] = DEPARTMENTS[field]
            return english.format(**said)
    return ""


@lru_cache(maxsize=10_000)
def office_in_english(title: str) -> str:
    """`Vice Chairman`; of a body without its place, `Vice Chairman of the City People's Council`; of several, each."""
    whole = " ".join(SHORT.get(word, word) for word in title.split())
    said = [_office(each) or _with_body(each) for each in whole.split(", ")]
    return ", ".join(said) if all(said) else ""


def _with_body(title: str) -> str:
    """`Giám đốc VNPT Thái Bình`: the body that it is held at stands behind it."""
    cuts = [(title[: cut.start()], title[cut.end() :]) for cut in re.finditer(" ", title)]
    said = ((_office(held), body_in_english(body)) for held, body in reversed(cuts))
    return next((", ".join(both) for both in said if all(both)), "")


def _office(title: str) -> str:
    held, body = title, ""
    if found := _OF_BODY.fullmatch(title):
        held, body = found["held"] or "", " of the "
        if found["party"]:
            body += f"{SHORT_LEVELS[found['party'].capitalize()]} Party Committee"
        elif found["council"]:
            body += f"{LEVELS[found['level']]} {COUNCILS[found['council']]}"
        else:
            body += AREAS[found["level"].capitalize()]
    if not held:
        return f"Member{body}" if found and found["member"] else ""
    said = []
    for part in held.split(" kiêm "):
        english = OFFICES.get(part.removeprefix("Phó ").casefold())
        if not english:
            return ""
        rank = "Vice" if english.startswith("Chairman") else "Deputy"
        said.append(f"{rank} {english}" if part.startswith("Phó ") else english)
    return " and ".join(said) + body


@lru_cache(maxsize=10_000)
def agreement_in_english(title: str, kind: str, strategic: str) -> str:
    """`Strategic cooperation agreement between VNPT and Hưng Yên Provincial People's Committee, 2016–2020`."""
    if not (found := _TITLE.fullmatch(title)):
        return ""
    parties = found["parties"]
    for cut in re.finditer(" và ", parties):
        first, second = body_in_english(parties[: cut.start()]), body_in_english(parties[cut.end() :])
        if first and second:
            with override("en"):
                what = instrument(kind, strategic) or "cooperation"
            years = f", {found['years']}" if found["years"] else ""
            return f"{what[:1].upper()}{what[1:]} between {first} and {second}{years}"
    return ""
