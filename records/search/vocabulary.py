"""What words of a search mean beside themselves: the apps above say it, and every search asks here.

A place means what was signed with it and with what it took the place of, `còn hiệu lực` a state, `2018` a year.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db.models import Q

from records import text

from .abbreviations import Form, full

# Rows that a meaning finds beside those that hold the words: the condition by model; None is all of them.
Rows = Mapping[type[Any], Callable[[], Q] | None]


@dataclass(frozen=True, slots=True)
class Meaning:
    """What words mean: `says` it in the reader's language, `rows` are found by it.

    filters: the parameters that narrow the list of a model to the same.
    asks: it is asked of records, and names none.
    areas: the keys of the places that are meant, today's and what went into them.
    """

    says: Any
    rows: Rows = field(default_factory=dict)
    filters: Mapping[type[Any], Mapping[str, str]] = field(default_factory=dict)
    asks: bool = False
    areas: frozenset[int] = frozenset()


class Known(NamedTuple):
    """The first `length` words mean `meaning`. `also`: what else it is called, `before`: what it took the place of was
    called, in the spelling of readers."""

    length: int
    meaning: Meaning
    also: tuple[str, ...] = ()
    before: tuple[str, ...] = ()


class Lexicon:
    """What is called by which words, short forms as what they stand for: the marks decide, where both have any."""

    def __init__(self, called: Iterable[tuple[str, Any]]) -> None:
        self._known: dict[Form, set[tuple[str, Any]]] = defaultdict(set)
        for name, what in called:
            form = full(text.words(name))
            self._known[form].add(("".join(full(text.words(name), tuple(text.spelling(name)))), what))
        self._first = {form[0] for form in self._known if form}
        self._longest = max(map(len, self._known), default=0)

    def longest(self, words: Form, typed: Form) -> tuple[int, set[Any]]:
        """How many of the first words are a name, and what is called so."""
        if not self._first.intersection(full(words[: self._longest])[:1]):
            return 0, set()
        for length in range(min(self._longest, len(words)), 0, -1):
            form = full(words[:length])
            if called := self._known.get(form):
                spelt = "".join(full(words[:length], typed[:length]))
                plain = "".join(form)
                if found := {what for marked, what in called if spelt in (plain, marked) or marked == plain}:
                    return length, found
        return 0, set()


# What the first of the words mean, given folded and with their marks (`text.spelling`).
Recogniser = Callable[[Form, Form], Known | None]
_SOURCES: list[Callable[[], Recogniser]] = []


def understands(source: Callable[[], Recogniser]) -> Callable[[], Recogniser]:
    """Ask this source of a recogniser once for every search."""
    _SOURCES.append(source)
    return source


def recognisers() -> list[Recogniser]:
    return [source() for source in _SOURCES]


def known(asked: Iterable[Recogniser], words: Form, typed: Form) -> Known | None:
    """The longest beginning of the words that means something."""
    found = (each for recognise in asked if (each := recognise(words, typed)))
    return max(found, key=lambda each: each.length, default=None)


# What stands around the words of a question: left out wherever anything else is asked for.
_IDLE = (
    # Who, what, where, when, how many
    *("ai", "ai ký", "ai đã ký", "ai là", "là ai", "ai ký với", "gì", "cái gì", "những gì", "là gì", "đã làm gì"),
    *("hứa gì", "hứa gì với", "ở đâu", "đâu", "khi nào", "bao giờ", "bao nhiêu", "mấy", "thế nào", "như thế nào"),
    *("ra sao", "vì sao", "nào", "tỉnh nào", "những tỉnh nào", "các tỉnh nào", "nơi nào", "đơn vị nào", "huyện nào"),
    *("có không", "hay không", "nào không", "nay thuộc", "thuộc", "nay là", "ký với", "đã ký", "đã ký với"),
    *("ký kết với", "ký năm", "đang dùng", "đã ký những gì", "ký những gì"),
    *("who", "who signed", "what", "where", "when", "which", "how many", "how much", "signed", "signed with"),
    # Small words
    *("và", "với", "của", "các", "những", "có", "được", "đã", "bị", "là", "thì", "mà", "ở", "tại", "trong", "về"),
    *("cho", "vào", "do", "này", "đó", "cũ", "mới", "trước đây", "danh sách", "tìm", "xem", "liên quan đến"),
    *("the", "of", "in", "on", "with", "and", "for", "by", "is", "are", "was", "were", "has", "have", "did", "does"),
    *("about", "all", "between", "list of", "former", "province", "city"),
)
_QUESTIONS: dict[Form, set[Form]] = {}
for _each in _IDLE:
    _QUESTIONS.setdefault(tuple(text.words(_each)), set()).add(tuple(text.spelling(_each)))
_LONGEST = max(map(len, _QUESTIONS))


def idle(words: Form, typed: Form, *, plain: bool) -> int:
    """How many of the first words only make a question of the others; `plain`: nothing is typed with its marks."""
    for length in range(min(_LONGEST, len(words)), 0, -1):
        form = words[:length]
        if (spelt := _QUESTIONS.get(form)) and (plain or typed[:length] in spelt):
            return length
    return 0
