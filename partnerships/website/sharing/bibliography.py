"""How a page of the register is cited, and how an article that it rests on: APA 7 and BibTeX."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.dateformat import format as format_by_pattern
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from articles.models import Article
from records import dates
from records.models import Record
from records.spoken import called, language_of

# As BibTeX calls them.
LANGUAGES = {"vi": "vietnamese", "en": "english"}
# What LaTeX would read as a command; the letters of Vietnamese are left to it as they are.
_LATEX = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{sign: f"\\{sign}" for sign in "{}%&$#_"},
}
_IN_ADDRESS = {sign: f"%{ord(sign):02X}" for sign in "{}\\"}


@dataclass(frozen=True, slots=True)
class Citation:
    """The parts of a citation.

    `when`: the year, or day, in words. `dated`: the same as ISO 8601 where it is plain, else empty.
    `ours`: the title is a description of ours, which APA puts in brackets. `changing`: what was read
    on one day may be another on the next, so the day is part of the citation. `language`: of the title, `vi` or `en`.
    `number`: of an official document. `edition`: when the page last changed, in words. Without an author, the title
    stands in his place.
    """

    key: str
    author: str
    when: str
    dated: str
    title: str
    container: str
    address: str
    read: date
    language: str
    ours: bool = False
    changing: bool = False
    number: str = ""
    edition: str = ""

    @property
    def read_on(self) -> str:
        return _day(self.read)

    @property
    def bibtex(self) -> str:
        fields = "".join(f"  {name} = {{{value}}},\n" for name, value in self._fields() if value)
        return f"@misc{{{self.key},\n{fields}}}"

    def _fields(self) -> Iterator[tuple[str, str]]:
        # In braces of their own, names are not taken apart and titles keep their capitals.
        yield "author", f"{{{latex(self.author)}}}" if self.author else ""
        title = f"[{self.title}]" if self.ours else self.title
        yield "title", f"{{{latex(title)}}}"
        yield "number", latex(self.number)
        yield "edition", latex(self.edition)
        yield "howpublished", latex(self.container)
        yield "year", self.dated[:4]
        yield "date", self.dated
        yield "url", "".join(_IN_ADDRESS.get(sign, sign) for sign in self.address)
        yield "urldate", self.read.isoformat()
        yield "langid", LANGUAGES[self.language]


def _day(day: date) -> str:
    return format_by_pattern(day, pgettext("format of a day in a citation", "F j, Y"))


def latex(text: str) -> str:
    return "".join(_LATEX.get(sign, sign) for sign in " ".join(text.split()))


def citation(record: Record, address: str, changed: datetime | None = None) -> Citation:
    """How `record` is cited whose page is at `address` and last `changed` then; an article, as it was printed."""
    if isinstance(record, Article):
        return _article(record, address)
    edition, title = localdate(changed) if changed else None, called(record)
    return Citation(
        key=record.slug,
        author=_("Register of cooperation agreements"),
        when=str(edition.year) if edition else pgettext("no date, in a citation", "n.d."),
        dated=str(edition.year) if edition else "",
        edition=_("Edition of %(day)s") % {"day": _day(edition)} if edition else "",
        title=title,
        container="",
        address=address,
        read=dates.today(),
        language=language_of(title),
        changing=True,
    )


def _article(article: Article, address: str) -> Citation:
    outlet = article.outlet.name if article.outlet else ""
    author = article.byline or article.publisher
    return Citation(
        key=article.slug,
        author=author,
        when=_when(article),
        dated=article.published.plain,
        title=article.title,
        container=outlet if outlet != author else "",
        address=article.url or article.archive_url or address,
        read=article.retrieved or dates.today(),
        ours=article.title_is_ours,
        language=article.language,
        number=article.number,
    )


def _when(article: Article) -> str:
    first, last = article.published_earliest, article.published_latest
    if article.published.plain:
        patterns = {
            "day": pgettext("format of a day of publication in a citation", "Y, F j"),
            "month": pgettext("format of a month of publication in a citation", "Y, F"),
            "year": "Y",
        }
        return format_by_pattern(first, patterns[article.published.precision])
    if first and last and first.year == last.year:
        return pgettext("an uncertain year, in a citation", "ca. %(year)s") % {"year": first.year}
    return pgettext("no date, in a citation", "n.d.")
