"""Who signs: the organisations that the sentences of the signing join."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from partnerships.models import Partner, Party, sides

from .bodies import GROUPS, Body, committee_of
from .context import Context, bare, weight
from .text import WORD, Sentence

_B = r"⟦(\d+)⟧"
_LIST = r"⟦\d+⟧(?:\s*[,;]\s*⟦\d+⟧)*"
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
# How much as much is told of other signings where an article is a digest of several.
_OF_MANY = 0.5
_WITH_MANY = re.compile(
    r"(?i)k[ýí][^.;:]{0,60} với (?:(?:gần|hơn|khoảng|nhiều|một số) )?(?:\d+ |hai |ba |bốn |năm |nhiều |một số |"
    r"UBND các )(?:tỉnh|thành phố|huyện|quận|xã|sở|địa phương|đơn vị|trường|bệnh viện|cơ quan)"
)
_WHERE = re.compile(r"(?i)(?:tại|ở|địa bàn|từ|thuộc)\s*$")
# Before one that is not who signs, but where it is done or whose part that is.
_OF = re.compile(r"(?i)(?<!\w)(?:trụ sở|hội trường|văn phòng|thuộc|chi nhánh|thành viên|trực thuộc)(?: của)?\s*$")
_WITNESSES = re.compile(r"chứng kiến|tham dự|dự lễ|dự buổi|tới dự|đến dự|cùng dự|có mặt")


@dataclass(frozen=True)
class Sides:
    """The organisations that sign, in the order of the text; whether others sign something else in the same article."""

    bodies: tuple[Body, ...] = ()
    are_some_of_many: bool = False


def parties(context: Context) -> Sides:
    """Who signs; nobody where nobody tells of a signing."""
    votes: dict[frozenset[str], float] = defaultdict(float)
    named: dict[str, Body] = {}
    headline = [each for each in context.sentences if each.place == "headline" and context.signings]
    for sentence in dict.fromkeys([*context.signings, *headline]):
        there = _there(sentence, context)
        for worth, found in _joined(sentence, there):
            for body in found:
                named.setdefault(body.key, body)
            votes[frozenset(body.key for body in found)] += worth * weight(sentence.place)
    pairs = {keys: votes[keys] for keys in votes if len(keys) > 1}
    if not pairs:
        return Sides(tuple(_nearest(context)))
    # What a larger set of them holds is said of it too.
    full = {keys: worth + sum(votes[less] for less in votes if less < keys) for keys, worth in pairs.items()}
    best = max(full, key=lambda keys: (full[keys], -len(keys)))
    many = any(_WITH_MANY.search(each.text) for each in context.sentences if weight(each.place) > 1)
    places = {named[key].place for key in best} | {""}
    others = [keys for keys in pairs if any(named[key].place not in places for key in keys)]
    bodies = sorted((_fullest(named[key], context) for key in best), key=lambda body: body.is_business)
    return Sides(tuple(bodies), many or any(pairs[keys] >= _OF_MANY * pairs[best] for keys in others))


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
    there = [body for body in there if not (body.kind == Partner.Kind.PARTY_COMMITTEE and body.place in signs)]
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
            if _may_sign(bodies):
                return [(worth, bodies)]
    return []


def _may_sign(bodies: Sequence[Body]) -> bool:
    """Whether a business is among them, and no two of one group: what is a unit's is not its group's."""
    return any(body.is_business for body in bodies)


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


def sides_of(bodies: Sequence[Body]) -> list[str]:
    """The side of each: a business that is no group of telecoms is a customer beside one that is."""
    said = [(body.kind, str(Party.Side.PROVIDER) if is_telecom(body) else "") for body in bodies]
    return [side or str(Party.Side.NEITHER) for side in sides.sides_by_kind(said)]


def is_telecom(body: Body) -> bool:
    return body.kind in (Partner.Kind.GROUP, Partner.Kind.PROVIDER_UNIT) and any(
        alias.casefold() in body.name.casefold() for names in GROUPS.values() for alias in names[:1]
    )
