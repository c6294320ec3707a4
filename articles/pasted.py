"""An article as somebody pastes it: its text without what the site puts around it, split as the register counts places.

Plain text goes in, or the HTML of a saved page; nothing is loaded from anywhere and nothing of the HTML is kept.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, time
from itertools import groupby, pairwise
from urllib.parse import urlsplit

import trafilatura
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from records.damage import not_damaged
from records.text import cut, normalise

from .models import Article, Outlet, place
from .models.passages import MOST_WORDS

MOST_BYTES = 1_000_000
# Of a page: how deep its parts are nested, and how many there are. No newspaper's come near.
DEEPEST = 200
MOST_TAGS = 10_000
_HTML = re.compile(r"<(?:!doctype|html|head|body|article|main|div|p)\b", re.IGNORECASE)
# Never beyond the next tag: where none is closed, to look for its end from each would be to the end of the page.
_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)\b(?:[^<>]*(/>))?", re.IGNORECASE)
_VOID = frozenset("area base br col embed hr img input link meta param source track wbr p li dt dd td tr th".split())
CAPTION = "Ảnh: "
_CAPTION = re.compile(
    r"^(?:\(?ảnh\s*[:.]|ảnh minh h[oọ]a|chú thích ảnh)|\((?:bên|ngoài cùng|thứ|đứng|ngồi)[^)]*\)|"
    r"(?:từ trái|từ phải)(?: sang)?|(?:\(|\. )ảnh\s*:",
    re.IGNORECASE,
)
_ENDS = tuple(".!?:;…”\"')")
# An item of a list, or a row of a table.
_ITEM = re.compile(r"[-–+•*] \w|[^|]*\|[^|]*\|")
# Behind the article: from here on the page speaks of other things.
_AFTER = re.compile(
    r"^(?:tin (?:nổi bật|liên quan|mới|khác|cùng)|bài (?:liên quan|viết liên quan)|cùng chuyên mục|đọc thêm|xem thêm|"
    r"đánh giá của bạn|bình luận|ý kiến (?:bạn đọc|của bạn)|từ khóa|tags?\b|chia sẻ|mời các bạn|theo dõi|bản quyền)",
    re.IGNORECASE,
)
_DAY = re.compile(r"(?<!\d)(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{4})(?!\d)")
# A day under the headline that stands alone, without its year.
_NO_YEAR = re.compile(
    r"(?i)(?:(?:ngày|sáng|chiều|tối|chủ nhật|thứ \w+),? )*(?:0?[1-9]|[12]\d|3[01])"
    r"(?:\s*[/.-]\s*| tháng )(?:0?[1-9]|1[0-2])(?:[\s,|-]+\d{1,2}[:h]\d{2})?"
)
_DAY_IN_WORDS = re.compile(r"ngày (\d{1,2}) tháng (\d{1,2}),?(?: năm)? (\d{4})", re.IGNORECASE)
_CLOCK = re.compile(r"(?<![\d/.-])(\d{1,2})\s*(?::|h|giờ)\s*(\d{2})(?![\d/])", re.IGNORECASE)
_NOT_A_NAME = re.compile(r"\d|[.!?:;,/]|\b(?:và|của|tại|với|cho|các|những)\b", re.IGNORECASE)
_PRINTED_BEFORE = re.compile(
    r"^(?:\(([^()]{2,40})\)\s*[-–—:]|([\w-]+(?:\.[\w-]+)*\.(?:vn|com|net|org))\b)", re.IGNORECASE
)
# Between what stands beside a day, and before the name of whom a text is taken from.
_BETWEEN = re.compile(r"\s[|·•–—-]\s|[|·•(),]")
_NAMED = re.compile(r"^\s*(?:theo|nguồn)\b\s*:?\s*", re.IGNORECASE)
_MARKED = re.compile("[ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]", re.IGNORECASE)
LONGEST_DATELINE, LONGEST_BYLINE, LONGEST_HEADING, LONGEST_TITLE = 70, 60, 10, 300


@dataclass
class Pasted:
    """An article as it was split.

    text: what is kept, a place a line. places: each text by its place, in the order of the text. left_out: the lines
    that are no part of the article. published (as an ISO date), published_time and byline: as printed. url: what a
    saved page gives for its own.
    """

    text: str
    places: dict[str, str] = field(default_factory=dict)
    left_out: list[str] = field(default_factory=list)
    published: str = ""
    published_time: time | None = None
    byline: str = ""
    language: str = "vi"
    url: str = ""

    @property
    def headline(self) -> str:
        return self.places.get("headline", "")

    def of_kind(self, kind: str) -> tuple[str, ...]:
        return tuple(text for at, text in self.places.items() if at.partition("-")[0] == kind)

    @property
    def printed_outlets(self) -> list[str]:
        """The names or domains before the first words, `(ICTPress) - ...`, beside the day and as byline."""
        found = _PRINTED_BEFORE.match(next(iter(self.of_kind("paragraph")), ""))
        heads = [line for kind in ("dateline", "headline", "byline", "heading") for line in self.of_kind(kind)]
        return [(found[1] or found[2]) if found else "", *_named_in(heads)]

    @property
    def outlets_around(self) -> list[str]:
        """The names or domains in what was left out of the text, at the end of it or of its page."""
        return _named_in(self.left_out)


def _named_in(lines: Iterable[str]) -> list[str]:
    return [_NAMED.sub("", part).strip() for line in lines for part in _BETWEEN.split(line)]


def read_pasted(typed: str) -> Pasted:
    """The article that `typed` holds: plain text, or the source of a page.

    Raises:
        ValidationError: it is too large, damaged, or there is no text in it.
    """
    if len(typed.encode(errors="replace")) > MOST_BYTES:
        raise ValidationError(_("That is more than a megabyte: paste the text of one article."))
    typed = typed.replace("\0", "")
    lines, left_out, url = _of_page(typed) if _HTML.search(typed[:5000]) else (typed.splitlines(), [], "")
    lines = [line for line in map(normalise, lines) if re.search(r"\w", line)]
    if not lines:
        raise ValidationError(_("There is no text in it: paste the words of the article, or the saved page."))
    found = split(lines)
    not_damaged(found.text)
    found.left_out, found.url = left_out + found.left_out, url
    if len(found.text) > (most := Article._meta.get_field("full_text").max_length or 0):
        said = _("The text has %(letters)s letters, and an article has at most %(most)s: paste only the article.")
        raise ValidationError(said % {"letters": len(found.text), "most": most})
    return found


def _of_page(source: str) -> tuple[list[str], list[str], str]:
    """The lines of the article of a page, those that are left out, and the address that it gives for its own."""
    _refuse_bomb(source)
    tree = trafilatura.load_html(source)
    if tree is None:
        raise ValidationError(_("The page cannot be read: paste its text."))
    own = tree.xpath("//link[@rel='canonical']/@href")
    url = next((each for each in own if re.match("https?://", each) and host(each)), "")
    for element in tree.xpath("//script|//style|//noscript|//template|//svg|//iframe|//form"):
        element.drop_tree()
    for figure in tree.xpath("//figure[.//figcaption][not(ancestor::figure)]"):  # where it stood
        said = " ".join(each.text_content() for each in figure.xpath(".//figcaption"))
        paragraph = tree.makeelement("p")
        paragraph.text, paragraph.tail = f"{CAPTION}{said}", figure.tail
        figure.getparent().replace(figure, paragraph)
    title = normalise(" ".join(each.text_content() for each in tree.xpath("//h1")[:1]))
    texts = [*map(normalise, tree.xpath("//body//text()"))]
    taken = trafilatura.extract(tree, include_comments=False) or ""
    lines = [normalise(line.removeprefix("- ")) for line in taken.splitlines()]
    if title and title not in lines:
        lines.insert(0, cut(title, LONGEST_TITLE))
    kept = "\n".join(lines)
    return lines, [*dict.fromkeys(text for text in texts if text and text not in kept)], url


def _refuse_bomb(source: str) -> None:
    """Refuse a page that is built to be expensive, before anybody builds its tree."""
    depth = number = 0
    for closes, name, alone in _TAG.findall(source):
        number += not closes
        if not alone and name.lower() not in _VOID:
            depth += -1 if closes else 1
        if depth > DEEPEST or number > MOST_TAGS:
            raise ValidationError(_("The page is nested too deeply or has too many parts: paste the text alone."))


def split(lines: list[str]) -> Pasted:
    """Split lines that are normalised; what `Pasted.text` holds is split so again."""
    lines, left_out = _without_end(lines)
    found = Pasted("", left_out=left_out)
    twice = {line for line, after in pairwise(lines) if line == after}  # pages print captions so
    lines = [line for line, _again in groupby(lines)]
    found.text = "\n".join(line if line not in twice or _is_caption(line) else f"{CAPTION}{line}" for line in lines)
    numbers: Counter[str] = Counter()
    for at, line in enumerate(found.text.split("\n")):
        kind = _kind(line, at, len(lines), found)
        numbers[kind] += kind in ("paragraph", "caption", "heading")
        found.places[place(kind, numbers[kind])] = line.removeprefix(CAPTION)
    found.byline = found.places.get("byline", "").removeprefix("Theo ")
    _read_dateline(found)
    letters = sum(map(str.isalpha, found.text))
    found.language = "vi" if len(_MARKED.findall(found.text)) * 20 >= letters else "en"
    return found


def _without_end(lines: list[str]) -> tuple[list[str], list[str]]:
    """The lines of the article, and those behind it."""
    for at, line in enumerate(lines):
        if at > 2 and _AFTER.match(line) and len(line) < LONGEST_DATELINE * 2:
            return lines[:at], lines[at:]
    return lines, []


def _kind(line: str, at: int, many: int, found: Pasted) -> str:
    """What kind of place a line is, of `many`, after those that are `found`."""
    if at == 0 and not line.endswith(".") and len(line) <= LONGEST_TITLE:
        return "headline"
    dated = not _day(found.places.get("dateline", "")) and _day(line)
    if dated and len(line) <= LONGEST_DATELINE and not line.endswith("."):
        return "dateline"
    if at == 1 and _NO_YEAR.fullmatch(line):
        return "dateline"
    if _is_caption(line):
        return "caption"
    if at and at == many - 1 and len(line) <= LONGEST_BYLINE and _is_byline(line):
        return "byline"
    if line.endswith(_ENDS) or at == many - 1 or _ITEM.match(line):
        return "paragraph"
    words = len(line.split())
    # No sentence: above a text it is a heading, below a picture a caption.
    return "heading" if words <= LONGEST_HEADING else "caption" if words <= 3 * LONGEST_HEADING else "paragraph"


def _is_caption(line: str) -> bool:
    return bool(line.startswith(CAPTION) or (len(line) <= LONGEST_TITLE and _CAPTION.search(line)))


def _is_byline(line: str) -> bool:
    named = line.partition("(")[0].strip()
    return not _NOT_A_NAME.search(named) and named[:1].isupper() and 1 <= len(named.split()) <= 6


def _day(line: str) -> str:
    """The day of publication that a line prints, as an ISO date."""
    for pattern in (_DAY, _DAY_IN_WORDS):
        for found in pattern.finditer(line):
            day, month, year = map(int, found.groups())
            try:
                return date(year, month, day).isoformat()
            except ValueError:
                continue
    return ""


def _read_dateline(found: Pasted) -> None:
    line = found.places.get("dateline", "")
    found.published = _day(line)
    if found.published and (clock := _CLOCK.search(_DAY.sub(" ", line))) and int(clock[1]) < 24 and int(clock[2]) < 60:
        found.published_time = time(int(clock[1]), int(clock[2]))


def host(url: str) -> str:
    """`baonghean.vn` of an address."""
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def outlet_of(found: Pasted, url: str) -> Outlet | None:
    """The outlet of the register at whose address it was; else whose domain or name is printed beside the text.

    What stands around the text of a page names others, too: it is heard where no address tells more, and one is named.
    """
    outlets = Outlet.objects.filter(merged_into=None).order_by("pk")
    hosts, names = {host(each.url): each for each in outlets}, {each.name.casefold(): each for each in outlets}
    hosts.pop("", None)
    if url and (there := hosts.get(host(url))):
        return there

    def named(printed: list[str]) -> list[Outlet]:
        called = [each.casefold().removeprefix("www.") for each in printed]
        return [known[each] for each in called for known in (hosts, names) if each in known]

    if beside := named(found.printed_outlets):
        return beside[0]
    around = set() if host(url) else {*named(found.outlets_around)}
    return around.pop() if len(around) == 1 else None


def few_words(text: str, others: list[str]) -> tuple[str, str]:
    """The first words of a place that no other of its article has, and its last ones: by them links lead to it."""
    words = text.split()
    if len(words) <= MOST_WORDS:
        return text[:80], ""
    for at in range(min(len(words) - MOST_WORDS, 20)):
        first = " ".join(words[at : at + MOST_WORDS - 2])
        if len(first) <= 80 and not any(first in other for other in others) and text.count(first) == 1:
            return first, " ".join(words[-(MOST_WORDS - 2) :])[-80:].strip()
    return "", ""
