"""The admin site: its name, the order of its tables, and how a choice completes."""

import json
from functools import wraps
from math import inf
from typing import Any

from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, JsonResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from records.admin.checks import checks_view
from records.admin.understood import understood_view
from records.admin.unsaved import TYPED, sign_in_first, signed_in
from records.connections import is_read_only, writing_anyway
from records.forms import NEW, ROW_ID, new_names, row_ids
from records.sign_in import SignInForm, lacks_second_factor, note_session
from records.text import normalise, words

MOST_NEAR = 50  # databases refuse very deep conditions


class CompletionView(AutocompleteJsonView):
    """Rows in which every typed word begins a word, under the name forms show them by.

    First come those `near`, at hand in the form, drafts of names that nobody goes by included; last what was typed,
    for a new draft of that name, where the reader may make one and nothing goes by it.
    """

    model_admin: Any

    def get_queryset(self) -> Any:
        near = dict.fromkeys(key for key in self.request.GET.getlist("near") if row_ids(key))
        return self.model_admin.completions(self.term, [*near][:MOST_NEAR])

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        answer = super().get(request, *args, **kwargs)
        name, found = normalise(self.term), json.loads(answer.content)
        drafts = dict.fromkeys(new_names(request.GET.getlist("near")) if "page" not in request.GET else ())
        if drafts and self.model_admin.may_draft(request):
            typed = words(name)
            fitting = (
                each for each in drafts if all(any(one.startswith(part) for one in words(each)) for part in typed)
            )
            found["results"][:0] = [{"id": NEW + each, "text": each} for each in fitting]
            if name in drafts:
                return JsonResponse(found)
            answer = JsonResponse(found)
        if not name or found["pagination"]["more"] or not self.model_admin.may_draft(request):
            return answer
        if self.model_admin.is_new(name):
            text = _("%(name)s: a new draft") % {"name": name}
            found["results"].append({"id": NEW + name, "text": text})
        return JsonResponse(found)

    def serialize_result(self, obj: Any, to_field_name: str) -> dict[str, str]:
        return {"id": str(getattr(obj, to_field_name)), "text": self.model_admin.choice_label(obj)}


class RegisterAdminSite(admin.AdminSite):
    site_header = gettext_lazy("Register of cooperation agreements")
    site_title = site_header
    index_title = gettext_lazy("The office")
    enable_nav_sidebar = False  # the front page (`partnerships.desk.today`) has every table at its foot

    login_form = SignInForm

    def has_permission(self, request: HttpRequest) -> bool:
        return super().has_permission(request) and not lacks_second_factor(request)

    def each_context(self, request: Any) -> dict[str, Any]:
        return super().each_context(request) | {"read_only": is_read_only()}

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """Every page of the admin; the stock lists fail on selected rows whose ids are none."""

        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            if not all(map(ROW_ID.fullmatch, request.POST.getlist(ACTION_CHECKBOX_NAME))):
                raise SuspiciousOperation("no row id")
            return view(request, *args, **kwargs)

        within = super().admin_view(guarded, cacheable)

        @wraps(within)
        def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            if not self.has_permission(request):
                if super(RegisterAdminSite, self).has_permission(request):  # all but the second factor
                    return self.logout(request) if request.path == reverse("admin:logout") else redirect("desk:account")
                if page := sign_in_first(request):
                    return page
            return within(request, *args, **kwargs)

        return asked

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        typed = request.POST.get(TYPED, "")
        with writing_anyway():  # attempts, the last code, the day
            answer: Any = super().login(request, {**(extra_context or {}), "typed": typed})
        if request.method != "POST" or answer.status_code != 302:
            return answer
        note_session(request)
        return signed_in(request, answer["Location"]) if typed else answer

    def logout(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        with writing_anyway():
            return super().logout(request, extra_context)

    def get_urls(self) -> list[Any]:
        ours = [
            path("checks/", self.admin_view(checks_view), name="checks"),
            path("understood/", self.admin_view(understood_view), name="understood"),
        ]
        return [*ours, *super().get_urls()]

    def autocomplete_view(self, request: HttpRequest) -> Any:
        return CompletionView.as_view(admin_site=self)(request)

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        def place(entry: dict[str, Any]) -> float:
            # Tables of the register in their order; others follow as Django sorts them.
            return getattr(entry["model"], "table_order", inf)

        apps: list[Any] = list(super().get_app_list(request, app_label))
        for app in apps:
            app["models"].sort(key=place)
        return sorted(apps, key=lambda app: place(app["models"][0]))
