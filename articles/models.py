"""Who published what, where and when; and the facts that cite it know of this app, not the reverse."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, Self

from django.db import models
from django.db.models import F, OuterRef, Q
from django.db.models.functions import Length
from django.db.models.lookups import Exact
from django.utils.translation import gettext_lazy as _

from records.columns import Column, joined, place_of
from records.fields import (
    BoundField,
    EDTFField,
    FoldedField,
    LineField,
    ProseField,
    SortDateField,
    SortKeyField,
    TermField,
    known_date,
)
from records.models import KEY_SEPARATOR, Editorial, Link, Record, RecordManager, Traced, TracedManager, TracedQuerySet


def web_address(name: str) -> models.CheckConstraint:
    """A constraint: the column `name` holds an http or https address or nothing (never `javascript:`)."""
    return models.CheckConstraint(
        condition=Q(**{name: ""}) | Q(**{f"{name}__startswith": "http://"}) | Q(**{f"{name}__startswith": "https://"}),
        name=f"%(app_label)s_%(class)s_{name}_http",
        violation_error_message=_("An address begins with http:// or https://."),
    )


class Outlet(Record):
    """Who publishes articles: a newspaper, a news site, a ministry's page."""

    collection = "outlets"

    name = LineField(_("name"), max_length=300)
    url = models.URLField(_("address"), max_length=500, blank=True)
    folded = FoldedField(sources=("name",))
    sort_key = SortKeyField(sources=("name",))

    @classmethod
    @cache
    def columns(cls) -> tuple[Column, ...]:
        return (Column("slug"), Column("status", staff=True), Column("name"), Column("url"))

    class Meta(Record.Meta):
        verbose_name = _("outlet")
        verbose_name_plural = _("outlets")
        ordering = ("sort_key", "id")
        constraints = (web_address("url"),)

    def __str__(self) -> str:
        return self.name


class ArticleQuerySet(TracedQuerySet):
    def with_related(self) -> Self:
        return self.prefetch_related(models.Prefetch("outlet", Outlet.objects.public()))


class Article(Record):
    """A piece of press as it was printed; `full_text` is for the office and leaves it on no way."""

    collection = "articles"

    title = LineField(
        _("title"), max_length=300, help_text=_("As printed; your own, and so marked, where none was printed.")
    )
    title_is_ours = models.BooleanField(
        _("title is ours"), default=False, help_text=_("Tick where the article has no headline.")
    )
    outlet = models.ForeignKey(Outlet, models.PROTECT, verbose_name=_("outlet"), related_name="articles")
    byline = LineField(_("byline"), max_length=200, blank=True, help_text=_("As printed, e.g. PV."))
    url = models.URLField(_("address"), max_length=1000, blank=True)
    language = TermField(
        _("language"), choices=(("vi", _("Vietnamese")), ("en", _("English"))), default="vi", max_length=10
    )
    published = EDTFField(_("published"))
    published_earliest = BoundField("published", "earliest")
    published_latest = BoundField("published", "latest")
    published_time = models.TimeField(_("clock time"), null=True, blank=True, help_text=_("Only where it is printed."))
    retrieved = models.DateField(_("retrieved"), null=True, blank=True)
    sha256 = LineField(
        _("SHA-256 of the text"), max_length=64, blank=True, help_text=_("64 hexadecimal digits, lower case.")
    )
    summary = ProseField(_("summary"), blank=True, help_text=_("In our own words, never copied sentences."))
    note = ProseField(_("note"), max_length=2000, blank=True, help_text=_("What a reader should know of the source."))
    full_text = ProseField(
        _("full text"), max_length=100_000, blank=True, help_text=_("For staff only; never shown or exported.")
    )
    folded = FoldedField(sources=("title", "byline", "summary"))
    sort_key = SortKeyField(sources=("title",))
    sort_date = SortDateField(sources=("published",))

    objects = RecordManager.from_queryset(ArticleQuerySet)()

    @classmethod
    @cache
    def columns(cls) -> tuple[Column, ...]:
        return (
            Column("slug"),
            Column("status", staff=True),
            Column("title"),
            Column("title_is_ours"),
            Column("outlet", F("outlet__slug")),
            Column("byline"),
            Column("url"),
            Column("language"),
            Column("published"),
            Column("published_earliest", derived=True),
            Column("published_latest", derived=True),
            Column("published_time"),
            Column("retrieved"),
            Column("sha256"),
            Column("summary"),
            Column("note"),
        )

    public_parents = ("outlet",)

    class Meta(Record.Meta):
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        ordering = ("-sort_date", "-id")
        constraints = (
            known_date("published"),
            web_address("url"),
            models.CheckConstraint(
                condition=Q(published_time__isnull=True) | ~Q(published=""),
                name="articles_article_time_has_date",
                violation_error_message=_("A clock time needs the date it belongs to."),
            ),
            models.CheckConstraint(
                condition=Q(sha256="") | Q(Exact(Length("sha256"), 64)),
                name="articles_article_sha256_length",
                violation_error_message=_("A SHA-256 has 64 hexadecimal digits."),
            ),
        )

    def __str__(self) -> str:
        return self.title


class PassageQuerySet(TracedQuerySet):
    def with_related(self) -> Self:
        return self.select_related("article__outlet")


class PassageManager(TracedManager.from_queryset(PassageQuerySet)):  # type: ignore[misc]
    def get_by_natural_key(self, *parts: Any) -> Any:
        return self.get(**self.model.key_lookup(parts))


