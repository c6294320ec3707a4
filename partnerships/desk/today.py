"""The front page of the staff: what waits, what does not hold, what ends, what changed, and the way to every table.

Every number leads to the list of what it counts. As many queries for a large register as for a small one.
"""

from bisect import bisect
from collections.abc import Iterable
from functools import partial
from itertools import groupby
from typing import Any

from django.contrib import admin
from django.contrib.auth import get_user_model
from django.db.models import Count, IntegerField, QuerySet, Value
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from changesets.models import Import
from partnerships.admin.agreements import EndsFilter, ending
from partnerships.models import Agreement, Clause
from records import backups
from records.admin.checks import broken_checks
from records.admin.history import reason_in_words
from records.admin.links import change_address
from records.admin.work import ChangedFilter, changed_by, changed_since, last_visit, note_visit
from records.approval import REASON
from records.checks.asking import in_words, with_keys
from records.checks.counting import counted
from records.export.tables import tables_in_order
from records.models import PublishableModel, Status, TrackedModel
from records.roles import permissions

from .notes import done_for, tasks
from .queues import QUEUES, queue
from .reminders import ends_soon

# How many changes and files are shown; their lists have the others.
SHOWN = 10
# What tables are for, and the first place in their order from which on they are for that.
SHELVES = (
    (gettext_lazy("Agreements"), 0),
    (gettext_lazy("People and organisations"), 60),
    (gettext_lazy("Vocabularies"), 110),
    (gettext_lazy("Outcomes"), 130),
    (gettext_lazy("Sources"), 170),
)


@require_safe
def today(request: Any) -> TemplateResponse:
    """The front page, with what the reader may see."""
    tables = [model for model in tables_in_order() if request.user.has_perms(permissions("view", model))]
    records = [model for model in tables if issubclass(model, PublishableModel)]
    note_visit(request)  # first, for the lists that the numbers lead to ask for the visit before this one as well
    since = last_visit(request)
    broken, asked, uncounted = broken_checks(request.user)
    drafts = (changed_by(model._default_manager.filter(status=Status.DRAFT), request.user) for model in records)
    in_review = (model._default_manager.filter(status=Status.IN_REVIEW) for model in records)
    changed = (changed_since(model._default_manager.all(), since) for model in tables)
    context = {
        **admin.site.each_context(request),
        "title": _("Today's work"),
        "since": since,
        "now": timezone.localtime(),
        "backup": {"made": backups.last()} if backups.too_old() else None,
        "queues": [(name, label, queue(request.user, name).count()) for name, label in QUEUES.items()],
        "waiting": [*queue(request.user, "waiting")[:SHOWN]],
        "returned": [*queue(request.user, "returned")[:SHOWN]],
        "tasks": tasks(request.user),
        "done": done_for(request.user, since),
        "drafts": _listed(_counted(drafts), f"status={Status.DRAFT}&by=me"),
        "in_review": _listed(_counted(in_review), f"status={Status.IN_REVIEW}"),
        "broken": broken,
        "holding": asked - uncounted - len(broken),
        "uncounted": uncounted,
        "ends": _ends() if {Agreement, Clause} <= {*tables} else [],
        "reminders": ends_soon(SHOWN) if Agreement in tables else [],
        "changes": _changes(records, since),
        "changed": _listed(_counted(changed), f"changed={ChangedFilter.VISIT}"),
        "files": _files(request.user),
        "shelves": _shelves(tables),
        "administration": _administration(request),
    }
    return TemplateResponse(request, "admin/desk/today.html", context)


def _counted(chosen: Iterable[QuerySet]) -> list[tuple[Any, int]]:
    """How many rows each of the querysets, of one table each, has: one query for all."""
    found = [*chosen]
    counts = [
        rows.order_by()
        .values(table_number=Value(place, IntegerField()))
        .annotate(rows=Count("pk"))
        .values_list("table_number", "rows")
        for place, rows in enumerate(found)
    ]
    if not counts:
        return []
    told = dict(counts[0].union(*counts[1:], all=True))
    return [(rows.model, told.get(place, 0)) for place, rows in enumerate(found)]


