"""What does not hold: every check with the rows that break it, for who may see their tables."""

from datetime import datetime
from functools import partial
from typing import Any

from django.contrib import admin
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from records.checks import Check, Severity
from records.checks.asking import all_checks, broken_rows, checked_models, name_of, with_keys
from records.checks.counting import counted
from records.checks.same import alike
from records.models import TrackedModel
from records.roles import permissions

from .links import change_address

PER_PAGE = 50


def checks_view(request: HttpRequest) -> HttpResponse:
    """The checks with how many rows break each; with `?check=`, a page of the rows that break that one."""
    if (asked := request.GET.get("check")) is not None:
        return _rows_of(request, _models_for(request.user), asked)
    broken, asked_of, uncounted = broken_checks(request.user)
    groups = [
        {"severity": severity, "broken": [each for each in broken if each["check"].severity == severity]}
        for severity in Severity
    ]
    context = {"title": _("What does not hold"), "groups": groups, "asked": asked_of, "uncounted": uncounted}
    return TemplateResponse(request, "admin/checks.html", {**admin.site.each_context(request), **context})


def broken_checks(user: Any) -> tuple[list[dict[str, Any]], int, int]:
    """The checks of tables that `user` may see which some rows break, the gravest first.

    And how many were asked, and of how many it is not known.
    """
    checks = {name_of(*each): each for each in all_checks(_models_for(user))}
    told = counted({name: partial(broken_rows, *each) for name, each in checks.items()})
    broken = [_entry(*each, *told[name]) for name, each in checks.items() if told[name].rows]
    return broken, len(checks), sum(each.rows is None for each in told.values())


def _models_for(user: Any) -> list[type[TrackedModel]]:
    """Those whose tables `user` may see; of links and citations, that of the record of which they are parts."""
    shown = ((model, model if model.collection else model.governing()[0]) for model in checked_models())
    return [model for model, table in shown if user.has_perms(permissions("view", table))]


def _entry(model: type[TrackedModel], check: Check, count: int | None, at: datetime | None = None) -> dict[str, Any]:
    table = model._meta.verbose_name_plural
    return {"name": name_of(model, check), "table": table, "check": check, "count": count, "at": at}


def _rows_of(request: HttpRequest, models: list[type[TrackedModel]], asked: str) -> HttpResponse:
    checks = {name_of(model, check): (model, check) for model, check in all_checks(models)}
    if asked not in checks:
        raise Http404
    model, check = checks[asked]
    record, path = model.governing()
    found = with_keys(broken_rows(model, check))
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    owners = dict(model._default_manager.filter(pk__in=[row.pk for row in page]).values_list("pk", f"{path}pk"))
    named = check.named([*page]) if check.same and page else {}
    rows = [
        {
            "key": row.key,
            "row": row,
            "address": change_address(record, owners[row.pk]),
            "same": [(other, alike(str(row), str(other))) for other in named.get(row.pk, ())],
        }
        for row in page
    ]
    context = {
        "title": _("What does not hold"),
        "entry": _entry(model, check, page.paginator.count),
        "severity": check.severity,
        "may_tell": check.same and request.user.has_perms(permissions("change", model)),
        "rows": rows,
        "page": page,
        "elided": page.paginator.get_elided_page_range(page.number),
    }
    return TemplateResponse(request, "admin/broken_check.html", {**admin.site.each_context(request), **context})
