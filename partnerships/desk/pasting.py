"""An article pasted: looked for among those of the register, split, kept as a draft with its text, and then read."""

import hashlib
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods
from rapidfuzz import fuzz

from articles.models import Article
from articles.pasted import LONGEST_TITLE, MOST_BYTES, Pasted, outlet_of, read_pasted
from records import dates
from records.approval import TYPED
from records.checks.same import candidates
from records.locks import writing_alone
from records.roles import may_change, permissions
from records.sheet_names import SheetNames

# How alike two texts are that may be one, of 100; they share a piece of so many letters of one of their long passages.
SAME_TEXT, PIECE, PIECES = 80, 40, 5
MOST_NEAR = 20  # so many texts are compared, the newest
# An article that may be the one that is pasted, why, and how alike they are.
Double = tuple[Article, Any, int]


class PasteForm(forms.Form):
    data: Any
    text = forms.CharField(
        label=gettext_lazy("Text of the article"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 16, "autofocus": True}),
        help_text=gettext_lazy("With its headline, day and byline as printed; or the source of the page."),
    )
    page = forms.FileField(
        label=gettext_lazy("Or a saved page"), required=False, help_text=gettext_lazy("HTML or plain text, in UTF-8.")
    )
    url = forms.URLField(
        label=gettext_lazy("address"), required=False, max_length=1000, assume_scheme="https", widget=forms.URLInput
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()  # type: ignore[assignment]
        typed, page = cleaned.get("text", ""), cleaned.get("page")
        if page and not typed.strip():
            typed = page.read(MOST_BYTES + 1).decode("utf-8-sig", "replace")
            self.data = self.data.copy()
            self.data["text"] = typed  # shown again, should it be refused
        cleaned["found"] = read_pasted(typed)
        cleaned["typed"] = typed
        return cleaned


@require_http_methods(["GET", "HEAD", "POST"])
def paste(request: Any) -> HttpResponse:
    """Paste an article: it becomes a draft with its text, unless the register seems to have it."""
    if not request.user.has_perms(permissions("add", Article)):
        raise PermissionDenied
    form = PasteForm(request.POST or None, request.FILES or None)
    doubles: list[Double] = []
    if request.method == "POST" and form.is_valid():
        # Whole texts are compared before anybody has to wait for it.
        near = [] if "anyway" in request.POST else _near(form.cleaned_data["found"].text)
        with writing_alone():
            article, doubles = _kept(request, form, near)
        if article:
            said = _("It is kept as a draft with its text, which only staff read.")
            if left := form.cleaned_data["found"].left_out:
                also = _("Left out: %(lines)s") % {"lines": " · ".join(left)[:1000]}
                said = f"{said} {also}"
            messages.success(request, said)
            return redirect("desk:read", article.pk)
    context = {
        **admin.site.each_context(request),
        "title": _("Read an article"),
        "form": form,
        "doubles": [
            (row, why, alike, not row.full_text and may_change(request.user, row)) for row, why, alike in doubles
        ],
    }
    return TemplateResponse(
        request, "admin/desk/paste.html", context, status=400 if form.errors else 409 if doubles else 200
    )


def _kept(request: Any, form: PasteForm, near: list[Double]) -> tuple[Article | None, list[Double]]:
    """The article that is kept, or those that it may be; then nothing is."""
    found, typed = form.cleaned_data["found"], form.cleaned_data["typed"]
    article = _draft(found, typed, form.cleaned_data["url"] or found.url)
    slug, _colon, version = request.POST.get("into", "").partition(":")
    into = Article.objects.filter(slug=slug, full_text="").first()
    if into and str(into.version) == version:  # as it was looked at
        if not may_change(request.user, into):
            raise PermissionDenied
        into.full_text, into.sha256 = article.full_text, article.sha256
        into._change_reason = f"{TYPED}: Dán toàn văn của bài."
        article = into
    try:
        with transaction.atomic():
            article.full_clean()
            article.save()
            doubles = []
            if article is not into and "anyway" not in request.POST:
                doubles = [*{each[0].pk: each for each in (*near, *candidates(article))}.values()]
            transaction.set_rollback(bool(doubles))
    except ValidationError as error:
        for name, said in error.message_dict.items():
            form.add_error(name if name in form.fields else None, said)
        return None, []
    return (None, doubles) if doubles else (article, [])


def _draft(found: Pasted, typed: str, url: str) -> Article:
    few = " ".join(found.text.split()[:6])
    title = found.headline or f"Bài không in tít ({few} …)"[:LONGEST_TITLE]
    return Article(
        slug=SheetNames().free(Article, title),
        title=title,
        title_is_ours=not found.headline,
        outlet=outlet_of(found, url),
        byline=found.byline,
        url=url,
        language=found.language,
        published=found.published,
        published_time=found.published_time,
        retrieved=dates.today() if url else None,
        sha256=hashlib.sha256(typed.encode(errors="replace")).hexdigest(),
        full_text=found.text,
    )


def _near(text: str) -> list[Double]:
    """The articles that say almost the same as `text`; what is short, as a name, many have."""
    shares = Q()
    for each in sorted(text.split("\n"), key=len)[-PIECES:]:
        if len(each) >= PIECE:
            shares |= Q(full_text__contains=each[(len(each) - PIECE) // 2 :][:PIECE])
    if not shares:
        return []
    said = _("Another article has almost the same text: are they one?")
    others = Article.objects.filter(shares, merged_into=None).order_by("-pk")[:MOST_NEAR]
    near = [(other, said, round(fuzz.token_sort_ratio(text, other.full_text))) for other in others]
    return [each for each in near if each[2] >= SAME_TEXT]
