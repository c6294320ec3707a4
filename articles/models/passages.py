"""Places in articles."""

import re
from collections.abc import Mapping
from typing import Any, Self
from urllib.parse import quote

from django.db import models
from django.db.models import Case, Q, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Concat
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from records.checks import Check, Severity
from records.columns import Column, field_columns
from records.constraints import once, rule
from records.fields import DerivedField, FoldedField, LineField, ProseField, TermField
from records.labels import code_called
from records.models import KEY_SEPARATOR, PublishableModel, TrackedManager, TrackedQuerySet

from .articles import Article


class PlaceOrderField(DerivedField, models.PositiveIntegerField):
    """Where a place stands in its article: the headline first, then the text, the captions, the byline."""

    KINDS = ("headline", "dateline", "heading", "paragraph", "caption", "byline")

    def derive(self, row: Any) -> int:
        rank = self.KINDS.index(row.kind) if row.kind in self.KINDS else len(self.KINDS)
        return rank * 100_000 + (row.number or 0)


# How the gist of a passage begins that a reader proposed and nobody has said yet in words of their own.
PROPOSED_GIST = "Nói đến: "
# So few that no sentence is kept whole between the first words and the last.
MOST_WORDS = 6


def few_words(name: str) -> models.CheckConstraint:
    return rule(
        f"{name}_few",
        ~Q(**{f"{name}__regex": f"( .*){{{MOST_WORDS}}}"}),  # a line has single spaces
        _("Six words are enough to find the place; no sentence of an article is kept."),
    )


def place(kind: str, number: int) -> str:
    """`headline`, `paragraph-3`: unique within its article."""
    return f"{kind}-{number}" if number else kind


def reference_at(prefix: str = "") -> Combinable:
    """`Passage.reference` in the database, of the passage at `prefix`."""
    number = Case(
        When(**{f"{prefix}number": 0}, then=Value("")),
        default=Concat(Value("-"), Cast(f"{prefix}number", models.TextField())),
        output_field=models.TextField(),
    )
    return Concat(f"{prefix}article__slug", Value("#"), f"{prefix}kind", number, output_field=models.TextField())


class PassageQuerySet(TrackedQuerySet):
    def with_related(self) -> Self:
        return self.select_related("article__outlet")

    def as_source(self) -> Self:
        own = ("kind", "number", "gist", "first_words", "last_words")
        article = ("slug", "title", "title_is_ours", "kind", "number", "issuer", "url", "archive_url", "outlet__name")
        return self.with_related().only(*own, *(f"article__{name}" for name in article))


