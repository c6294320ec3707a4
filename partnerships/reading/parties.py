"""Who signs: the organisations that the sentences of the signing join."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from partnerships.models import Partner, Party, sides

from .bodies import BRAND, GROUPS, Body, committee_of
from .context import Context, bare, weight
from .people import Man
from .signs import LISTS
from .text import TERRITORY, WORD, Sentence

_B = r"⟦(\d+)⟧"
_LIST = r"⟦\d+⟧(?:(?:\s*[,;]|\s+và|\s*,\s*và)\s*⟦\d+⟧)*"
_AND = r"\s*(?:,\s*)?(?:và|với|cùng(?: với)?|[-–]|&)\s+"
_SIGN, _SOME = r"(?:k[ýí]|bắt tay|hợp tác|thỏa thuận)", r"(?:[\w ]{0,20} )?"


def _far(letters: int) -> str:
    return rf"[^⟦⟧.;]{{0,{letters}}}"


# The ways in which a sentence joins those who sign, the surest first; what each is worth.
_WAYS = (
    (6, re.compile(rf"(?i)giữa\s+{_SOME}({_LIST}){_AND}{_SOME}({_LIST})")),
    (5, re.compile(rf"(?i)({_LIST}){_far(60)}?{_AND}{_SOME}({_LIST}){_far(90)}{_SIGN}")),
    (5, re.compile(rf"(?i)({_LIST}){_far(120)}{_SIGN}{_far(160)}(?:với|cùng|và)\s+{_SOME}({_LIST})")),
    (3, re.compile(rf"(?i)k[ýí]{_far(120)}({_LIST}){_far(40)}?{_AND}({_LIST})")),
    (2, re.compile(rf"(?i)({_LIST})(){_far(80)}k[ýí] kết")),
)
# That somebody signs, whatever it is; and that it is another signing of the same day.
_SIGNS = re.compile(r"(?i)(?<!đăng )(?<!chữ )(?<!\w)k[ýí](?: kết)?(?!\w)(?! (?:số|hiệu|tự|túc|ức))")
_AS_WELL = re.compile(LISTS["as_well"], re.IGNORECASE)
_OF_ALL = r"(?:(?:lãnh đạo|đại diện) )*"
# What a body is called in short by who works at it.
_HEADS = re.compile(r"^(?:Bệnh viện|Công an|Bảo hiểm xã hội|Tổng công ty|Công ty|Học viện|Chi cục|Tổng cục|\w+)")
# In what part of all that is told somebody signs who does so certainly.
_SURE = 0.6
_FIRST = 2  # the weight above which a sentence stands at the beginning
# How much as much is told of other signings where an article is a digest of several.
_OF_MANY = 0.5
_WITH_MANY = re.compile(
    r"(?i)k[ýí][^.;:]{0,60} với (?:(?:gần|hơn|khoảng|nhiều|một số) )?(?:\d+ |hai |ba |bốn |năm |nhiều |một số |"
    r"UBND các )(?:tỉnh|thành phố|huyện|quận|xã|sở|địa phương|đơn vị|trường|bệnh viện|cơ quan)"
)
_WHERE = re.compile(r"(?i)(?:tại|ở|địa bàn|từ|thuộc)\s*$")
# Before one that is not who signs, but where it is done or whose part that is.
_OF = re.compile(r"(?i)(?<!\w)(?:trụ sở|hội trường|văn phòng|thuộc|chi nhánh|thành viên|trực thuộc)(?: của)?\s*$")
_PEOPLE_OF = re.compile(r"(?i)(?:thường trực|lãnh đạo|bí thư|thường vụ|đại diện|chủ tịch|giám đốc)\s*$")
_WITNESSES = re.compile(r"chứng kiến|tham dự|dự lễ|dự buổi|tới dự|đến dự|cùng dự|có mặt")


@dataclass(frozen=True)
class Sides:
    """The organisations that sign, in the order of the text; the keys of those that the article says with one voice;
    whether others sign something else in the same article."""

    bodies: tuple[Body, ...] = ()
    sure: frozenset[str] = frozenset()
    are_some_of_many: bool = False


def parties(context: Context) -> Sides:
    """Who signs; nobody where nobody tells of a signing."""
    votes: dict[frozenset[str], float] = defaultdict(float)
    named: dict[str, Body] = {}
    for sentence, worth, found in _votes(context):
        for body in found:
            named.setdefault(body.key, body)
        votes[frozenset(body.key for body in found)] += worth * weight(sentence.place)
    pairs = {keys: votes[keys] for keys in votes if len(keys) > 1}
    if not pairs:
        return Sides(tuple(_nearest(context)))
    # What a larger set of them holds is said of it too.
    full = {keys: worth + sum(votes[less] for less in votes if less < keys) for keys, worth in pairs.items()}
    best = max(full, key=lambda keys: (full[keys], -len(keys)))
    told = sum(pairs.values())
    whole = {key for key in best if not named[key].bare or named[key].place}
    sure = {key for key in whole if sum(pairs[keys] for keys in pairs if key in keys) >= _SURE * told}
    many = any(_WITH_MANY.search(each.text) for each in context.sentences if weight(each.place) > 1)
    places = {named[key].place for key in best} | {""}
    others = [keys for keys in pairs if any(named[key].place not in places for key in keys)]
    bodies = sorted((_fullest(named[key], context) for key in named if key in best), key=lambda body: body.is_business)
    if not any(len(found) > 1 for _sentence, _worth, found in _joining(context.signings, context)):
        sure = set()  # the headline alone, or what is no sentence of a signing
    return Sides(tuple(bodies), frozenset(sure), many or any(pairs[keys] >= _OF_MANY * pairs[best] for keys in others))


def other_signings(context: Context, sides: Sequence[Body]) -> list[Sentence]:
    """The sentences that tell what else was signed: by others, or on the same day as well."""
    keys, found, signed = {body.key for body in sides}, [], False
    for each in context.sentences:
        if each.place != "headline" and _SIGNS.search(each.text) and not context.is_wished(each):
            there = _there(each, context)
            pair = {body.key for _worth, bodies in _joined(each, there) for body in bodies if not body.bare}
            by_others = any(not (body.bare or body.key in keys) for body in there)
            as_well = _AS_WELL.search(each.text) and (by_others or signed)
            if as_well or (len(pair) > 1 and pair.isdisjoint(keys) and not context.is_earlier(each)):
                found.append(each)
        signed = signed or (each.place != "headline" and context.tells_of_signing(each))
    return found


def _votes(context: Context) -> list[tuple[Sentence, int, list[Body]]]:
    """The sentences that join those who sign, with what each is worth: those of the signing, and of the headline a
    group as the unit of it that the text behind joins. Where none does, the first of the article."""
    headline = [each for each in context.sentences if each.place == "headline" and context.signings]
    found = _joining(dict.fromkeys([*context.signings, *headline]), context)
    if not any(len(bodies) > 1 for _sentence, _worth, bodies in found) and context.signings:
        first = [each for each in context.sentences if weight(each.place) > _FIRST and not context.is_earlier(each)]
        return _joining(first, context)
    behind = [body for sentence, _worth, bodies in found if sentence.place != "headline" for body in bodies]
    units: dict[str, dict[str, Body]] = defaultdict(dict)
    for body in behind:
        units[brand_of(body)][body.key] = body
    return [
        (sentence, worth, [_as_behind(body, units) for body in bodies] if sentence.place == "headline" else bodies)
        for sentence, worth, bodies in found
    ]


def _joining(sentences: Iterable[Sentence], context: Context) -> list[tuple[Sentence, int, list[Body]]]:
    return [(each, *found) for each in sentences for found in _joined(each, _there(each, context))]


def _as_behind(body: Body, units: dict[str, dict[str, Body]]) -> Body:
    """“VNPT” of a headline where only “VNPT Bạc Liêu” signs."""
    its = units.get(brand, {}) if body.kind == Partner.Kind.GROUP and (brand := brand_of(body)) else {}
    return next(iter(its.values())) if len(its) == 1 else body


def brand_of(body: Body) -> str:
    """What a group of telecoms and its units share; of others nothing is known to be shared."""
    its = BRAND.search(body.name) if body.is_business else None
    return its[0] if its else ""


def _there(sentence: Sentence, context: Context) -> list[Body]:
    """The organisations of a sentence that may sign: none in brackets, no place; of a headline the provinces too."""
    text, there = bare(sentence.text), context.bodies(sentence)
    there = [
        body
        for body in there
        if text[body.start] != " "
        and not _OF.search(text[: body.start])
        and not (body.bare and _WHERE.search(text[: body.start]))
    ]
    # “Thường trực Tỉnh ủy, UBND tỉnh”: it is the people's committee that signs.
    signs = {body.place for body in there if body.kind == Partner.Kind.PEOPLES_COMMITTEE}
    unsigned = [body for body in there if body.kind == Partner.Kind.PARTY_COMMITTEE and body.place in signs]
    there = [body for body in there if body not in unsigned or not _PEOPLE_OF.search(text[: body.start])]
    if sentence.place != "headline":
        return there
    for run in re.finditer(rf"{WORD}(?: {WORD})*", text):
        taken = any(body.start <= run.start() < body.end for body in there)
        alone = re.search(r"(?:^|[,:;(–-]|(?<!\w)(?:và|với|cùng|giữa|cho))\s*$", text[: run.start()])
        area = None if taken or not alone else next(iter(context.names.area(run[0], context.day, "province")), None)
        if area:
            there.append(committee_of(area, run.start(), run.end(), bare=True))
    return sorted(there, key=lambda body: body.start)


def _joined(sentence: Sentence, there: Sequence[Body]) -> list[tuple[int, list[Body]]]:
    text, at, parts = bare(sentence.text), 0, []
    for number, body in enumerate(there):
        parts += [text[at : body.start], f"⟦{number}⟧"]
        at = body.end
    masked = re.sub(r"\s+", " ", "".join([*parts, text[at:]]))
    for worth, way in _WAYS:
        if found := way.search(masked):
            numbers = [int(each) for part in found.groups() for each in re.findall(_B, part or "")]
            bodies = list({there[number].key: there[number] for number in numbers}.values())
            if any(body.is_business for body in bodies):
                return [(worth, bodies)]
    return []


def _nearest(context: Context) -> list[Body]:
    """The first business and the first other body of the sentences that tell of the signing."""
    first: dict[bool, Body] = {}
    for sentence in context.signings:
        if not _WITNESSES.search(sentence.text):
            for body in _there(sentence, context):
                first.setdefault(body.is_business, body)
    return [_fullest(first[side], context) for side in (False, True) if side in first] if len(first) == 2 else []


def _fullest(body: Body, context: Context) -> Body:
    """The same where the article names it at its fullest."""
    same = [each for each in context.all_bodies() if each.key == body.key]
    return max(same, key=lambda each: (not each.bare, len(each.name)))


def party_of(man: Man, sides: Sequence[Body], printed: Callable[[Body], str]) -> Body | None:
    """The party for which somebody was there; none for a guest of neither side."""
    if man.body is None:
        for said in (man.office, man.side):
            short = [body for body in sides if _is_short_of(body, said, printed(body))]
            if len(short) == 1:
                return short[0]
        return next((body for body in _committees(sides) if re.fullmatch(rf"{_OF_ALL}{TERRITORY}", man.side)), None)
    own = next((body for body in sides if body.key == man.body.key), None)
    if own or man.body.kind == Partner.Kind.MINISTRY:
        return own
    if man.body.is_business:  # a unit of the group, or the group of the unit
        brand = brand_of(man.body)
        return next((body for body in sides if brand and body.is_business and brand in body.name), None)
    return next((body for body in _committees(sides) if body.place == man.body.place), None)


def _committees(sides: Sequence[Body]) -> list[Body]:
    return [body for body in sides if body.kind == Partner.Kind.PEOPLES_COMMITTEE and body.place]


def _is_short_of(body: Body, office: str, printed: str) -> bool:
    """Whether the office is one at `body`, which it names in short: “Giám đốc Sở”, “Cục trưởng”, “Chánh án TANDTC”."""
    short = re.search(r"\(([^()]{2,12})\)$", printed)
    heads = [*_HEADS.findall(body.name)[:1], *(["Tập đoàn", "Tổng công ty"] if body.kind == Partner.Kind.GROUP else [])]
    ends = rf"(?i)(?<!\w)(?:{'|'.join(heads or ['$^'])})(?: trưởng| Quản lý)?(?: {TERRITORY})?(?=,|$)"
    return bool(re.search(ends, office) or (short and short[1] in office))


def sides_of(bodies: Sequence[Body]) -> list[str]:
    """The side of each: a business that is no group of telecoms is a customer beside one that is."""
    said = [(body.kind, str(Party.Side.PROVIDER) if is_telecom(body) else "") for body in bodies]
    return [side or str(Party.Side.NEITHER) for side in sides.sides_by_kind(said)]


def is_telecom(body: Body) -> bool:
    return body.kind in (Partner.Kind.GROUP, Partner.Kind.PROVIDER_UNIT) and any(
        alias.casefold() in body.name.casefold() for names in GROUPS.values() for alias in names[:1]
    )
