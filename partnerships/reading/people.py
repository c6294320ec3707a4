"""Who was there: names, offices before or behind them, for which side, and the part each played."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from partnerships.models import Signatory
from partnerships.models.sheet_words import SURNAMES
from records.names import spelling
from records.text import fold

from .bodies import Body
from .context import Context
from .parts import part_of
from .signs import LISTS
from .text import TERRITORY, WORD, Sentence

Part = Signatory.Part
_RANK = (
    r"(?:(?:Đại|Thượng|Trung|Thiếu) (?:tướng|tá|úy)|(?:GS|PGS|TS|ThS|Ths|BS|KS|CN|NGƯT|NGND|TSKH|BSCKII|CKII|CKI)\b\.?|"
    r"[Bb]ác sĩ|[Tt]iến sĩ|[Tt]hạc sĩ|[Kk]ỹ sư|[Ll]uật sư|Giáo sư|Phó Giáo sư|Nhà giáo)"
)
_ADDRESS = (
    r"(?:(?:[ÔôOo]ng|ÔNG|[Bb]à|BÀ|(?:[Cc]ác )?[Đđ]ồng chí|[Đđ]/c|[Mm]rs?|[Mm]s|[Aa]nh|[Cc]hị|"
    rf"{_RANK})\b[.:,]?\s*)+"
)
_ADDRESSED, _ADDRESS_ENDS = re.compile(_ADDRESS), re.compile(rf"(?<!\w){_ADDRESS}$")
# What an office begins with; the longest first.
_HEAD = LISTS["titles"]
_HEAD = rf"(?:{_HEAD}|P\.? ?(?:TGĐ|CT|GĐ)|PGĐ|PCT|Thường vụ (?:Tỉnh|Thành|Huyện) ủy)"
TITLE = re.compile(rf"(?<!\w)(?i:{_HEAD})(?!\w)")
# The title alone, without the body that it is held at.
_TITLE_ALONE = re.compile(
    rf"(?i)(?<!\w)({_HEAD}(?: (?:thường trực|phụ trách|kiêm {_HEAD}))*(?: (?:HĐTV|HĐQT|Hội đồng (?:thành viên|"
    rf"quản trị)|HĐND|UBND|"
    r"Ủy ban|Tỉnh ủy|Huyện ủy|Thành ủy|Đảng ủy))?)"
)
_VERBS = LISTS["verbs"]
# How a list of who was there for somebody begins; and who that is, where they are called in short: “Về phía tỉnh có”.
_FOR = re.compile(
    r"(?i)phía\s(?:đoàn công tác )?|^\W*(?:đại diện|lãnh đạo)(?: cho| lãnh đạo)*\s(?=[^,;.]{2,40}\s(?:có|gồm)(?!\w))"
)
_IN_SHORT = re.compile(r"[^,;:.]*?(?=,|:|;|\s(?:có|gồm|là)(?!\w))")
_NAME = re.compile(rf"{WORD}(?: {WORD})*")
_OFFICE_ENDS = re.compile(
    rf"[,;:()“”\"]|\.(?:\s|/|$)|\s+[-–—]\s+|\s(?:và|cùng|với)\s+(?={_ADDRESS}|(?i:{_HEAD})|các|lãnh đạo|đại diện|hơn|"
    rf"một|toàn thể|{WORD} {WORD} {WORD})|\s(?=(?:{_VERBS})(?!\w))"
)
# A comma that parts no offices: “Phòng Cảnh sát phòng, chống ma túy”.
_COMMA_WITHIN = re.compile(r",\s*(?:chống|an toàn|an ninh|thể thao|đào tạo)", re.IGNORECASE)
# Capitalised words that are no part of a name.
_NO_NAME = re.compile(LISTS["no_person"])
_TERRITORY_BEFORE = re.compile(rf"(?:{TERRITORY}|ủy|[Tt]rường|THPT|THCS|đường|[Kk]hu|[Cc]hợ|chi nhánh)\s*$")
_LIST = re.compile(rf"(?i)(?:có|gồm|:)\s*(?:các )?(?:đồng chí|ông|bà)?\s*:?\s*$|;\s*$|{_ADDRESS}$|^[\s\d.+-]*$")
# What joins an office to the next, to a name before it, to one behind it, and names to one another.
_BETWEEN = re.compile(r"\s*(?:,|,? kiêm|,? và|,? đồng thời là)?\s*")
_BEHIND = re.compile(r"\s*(?:\([^()]*\)\s*)?(?:,|-|–|—|\(|:|,? (?:hiện )?là|,? giữ chức)\s*(?:các |đều là )?")
_EACH = re.compile(r"\s*,?\s*(?:lần lượt|theo thứ tự)(?: là| giữ chức)?\s*")
_BEFORE = re.compile(r"\s*(?:[,:]|-|–|—|là)?\s*")
_AND = re.compile(r"\s*(?:[,;]|,? và|,? cùng)\s*")
_TWO = re.compile(r"\s*,?\s*và\s*")
_SEVERAL = re.compile(r"(?i)(?:các|hai|ba|những|\d+) (?:đồng chí )?$")


# Family names beside the common ones, of all the peoples of the country.
_RARER = frozenset(LISTS["surnames"].split())


@dataclass
class Man:
    """A person as the article names them: offices as printed, for whom, what they did, where it says so.

    side: what a list of who was there for somebody calls those in short, where it names no body.
    """

    name: str
    office: str = ""
    parts: set[str] = field(default_factory=set)
    places: list[str] = field(default_factory=list)
    body: Body | None = None
    side: str = ""

    @property
    def part(self) -> str:
        return next(
            (each for each in (Part.SIGNED, Part.EXCHANGED, Part.SPOKE, Part.ATTENDED) if each in self.parts),
            Part.NOT_SAID,
        )


def titles(office: str) -> Iterator[str]:
    """The titles of an office, folded, without the body that it is held at: `phó chủ tịch ubnd`."""
    for found in _TITLE_ALONE.finditer(office):
        yield " ".join(spelling(fold(found[1])))


class Run(NamedTuple):
    """A name or an office in a sentence. `begun`: where the address or rank before a name begins.

    is_known: whether it begins with a family name.
    """

    begun: int
    start: int
    end: int
    is_known: bool = False
    is_addressed: bool = False


def people(context: Context) -> list[Man]:
    found: dict[str, Man] = {}
    listed: tuple[Body | None, str] = (None, "")  # of whom a list goes on behind a semicolon
    for sentence in context.sentences:
        named = _named(sentence, context)
        names = [run.begun for run, _offices in named]
        for run, offices in named:
            name = sentence.text[run.start : run.end]
            man = found.get(fold(name))
            if man is None:
                if not (offices or run.is_addressed):
                    continue
                man = found[fold(name)] = Man(name)
            office = ", ".join(sentence.text[each.start : each.end].strip() for each in offices)
            if (len([*titles(office)]), len(office)) > (len([*titles(man.office)]), len(man.office)):
                man.office = office
            man.places += [sentence.place] if sentence.place not in man.places else []
            man.parts.add(part_of(sentence, run.start, run.end, names))
            own, (there, side) = _own(sentence, offices, context), _listed(sentence, context, run.start)
            there, side = (there, side) if there or side else listed
            man.body, man.side = man.body or own or there, man.side or side
        said = _listed(sentence, context)
        listed = (said if any(said) else listed) if sentence.text.rstrip().endswith(";") else (None, "")
    # “bà Ngọc Thục” is who was named in full.
    short = {key for key in found for other in found if other.endswith(f" {key}") and not found[key].office}
    return [man for key, man in found.items() if key not in short]


def _named(sentence: Sentence, context: Context) -> list[tuple[Run, list[Run]]]:
    """The persons of a sentence, each with the offices that it says they hold."""
    text, names = sentence.text, [*_names(sentence, context)]
    held: dict[Run, list[Run]] = {name: [] for name in names}
    for chain in _chains(text, _offices(text, names)):
        _hold(held, chain, text)
    return [
        (name, offices)
        for name, offices in held.items()
        if not offices
        or name.is_known
        or name.is_addressed
        or offices[0].start < name.start
        or _LIST.search(text[: name.begun])
    ]


def _chains(text: str, offices: Iterable[Run]) -> list[list[Run]]:
    """The offices, those together that one name may have."""
    found: list[list[Run]] = []
    for office in offices:
        if found and _BETWEEN.fullmatch(text, found[-1][-1].end, office.start):
            found[-1].append(office)
        else:
            found.append([office])
    return found


def _hold(held: dict[Run, list[Run]], chain: list[Run], text: str) -> None:
    """Give offices to whom they belong: of those between two names all to the one before, unless it has some already;
    but the last to the one behind if nothing parts it from it.

    “Các Phó Chủ tịch A, B” are both, and so are A and B in “A và B, Phó Chủ tịch”.
    """
    start, end = chain[0].start, chain[-1].end
    before = [name for name in held if name.end <= start]
    behind = [name for name in held if name.begun >= end]
    if before and _EACH.fullmatch(text, before[-1].end, start):
        held.update({name: [office] for name, office in zip(before[-len(chain) :], chain, strict=False)})
        return
    if not (behind and _BEFORE.fullmatch(text, end, behind[0].begun)):
        behind = []
    own: list[Run] = []
    if before and not held[before[-1]] and _BEHIND.fullmatch(text, before[-1].end, start):
        own = chain[:-1] if behind and not text[end : behind[0].begun].strip() else chain
        held[before[-1]] = own
        if len(before) > 1 and not held[before[-2]] and _TWO.fullmatch(text, before[-2].end, before[-1].begun):
            held[before[-2]] = own
    if behind and len(own) < len(chain):
        held[behind[0]] = chain[len(own) :]
        for name, following in pairwise(behind if _SEVERAL.search(text[:start]) else ()):
            if not _AND.fullmatch(text, name.end, following.begun):
                break
            held[following] = held[name]


def _names(sentence: Sentence, context: Context) -> Iterator[Run]:
    """What is written like somebody's name: addressed, or begun with a family name, or behind an organisation's."""
    text, spans = sentence.text, [(body.start, body.end) for body in context.bodies(sentence)]
    for run in _NAME.finditer(text):
        start = max((end for begun, end in spans if begun <= run.start() < end), default=run.start())
        if start >= run.end():
            continue
        behind_body = any(0 <= start - end < 2 for _begun, end in spans)
        start += len(text[start : run.end()]) - len(text[start : run.end()].lstrip(" -–"))
        if rank := _ADDRESSED.match(text, start, run.end()):
            start = rank.end()
        address = _ADDRESS_ENDS.search(text, max(0, start - 60), start)
        if not address:
            start = _from_surname(text, start, run.end())
        name = text[start : run.end()]
        known = is_surname(name.split(" ", maxsplit=1)[0])
        may_be = bool(address or ((behind_body or known) and not _of_place(name, text[:start])))
        if may_be and _is_name(name, known=known, addressed=bool(address)):
            yield Run(address.start() if address else start, start, run.end(), known, bool(address))


def _of_place(name: str, before: str) -> bool:
    return name.count(" ") < 2 and not re.search("[’']", name) and bool(_TERRITORY_BEFORE.search(before))


def _is_name(name: str, *, known: bool, addressed: bool) -> bool:
    parts = name.split()
    if not 1 < len(parts) < 6 and not (addressed and re.fullmatch(r"\w+[’']\w+", name)):  # “ông K'Brếu”
        return False
    if any(len(part) > 1 and part.isupper() for part in parts) and not name.isupper():
        return False
    return not _NO_NAME.match(name) or (known and (addressed or len(parts) > 2))


def _offices(text: str, names: Sequence[Run]) -> Iterator[Run]:
    """The offices in a text: from a title to what ends it, or to a name."""
    end = 0
    for title in TITLE.finditer(text):
        if title.start() < end or any(name.begun <= title.start() < name.end for name in names):
            continue
        end = min((name.begun for name in names if name.begun >= title.end()), default=len(text))
        for stop in _OFFICE_ENDS.finditer(text, title.end(), end):
            if not _COMMA_WITHIN.match(text, stop.start()):
                end = stop.start()
                break
        end = title.start() + len(re.sub(r"(?:[\s,:–—-]|\s(?:và|cùng|với))+$", "", text[title.start() : end]))
        yield Run(title.start(), title.start(), end)


def _from_surname(text: str, start: int, end: int) -> int:
    """Where in a run of capitalised words a name begins: at a family name with a word or more behind it."""
    parts = [*re.finditer(r"\S+", text[start:end])]
    for at, part in enumerate(parts):
        if is_surname(part[0]) and 2 <= len(parts) - at <= 5:
            return start + part.start()
    return start


def is_surname(word: str) -> bool:
    return word.casefold() in SURNAMES or word.casefold() in _RARER


def _own(sentence: Sentence, offices: Sequence[Run], context: Context) -> Body | None:
    """The organisation in the offices of somebody."""
    there = context.bodies(sentence)
    own = [body for body in there for office in offices if office.start <= body.start < office.end]
    return own[-1] if own else None


def _listed(sentence: Sentence, context: Context, end: int | None = None) -> tuple[Body | None, str]:
    """The organisation of the last “Về phía ...” before `end`, or what it is called there in short."""
    there = context.bodies(sentence)
    for found in reversed([*_FOR.finditer(sentence.text[:end])]):
        if body := next((each for each in there if 0 <= each.start - found.end() < 25), None):
            return body, ""
        if short := _IN_SHORT.match(sentence.text, found.end()):
            return None, short[0]
    return None, ""
