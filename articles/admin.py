from django.contrib import admin
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from changesets.admin import TableAdmin
from records import text
from records.admin import RecordAdmin, StackedPart
from records.forms import PublishableForm

from .models import Article, Outlet, Passage

# The fieldset and the help every fact's form ends with.
EVIDENCE = (_("Evidence"), ("passages", ("certainty", "reason"), "note"))
# The same of facts of which passages read a value otherwise (`articles.forms.ReadingsForm`).
READINGS = (_("Evidence"), ("passages", "readings", ("certainty", "reason"), "note"))
EVIDENCE_HELP = {"passages": _("Where it says so. Type words of the article, the kind or number: nghe an paragraph 8.")}


@admin.register(Outlet)
class OutletAdmin(TableAdmin, RecordAdmin):
    list_display = ("name", "url", "status")
    layout = ((None, ("name", "slug", "url", "status")),)


class PassageInline(StackedPart):
    model = Passage
    form = PublishableForm
    layout = ((None, (("kind", "number", "status"), "gist", ("first_words", "last_words"))),)
    show_change_link = True  # where its steps are


@admin.register(Article)
class ArticleAdmin(TableAdmin, RecordAdmin):
    list_display = ("title", "kind", "outlet", "published", "language", "status")
    list_filter = ("status", "kind", "language")
    layout = (
        (None, ("title", "title_is_ours", "slug", "outlet", "byline", "url", "archive_url", "language", "status")),
        (_("Official document"), ("kind", ("number", "issuer"))),
        (_("When"), (("published", "published_time"), "retrieved")),
        (_("Content"), ("summary", "note", "full_text", "sha256")),
    )
    inlines = (PassageInline,)


@admin.register(Passage)
class PassageAdmin(TableAdmin, RecordAdmin):
    list_display = ("reference", "gist", "status")
    list_filter = ("status", "kind")
    list_select_related = ("article",)
    layout = ((None, ("article", ("kind", "number"), "gist", ("first_words", "last_words"), "status")),)
    choice_related = ("article",)
    completed_by = ("folded", "article__folded")

    @admin.display(description=_("passage"))
    def reference(self, row: Passage) -> str:
        return row.reference

    def choice_label(self, row: Passage) -> str:
        return f"{row.article.slug}, {row.label}: {row.gist[:80]}"

    def completed_q(self, word: str) -> Q:
        kinds = [
            kind
            for kind, label in Passage.Kind.choices
            if any(part.startswith(word) for part in (kind, *text.words(str(label))))
        ]
        found = super().completed_q(word) | Q(kind__in=kinds) | Q(article__slug__contains=word)
        return found | Q(number=int(word)) if word.isdecimal() and len(word) < 5 else found
