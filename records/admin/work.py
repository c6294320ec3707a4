"""Lists of what there is to do: what changed lately, what I changed, what no published passage carries."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from .lists import ChoiceFilter

# How long somebody is away before what they see next is another visit.
VISIT = timedelta(minutes=30)
# What counts as lately for who has not been here before.
LATELY = timedelta(days=7)
_SEEN = "desk_seen"


def last_visit(request: Any) -> datetime:
    """When the reader was here before this visit; kept in the session, a week ago at a first one."""
    before, _here = _seen(request)
    return before


def note_visit(request: Any) -> None:
    now = timezone.now()
    before, here = _seen(request)
    if now - here > VISIT:
        before = here
    elif now - here < timedelta(minutes=1) and _SEEN in request.session:
        return
    request.session[_SEEN] = [before.isoformat(), now.isoformat()]


def _seen(request: Any) -> tuple[datetime, datetime]:
    now = timezone.now()
    before, here = (parse_datetime(text) for text in request.session.get(_SEEN, ("", "")))
    return before or now - LATELY, here or now


def changed_since(rows: QuerySet, when: datetime) -> QuerySet:
    return rows.filter(pk__in=rows.model.history.filter(history_date__gte=when).values("id"))


def changed_by(rows: QuerySet, user: Any) -> QuerySet:
    return rows.filter(pk__in=rows.model.history.filter(history_user=user).values("id"))


class ChangedFilter(ChoiceFilter):
    title = _("changed")
    parameter_name = "changed"
    VISIT = "visit"

    def lookups(self, request: Any, model_admin: Any) -> Any:
        self.since = {self.VISIT: last_visit(request)}
        self.since |= {str(days): timezone.now() - timedelta(days=days) for days in (1, 7, 30)}
        return [
            (self.VISIT, _("since my last visit")),
            ("1", _("in the last day")),
            ("7", _("in the last 7 days")),
            ("30", _("in the last 30 days")),
        ]

    def narrowed(self, queryset: QuerySet, value: str) -> QuerySet:
        return changed_since(queryset, self.since[value])


class ByMeFilter(ChoiceFilter):
    title = _("changed by")
    parameter_name = "by"

    def lookups(self, request: Any, model_admin: Any) -> Any:
        self.user = request.user
        return [("me", _("me"))]

    def narrowed(self, queryset: QuerySet, value: str) -> QuerySet:
        return changed_by(queryset, self.user)


class SourceFilter(ChoiceFilter):
    """Facts that no published passage carries: what the check of that name asks, of drafts too."""

    title = _("source")
    parameter_name = "source"

    def lookups(self, request: Any, model_admin: Any) -> Any:
        self.check = next((each for each in model_admin.model.checks() if each.name == "no-public-source"), None)
        return [("none", _("no published source"))] if self.check else []

    def narrowed(self, queryset: QuerySet, value: str) -> QuerySet:
        return self.check.broken(queryset) if self.check else queryset.none()


# Every list has them.
WORK = (ChangedFilter, ByMeFilter, SourceFilter)