class Passage(PublishableModel):
    """A place in an article that carries facts, with what it says in our own words."""

    collection = "passages"
    table_order = 180

    class Kind(models.TextChoices):
        HEADLINE = "headline", _("headline")
        DATELINE = "dateline", _("dateline")
        BYLINE = "byline", _("byline")
        HEADING = "heading", _("heading")
        PARAGRAPH = "paragraph", _("paragraph")
        CAPTION = "caption", _("caption")

    article = models.ForeignKey(Article, models.CASCADE, verbose_name=_("article"), related_name="passages")
    kind = TermField(_("kind"), choices=Kind.choices, default=Kind.PARAGRAPH)
    number = models.PositiveSmallIntegerField(
        _("number"), default=0, help_text=_("Counted from 1 within its kind; 0 for headline, dateline and byline.")
    )
    gist = ProseField(_("gist"), max_length=2000, help_text=_("What the passage says, in our own words."))
    first_words = LineField(
        _("first words"),
        max_length=80,
        blank=True,
        help_text=_("The first few words that only this place has, as printed: links lead to them. Six at most."),
    )
    last_words = LineField(
        _("last words"),
        max_length=80,
        blank=True,
        help_text=_("The last few words of the place, as printed; empty where the first are all. Six at most."),
    )
    folded = FoldedField(sources=("gist",))
    sort_place = PlaceOrderField(sources=("kind", "number"))

    objects = TrackedManager.from_queryset(PassageQuerySet)()

    key_fields = ("article", "kind", "number")
    public_parents = ("article",)

    @classmethod
    def checks(cls) -> tuple[Check, ...]:
        said = _("Its gist is as the machine left it: say what the passage says.")
        proposed = Check(
            "proposed-gist",
            Severity.PUBLICATION,
            lambda rows: rows.filter(gist__startswith=PROPOSED_GIST),
            said,
            column="gist",
        )
        return (*super().checks(), proposed)

    @classmethod
    def own_columns(cls) -> tuple[Column, ...]:
        help_text = _("How facts cite it: article#place.")
        return (
            *field_columns(cls, "article", "kind", "number", "status"),
            Column("place", reference_at(), derived=True, label=_("place"), help=help_text),
            *field_columns(cls, "gist", "first_words", "last_words"),
        )

    class Meta(PublishableModel.Meta):
        verbose_name = _("passage")
        verbose_name_plural = _("passages")
        ordering = ("article_id", "sort_place", "id")
        constraints = (
            once(
                "article", "kind", "number", sentence=_("This place of the article is already recorded."), name="place"
            ),
            few_words("first_words"),
            few_words("last_words"),
            rule("last_after_first", Q(last_words="") | ~Q(first_words=""), _("The last words need the first ones.")),
            rule(
                "number",
                Q(kind__in=("headline", "dateline", "byline"), number=0)
                | Q(kind__in=("heading", "paragraph", "caption"), number__gte=1),
                _("Paragraphs, captions and headings count from 1; headline, dateline and byline have 0."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.label}: {Truncator(self.gist).chars(80)}"

    @property
    def place(self) -> str:
        return place(self.kind, self.number)

    @property
    def label(self) -> str:
        kind = str(self.Kind(self.kind).label)
        return f"{kind} {self.number}" if self.number else kind

    @property
    def within(self) -> str:
        return self.label

    @property
    def mark(self) -> str:
        """`¶3`, short enough to stand behind what the place carries; of what is no paragraph the label."""
        return f"¶{self.number}" if self.kind == self.Kind.PARAGRAPH else self.label

    @property
    def anchor(self) -> str:
        """Where a page that shows places of several articles has this one."""
        return f"{self.article.slug}-{self.place}"

    @property
    def printed_at(self) -> str:
        """The address of the article that leads to these very words of it (a text fragment); empty where none is known.

        https://wicg.github.io/scroll-to-text-fragment/: a comma parts first and last words, a dash is percent-encoded.
        """
        address = self.article.url or self.article.archive_url
        if not address or not self.first_words:
            return address
        words = (quote(each, safe="").replace("-", "%2D") for each in (self.first_words, self.last_words) if each)
        return f"{address}{'' if '#' in address else '#'}:~:text={','.join(words)}"

    @property
    def reference(self) -> str:
        return f"{self.article.slug}#{self.place}"

    @classmethod
    def key_in(cls, row: Mapping[str, Any]) -> str:
        return f"{row['article']}{KEY_SEPARATOR}{place(row['kind'], int(row['number']))}"

    @classmethod
    def key_length(cls) -> int:
        return 2

    @classmethod
    def key_lookup(cls, parts: Any) -> dict[str, Any]:
        article, place = parts
        kind, _dash, number = str(place).partition("-")
        return {"article__slug": article, "kind": kind, "number": int(number or 0)}

    @classmethod
    def place_called(cls, said: str) -> str:
        """`paragraph-3` for “đoạn 3” or “paragraph 3”; what names no place stays as it is."""
        kind, number = re.fullmatch(r"(.*?)[\s-]*(\d*)", said, re.ASCII | re.DOTALL).groups()  # type: ignore[union-attr]
        code = code_called(cls.Kind, kind)
        return place(code, int(number or 0)) if code else said

    @classmethod
    def label_of(cls, place: str) -> str:
        """“paragraph 3” for `paragraph-3`; what names no place stays as it is."""
        kind, _dash, number = place.partition("-")
        known = kind in cls.Kind.values and (number or "0").isdecimal()
        return cls(kind=kind, number=int(number or 0)).label if known else place

    def natural_key(self) -> tuple[str, str]:
        return (self.article.slug, self.place)
