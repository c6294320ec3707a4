"""Who published what, where and when: the press, and the authorities themselves."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import Exact
from django.utils.translation import gettext_lazy as _

from records.checks import Check, not_ahead
from records.checks.twins import namesakes, twins
from records.constraints import known_date, rule
from records.fields import (
    EDTFField,
    FoldedField,
    LineField,
    ProseField,
    SortDateField,
    SortKeyField,
    TermField,
    WordsKeyField,
    bounds,
)
from records.models import Record, RecordManager, TrackedQuerySet


def web_address(name: str) -> models.CheckConstraint:
    """A constraint: the column `name` holds an http or https address or nothing (never `javascript:`)."""
    # No `startswith`: its ESCAPE is a quote too many for what reads the tables of SQLite (Django's introspection).
    return rule(
        f"{name}_http",
        Q(**{name: ""}) | Q(**{f"{name}__regex": "^https?://"}),
        _("An address begins with http:// or https://."),
    )


class Outlet(Record):
    """Who publishes articles: a newspaper, a news site, a ministry's page."""

    collection = "outlets"
    table_order = 190
    column_names = ("slug", "status", "name", "url")

    name = LineField(_("name"), max_length=300)
    url = models.URLField(_("address"), max_length=500, blank=True)
    folded = FoldedField(sources=("name",))
    sort_key = SortKeyField(sources=("name",))

    class Meta(Record.Meta):
        verbose_name = _("outlet")
        verbose_name_plural = _("outlets")
        ordering = ("sort_key", "id")
        constraints = (*Record.Meta.constraints, web_address("url"))


class ArticleQuerySet(TrackedQuerySet):
    def with_related(self) -> Self:
        return self.prefetch_related(models.Prefetch("outlet", Outlet.objects.public()))


class Article(Record):
    """A source as it was printed; `full_text` is for the office and leaves it on no way.

    An official document is known by its number and its issuer; it, and a piece of press whose paper is not known,
    may have no outlet.
    """

    collection = "articles"
    table_order = 170
    column_names = tuple(
        "slug status kind number issuer title title_is_ours outlet byline url archive_url language "
        "published published_earliest published_latest published_time retrieved sha256 summary note".split()
    )

    class Kind(models.TextChoices):
        PRESS_ARTICLE = "press_article", _("press article")
        OFFICIAL_DOCUMENT = "official_document", _("official document")

    kind = TermField(_("kind"), choices=Kind.choices, default=Kind.PRESS_ARTICLE)
    number = LineField(
        _("document number"), max_length=60, blank=True, help_text=_("Of an official document, e.g. 202/2025/QH15.")
    )
    issuer = LineField(
        _("issuer"), max_length=200, blank=True, help_text=_("Who issued the official document, e.g. Quốc hội.")
    )
    title = LineField(
        _("title"), max_length=300, help_text=_("As printed; your own, and so marked, where none was printed.")
    )
    title_is_ours = models.BooleanField(
        _("title is ours"), default=False, help_text=_("Tick where the article has no headline.")
    )
    outlet = models.ForeignKey(
        Outlet,
        models.PROTECT,
        verbose_name=_("outlet"),
        related_name="articles",
        null=True,
        blank=True,
        help_text=_("Who published it; empty: not known."),
    )
    byline = LineField(_("byline"), max_length=200, blank=True, help_text=_("As printed, e.g. PV."))
    url = models.URLField(_("address"), max_length=1000, blank=True, help_text=_("Where it was published."))
    archive_url = models.URLField(
        _("archived copy"), max_length=1000, blank=True, help_text=_("A lasting copy, e.g. at web.archive.org.")
    )
    language = TermField(
        _("language"), choices=(("vi", _("Vietnamese")), ("en", _("English"))), default="vi", max_length=10
    )
    published = EDTFField(_("date of publication"))
    published_earliest, published_latest = bounds("published")
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
    folded = FoldedField(sources=("title", "byline", "summary", "number", "issuer"))
    text_key = WordsKeyField(sources=("full_text",))
    sort_key = SortKeyField(sources=("title",))
    sort_date = SortDateField(sources=("published",))

    objects = RecordManager.from_queryset(ArticleQuerySet)()

    public_parents = ("outlet",)

    class Meta(Record.Meta):
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        ordering = ("-sort_date", "-id")
        indexes = (
            models.Index(fields=("status", "-sort_date", "-id"), name="articles_article_list"),
            models.Index(fields=("status", "sort_key", "id"), name="articles_article_title"),
        )
        constraints = (
            *Record.Meta.constraints,
            known_date("published"),
            web_address("url"),
            web_address("archive_url"),
            rule(
                "document_is_numbered",
                Q(kind="press_article", number="", issuer="")
                | (Q(kind="official_document") & ~Q(number="") & ~Q(issuer="")),
                _("An official document has its number and its issuer; a press article neither."),
            ),
            rule(
                "time_has_date",
                Q(published_time__isnull=True) | ~Q(published=""),
                _("A clock time needs the date it belongs to."),
            ),
            rule(
                "sha256_length",
                Q(sha256="") | Q(Exact(Length("sha256"), 64)),
                _("A SHA-256 has 64 hexadecimal digits."),
            ),
        )

    @classmethod
    def checks(cls) -> tuple[Check, ...]:
        return (
            *super().checks(),
            not_ahead(_("The day of publication lies in the future: look at it again."), "published"),
            twins("same-address", _("Another article has the same address: are they one?"), "url"),
            twins("same-text", _("Another article has the very same text: are they one?"), "sha256", "text_key"),
            namesakes("same-title", _("Another article has the same title: are they one?"), "title", "number"),
        )

    @property
    def is_official(self) -> bool:
        return self.kind == self.Kind.OFFICIAL_DOCUMENT

    @property
    def publisher(self) -> str:
        """Who it is cited by: the issuer of a document, the outlet of a piece of press; empty where not known."""
        return self.issuer or (self.outlet.name if self.outlet else "")
