"""What was posted when the session had ended: who signs in again sees it as it was typed, nothing saved."""

import re
from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib import admin, messages
from django.core import signing
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import Resolver404, resolve, reverse
from django.utils.translation import gettext as _
from django.views.csrf import csrf_failure as refused

from records.dependents import relations_to
from records.export.tables import tables_in_order
from records.forms import RETURN
from records.models import PublishableModel
from records.sign_in import SignInForm

# In a form, who opened it; on the page of sign-in, where it was posted and what was typed.
AUTHOR, TYPED = "_author", "_typed"
MULTIPART = "multipart/form-data"  # of a form that takes a file
# What a form sends that nobody typed.
_MACHINERY = re.compile(r"^_|_FORMS$|base_version$|-id$")


def form_of(path: str) -> Any:
    """Of the records that are added or changed in the form at `path`; None where it is another form."""
    try:
        name = resolve(path.partition("?")[0]).url_name
    except Resolver404:
        return None
    forms = {
        f"{model._meta.app_label}_{model._meta.model_name}_{page}": model._meta
        for model in tables_in_order()
        if issubclass(model, PublishableModel)
        for page in ("add", "change")
    }
    return forms.get(name or "")


def typed_into(request: Any) -> list[tuple[str, str]]:
    """All that a form has sent, for another to send it again."""
    values = ((name, value) for name, values in request.POST.lists() for value in values)
    return [(name, value) for name, value in values if name not in ("csrfmiddlewaretoken", RETURN)]


def as_new(model: type[PublishableModel], typed: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """What was typed into the form of a record that is gone, for that of a new one: all its rows are new."""
    # A formset is called as the record calls its rows. What links them to it goes, and no other link to such a record.
    links = {(relation.get_accessor_name(), relation.field.name) for relation in relations_to(model)}
    found = []
    for name, value in typed:
        formset, dash, last = name.partition("-")[0], "-" in name, name.rpartition("-")[2]
        if last == "INITIAL_FORMS":
            found.append((name, "0"))
        elif name != "base_version" and not (dash and (last in ("id", "base_version") or (formset, last) in links)):
            found.append((name, value))
    return found


def to_office(request: Any) -> bool:
    """Whether it is for a page of the staff, other than the way in and out."""
    match = request.resolver_match
    return bool({"admin", "desk"} & {*match.namespaces}) and match.url_name not in ("login", "logout")


def sent_by_form(request: Any) -> bool:
    """Whether a form of the staff was posted that may be sent again from a page between: who opened it is known.

    Passwords stand on no page.
    """
    secret = any("password" in name for name in request.POST)
    return request.method == "POST" and to_office(request) and AUTHOR in request.POST and not secret


def sign_in_first(request: Any) -> HttpResponse | None:
    """The page of sign-in, which takes along what was typed into a form; None for anything else."""
    if not sent_by_form(request):
        return None
    context = {
        **admin.site.each_context(request),
        "title": _("Log in"),
        "app_path": reverse("admin:login"),
        "form": SignInForm(request),
        "next": request.get_full_path(),
        "typed": signing.dumps([request.get_full_path(), typed_into(request)], salt=TYPED, compress=True),
        "takes_file": request.content_type == MULTIPART,
    }
    return TemplateResponse(request, "admin/login.html", context, status=403)


def signed_in(request: Any, address: str) -> HttpResponse:
    """After sign-in: what was typed before, for the form at `address`; or just the way there."""
    try:
        place, typed = signing.loads(request.POST[TYPED], salt=TYPED)
    except signing.BadSignature:
        place = ""
    if place != address:
        return redirect(address)
    if [AUTHOR, str(request.user.pk)] not in typed:
        messages.warning(request, _("What was typed is another account's: it is not shown."))
        return redirect(address)
    return not_saved(request, form_of(address), [_("You signed in again. Nothing is saved yet.")], typed, address)


def not_saved(
    request: Any,
    options: Any,
    sentences: Sequence[Any],
    typed: Iterable[tuple[str, str]],
    address: str = "",
    *,
    shown: bool = False,
) -> HttpResponse:
    """Why a form is not saved, with all that was typed; its button leads back to the form, which checks again.

    A form that is of no record (no `options`) is sent once more as it was: where it leads, its page asks as ever.
    It is at `address`, or where this is answered. What was typed is `shown` where there is no such form any more.
    What was to be told of the save is not.
    """
    [*messages.get_messages(request)]  # read, and so sent no more; the page shows none
    typed = [*typed]
    texts = [(name, value) for name, value in typed if value and not _MACHINERY.search(name)] if shown else []
    context = {
        **admin.site.each_context(request),
        "title": _("Not saved"),
        "opts": options,
        "sentences": sentences,
        "typed": typed,
        "texts": texts,
        "leads_back": bool(address) or not shown,
        "address": address,
        "return_name": RETURN,
    }
    return TemplateResponse(request, "admin/not_saved.html", context, status=409)


def csrf_failure(request: Any, reason: str = "") -> HttpResponse:
    """A form of ours that was open while its user signed in again is not lost; any other is refused."""
    ours = request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"
    if not ours or not sent_by_form(request):
        return refused(request, reason)
    if not admin.site.has_permission(request):
        return sign_in_first(request) or refused(request, reason)
    if request.POST[AUTHOR] != str(request.user.pk):
        return refused(request, reason)
    said = [_("You signed in again. Nothing is saved yet.")]
    if request.content_type == MULTIPART:
        said.append(_("A file that you chose is not kept: choose it again."))
    return not_saved(request, form_of(request.path), said, typed_into(request))
