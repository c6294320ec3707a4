"""What is said in the reader's language or, where there is nothing in it, in Vietnamese, and marked as that."""

from collections.abc import Callable, Iterable, Iterator
from string import Formatter
from typing import Any, Self

from django.utils.html import escape, format_html
from django.utils.text import Truncator
from django.utils.translation import get_language

Part = tuple[str, str]


class Spoken(str):
    """A text of `parts`, each with its language; on a page those say theirs that are not in the reader's."""

    __slots__ = ("parts",)
    parts: tuple[Part, ...]

    @classmethod
    def of(cls, parts: Iterable[Part]) -> Self:
        known = tuple(part for part in parts if part[0])
        said = cls("".join(text for text, _language in known))
        said.parts = known
        return said

    def __html__(self) -> str:
        reader = get_language()
        marked = (
            escape(text) if language == reader else format_html('<span lang="{}">{}</span>', language, text)
            for text, language in self.parts
        )
        return "".join(marked)


def parts_of(said: str) -> tuple[Part, ...]:
    """What is said, by its languages; a plain text is Vietnamese data."""
    return said.parts if isinstance(said, Spoken) else ((said, "vi"),)


def either(vietnamese: str, english: str = "") -> str:
    """`vietnamese` for its readers; for others `english`, where there is any."""
    if get_language() != "en":
        return vietnamese
    return Spoken.of([(english, "en") if english else (vietnamese, "vi")])


def called(record: Any) -> str:
    """What a record is called in the reader's language, if it is called anything in it."""
    return either(str(record), record.english)


def language_of(said: str) -> str:
    """That of its first words."""
    return next((language for _text, language in parts_of(said)), "vi")


def together(pattern: str, *said: str) -> str:
    """`pattern`, in the reader's language, with what is said at its places {}."""

    def parts() -> Iterator[Part]:
        following = iter(said)
        for words, place, _spec, _conversion in Formatter().parse(pattern):
            yield words, get_language() or "vi"
            if place is not None:
                yield from parts_of(said[int(place)] if place else next(following))

    return Spoken.of(parts())


def in_reader_s(said: str, written: Callable[[str], str] = str) -> str:
    """A word of the interface, or what is `written` in a sentence of a name in the reader's language."""
    return said if isinstance(said, Spoken) else Spoken.of([(written(said), get_language() or "vi")])


def shorter(said: str, most: int) -> str:
    """What is said in one language, cut to `most` signs."""
    short = Truncator(str(said)).chars(most)
    return Spoken.of([(short, language_of(said))]) if isinstance(said, Spoken) else short