class Passage(Editorial):
    """A place in an article that carries facts, with what it says in our own words."""

    collection = "passages"

    class Kind(models.TextChoices):
        HEADLINE = "headline", _("headline")
        DATELINE = "dateline", _("dateline")
        BYLINE = "byline", _("byline")
        HEADING = "heading", _("heading")
        PARAGRAPH = "paragraph", _("paragraph")
        CAPTION = "caption", _("caption")

    SINGLE = (Kind.HEADLINE, Kind.DATELINE, Kind.BYLINE)

    article = models.ForeignKey(Article, models.CASCADE, verbose_name=_("article"), related_name="passages")
    kind = TermField(_("kind"), choices=Kind.choices, default=Kind.PARAGRAPH)
    number = models.PositiveSmallIntegerField(
        _("number"), default=0, help_text=_("Counted from 1 within its kind; 0 for headline, dateline and byline.")
    )
    gist = ProseField(_("gist"), max_length=2000, help_text=_("What the passage says, in our own words."))
    folded = FoldedField(sources=("gist",))

    objects = PassageManager()

    key_fields = ("article", "kind", "number")
    public_parents = ("article",)

    @classmethod
    @cache
    def columns(cls) -> tuple[Column, ...]:
        return (
            Column("article", F("article__slug")),
            Column("kind"),
            Column("number"),
            Column("status", staff=True),
            Column("place", place_of(), derived=True, label=_("place"), help=_("How facts cite it: article#place.")),
            Column("gist"),
        )

    class Meta(Editorial.Meta):
        verbose_name = _("passage")
        verbose_name_plural = _("passages")
        ordering = ("article_id", "kind", "number", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("article", "kind", "number"),
                name="articles_passage_place",
                violation_error_message=_("This place of the article is already recorded."),
            ),
            models.CheckConstraint(
                condition=Q(kind__in=("headline", "dateline", "byline"), number=0)
                | Q(kind__in=("heading", "paragraph", "caption"), number__gte=1),
                name="articles_passage_number",
                violation_error_message=_(
                    "Paragraphs, captions and headings count from 1; headline, dateline and byline have 0."
                ),
            ),
        )

    def __str__(self) -> str:
        return f"{self.place}: {self.gist[:80]}"

    @property
    def place(self) -> str:
        """`headline`, `paragraph-3`: unique within its article."""
        return f"{self.kind}-{self.number}" if self.number else self.kind

    @property
    def reference(self) -> str:
        """`article-slug#paragraph-3`, the same words as in tables."""
        return f"{self.article.slug}#{self.place}"

    @classmethod
    def key_in(cls, row: Mapping[str, Any]) -> str:
        return str(row["place"]).replace("#", KEY_SEPARATOR)

    @classmethod
    def key_length(cls) -> int:
        return 2

    @classmethod
    def key_lookup(cls, parts: Any) -> dict[str, Any]:
        article, place = parts
        kind, _dash, number = str(place).partition("-")
        return {"article__slug": article, "kind": kind, "number": int(number or 0)}

    def natural_key(self) -> tuple[str, str]:
        return (self.article.slug, self.place)


class Certainty(models.TextChoices):
    STATED = "stated", _("stated")
    INFERRED = "inferred", _("inferred")
    DISPUTED = "disputed", _("disputed")


def explained() -> models.CheckConstraint:
    """A constraint: whatever is not simply stated says why."""
    return models.CheckConstraint(
        condition=Q(certainty=Certainty.STATED) | ~Q(note=""),
        name="%(app_label)s_%(class)s_explained",
        violation_error_message=_("What is inferred or disputed needs a note that says why."),
    )


class Fact(Traced):
    """A row that says which passages carry it and how sure that is.

    A concrete fact declares `passages`, many-to-many to Passage through its own `Citation`, and has
    `explained()` among its constraints.
    """

    certainty = TermField(_("certainty"), choices=Certainty.choices, default=Certainty.STATED)
    note = ProseField(
        _("note"), max_length=2000, blank=True, help_text=_("Why it is inferred, or which passages contradict.")
    )

    class Meta(Traced.Meta):
        abstract = True


class Citation(Link):
    """One passage that carries one fact. A concrete citation adds the foreign key `fact`."""

    passage = models.ForeignKey(Passage, models.PROTECT, verbose_name=_("passage"), related_name="+")

    key_fields = ("fact", "passage")

    class Meta(Link.Meta):
        abstract = True
        verbose_name = _("citation")
        verbose_name_plural = _("citations")
        constraints = (models.UniqueConstraint(fields=("fact", "passage"), name="%(app_label)s_%(class)s_once"),)

    def __str__(self) -> str:
        return str(self.passage_id)


def public_passages() -> models.Prefetch:
    """Load the passages of facts that the public may read, with their articles."""
    return models.Prefetch("passages", Passage.objects.public().select_related("article__outlet"))


def evidence(citation: type[Citation]) -> tuple[Column, ...]:
    """The columns every fact ends with: `article-slug#place;...` of its passages, and how sure it is."""
    citations = citation._default_manager.filter(fact=OuterRef("pk"))
    order = ("passage__article__slug", "passage__kind", "passage__number")
    passages = Column(
        "passages",
        joined(citations, place_of("passage__"), *order),
        shown=joined(citations.filter(Passage.public_q("passage__")), place_of("passage__"), *order),
        many=True,
    )
    return (passages, Column("certainty"), Column("note"))