def _listed(counted: Iterable[tuple[Any, int]], query: str) -> list[dict[str, Any]]:
    """The tables of which some rows are counted, with the list of those."""
    return [
        {"table": model._meta.verbose_name_plural, "count": count, "address": f"{_list_of(model)}?{query}"}
        for model, count in counted
        if count
    ]


def _list_of(model: Any) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")


def _ends() -> list[dict[str, Any]]:
    """What ends soon, ended without a successor, or is past due."""
    named: tuple[tuple[str, Any], ...] = (
        ("30", _("End within 30 days")),
        ("90", _("within 90 days")),
        ("180", _("within 180 days")),
        (EndsFilter.NO_SUCCESSOR, _("Ended, without a successor")),
    )
    agreements = _list_of(Agreement)
    asked: dict[str, tuple[Any, str, Any]] = {
        f"ends {value}": (label, f"{agreements}?ends={value}", partial(ending, Agreement.objects, value))
        for value, label in named
    }
    overdue = Clause.objects.in_states(Clause.State.OVERDUE).exclude(agreement__status=Status.WITHDRAWN)
    asked["overdue"] = (_("Past due, nothing told"), f"{_list_of(Clause)}?overdue=true", lambda: overdue)
    told = counted({name: rows for name, (_label, _address, rows) in asked.items()})
    return [
        {"label": label, "address": address, "count": told[name].rows, "at": told[name].at}
        for name, (label, address, _rows) in asked.items()
    ]


def _changes(models: list[Any], since: Any) -> list[dict[str, Any]]:
    """The latest changes of records since a moment: by whom, when, and of what; parts change with their record."""
    asked = ("history_date", "id", "history_user", "history_type", "history_change_reason")
    found = [
        (model, *values)
        for model in models
        for values in model.history.filter(history_date__gte=since)
        .order_by("-history_date")
        .values_list(*asked)[:SHOWN]
    ]
    # What a changeset did to many records is told once, of the latest of them.
    once = {
        each[-1] if REASON.match(each[-1] or "") else each: each for each in sorted(found, key=lambda each: each[1])
    }
    latest = [*once.values()][::-1][:SHOWN]
    users = get_user_model()._default_manager.in_bulk({each[3] for each in latest})
    rows: dict[tuple[Any, int], Any] = {}
    for model in {each[0] for each in latest}:
        named = with_keys(model._default_manager.filter(pk__in=[each[2] for each in latest if each[0] is model]))
        rows |= {(model, row.pk): row for row in named}
    done = {"+": _("added"), "~": _("changed"), "-": _("deleted")}
    return [
        {
            "when": when,
            "user": users.get(user),
            "done": reason_in_words(reason).rstrip(".") or done[kind],  # a colon follows
            "noun": model._meta.verbose_name,
            "row": in_words(rows[model, pk]) if (model, pk) in rows else "",
            "address": change_address(model, pk) if (model, pk) in rows else "",
        }
        for model, when, pk, user, kind, reason in latest
    ]


def _files(user: Any) -> list[Import]:
    """Imports that are not at an end."""
    if not user.has_perm("changesets.view_import"):
        return []
    return [*Import.objects.filter(state__in=Import.OPEN, submission=None).select_related("owner")[:SHOWN]]


def _shelves(tables: Iterable[type[TrackedModel]]) -> list[tuple[Any, list[dict[str, Any]]]]:
    """Every table the reader may see, with its rows, by what it is for."""
    firsts = [first for _label, first in SHELVES]
    counted = _counted(model._default_manager.all() for model in tables)
    return [
        (
            SHELVES[shelf - 1][0],
            [
                {"table": model._meta.verbose_name_plural, "count": count, "address": _list_of(model)}
                for model, count in rows
            ],
        )
        for shelf, rows in groupby(counted, lambda each: bisect(firsts, each[0].table_order))
    ]


def _administration(request: Any) -> list[dict[str, Any]]:
    """The tables that are none of the register: imports, accounts, sign-ins."""
    ours = set(tables_in_order())
    return [
        {"table": entry["name"], "address": entry["admin_url"]}
        for app in admin.site.get_app_list(request)
        for entry in app["models"]
        if entry["model"] not in ours and entry["admin_url"]
    ]
