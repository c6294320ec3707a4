from collections.abc import Collection
from typing import Any

from django.contrib import admin
from django.db.models import Case, Prefetch, Q, QuerySet, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from changesets.admin import TableAdmin
from records import text
from records.admin import RecordAdmin, StackedPart
from records.forms import PublishableForm, row_ids
from records.models import Status

from .forms import FOR_ALL, PublishableFactForm
from .models import Article, Outlet, Passage

# Posted by the button that saves an article and opens the form of an agreement beside it.
GO_ON = "_agreement"
# The fieldset and the help every fact's form ends with.
EVIDENCE = (_("Evidence"), ("passages", ("certainty", "reason"), "note"))
# The same of facts of which passages read a value otherwise (`articles.forms.ReadingsForm`).
READINGS = (_("Evidence"), ("passages", "readings", ("certainty", "reason"), "note"))
EVIDENCE_HELP = {"passages": _("Where it says so. Type words of the article, the kind or number: nghe an paragraph 8.")}


class FactAdmin(TableAdmin, RecordAdmin):
    """Records that passages carry, or whose parts they do: the form shows the articles at hand beside it."""

    form: type[PublishableForm] = PublishableFactForm

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> Any:
        forms = [form for inline in context["inline_admin_formsets"] for form in inline.formset.forms]
        chosen = [form["passages"].value() for form in (context["adminform"].form, *forms) if "passages" in form.fields]
        cited = set[str]().union(*map(row_ids, chosen))
        at_hand = Q(passages__in=cited) | Q(pk__in=row_ids(request.GET.getlist("article")))
        in_order = Prefetch("passages", Passage._default_manager.order_by("sort_place"))
        articles = Article._default_manager.select_related("outlet")
        context["sources"] = articles.filter(at_hand).distinct().prefetch_related(in_order)
        context["for_all"] = [int(each) for each in row_ids(request.POST.getlist(FOR_ALL))]
        context["asks_source"] = context["original"] is None and not context["sources"]
        if context["asks_source"]:
            context["latest"] = articles.exclude(status=Status.WITHDRAWN).order_by("-pk")[:5]
        return super().render_change_form(request, context, *args, **kwargs)


@admin.register(Outlet)
class OutletAdmin(TableAdmin, RecordAdmin):
    drafted_by = "name"
    list_display = ("name", "url", "status")
    layout = ((None, ("name", "slug", "url", "status")),)


class PassageForm(PublishableForm):
    """Of a headline, a dateline or a byline there is one: it has no number."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if number := self.fields.get("number"):  # who only reads has no fields
            number.required = False
        self.initial["number"] = self.initial.get("number") or None

    def clean_number(self) -> int:
        return self.cleaned_data["number"] or 0


PASSAGE_HELP = {"number": _("Counted from 1 within its kind; empty for headline, dateline and byline.")}


class PassageInline(StackedPart):
    model = Passage
    form = PassageForm
    help_texts = PASSAGE_HELP
    key = "Alt+N"
    line = ("kind", "number", "gist", "status")
    layout = ((None, (("kind", "number", "status"), "gist", ("first_words", "last_words"))),)
    show_change_link = True  # where its steps are


@admin.register(Article)
class ArticleAdmin(TableAdmin, RecordAdmin):
    list_display = ("title", "kind", "outlet", "published", "language", "status")
    list_filter = ("status", "kind", "language")
    # As a clerk meets it in a paper; what is seldom typed by hand is folded away.
    layout = (
        (
            None,
            (
                "title",
                "outlet",
                ("published", "published_time"),
                ("url", "byline"),
                ("slug", "language", "title_is_ours", "status"),
            ),
        ),
        (_("Content"), ("summary", "note")),
        (
            _("Official document, kept copy, full text"),
            ("kind", ("number", "issuer"), "archive_url", "retrieved", "full_text", "sha256"),
        ),
    )
    folded = 2
    inlines = (PassageInline,)

    def get_changeform_initial_data(self, request: HttpRequest) -> Any:
        return {"language": "vi"} | super().get_changeform_initial_data(request)

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> Any:
        context["goes_on"] = request.user.has_perm("partnerships.add_agreement")
        return super().render_change_form(request, context, *args, **kwargs)

    def answer(self, request: HttpRequest, obj: Any) -> HttpResponse | None:
        """Saved: to its list, or on to the form of an agreement that it tells of."""
        answer: HttpResponse | None = super().answer(request, obj)
        if answer is None and GO_ON in request.POST:
            return redirect(f"{reverse('admin:partnerships_agreement_add')}?article={obj.pk}")
        return answer


@admin.register(Passage)
class PassageAdmin(TableAdmin, RecordAdmin):
    list_display = ("reference", "gist", "status")
    list_filter = ("status", "kind")
    list_select_related = ("article",)
    layout = ((None, ("article", ("kind", "number"), "gist", ("first_words", "last_words"), "status")),)
    choice_related = ("article",)
    completed_by = ("folded", "article__folded")
    form = PassageForm
    help_texts = PASSAGE_HELP

    @admin.display(description=_("passage"))
    def reference(self, row: Passage) -> str:
        return row.reference

    def choice_label(self, row: Passage) -> str:
        return f"{row.article.slug}, {row.label}: {row.gist[:80]}"

    def completions(self, typed: str, near: Collection[str] = ()) -> QuerySet:
        """Those of the form's own articles first, then those of the very number that is typed."""
        numbers = [int(word) for word in text.words(typed) if _is_number(word)]
        # Of none, the expression would be the bare 1, which PostgreSQL takes for the first column.
        asked = [("article__in", near), ("number__in", numbers)]
        first = [Case(When(**{lookup: values}, then=0), default=1) for lookup, values in asked if values]
        return super().completions(typed).order_by(*first, "article", "sort_place")

    def completed_q(self, word: str) -> Q:
        kinds = [
            kind
            for kind, label in Passage.Kind.choices
            if any(part.startswith(word) for part in (kind, *text.words(str(label))))
        ]
        found = super().completed_q(word) | Q(kind__in=kinds) | Q(article__slug__contains=word)
        return found | Q(number=int(word)) if _is_number(word) else found


def _is_number(word: str) -> bool:
    return word.isdecimal() and len(word) < 5
