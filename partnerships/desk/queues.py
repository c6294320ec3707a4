"""Packages that wait for somebody: for my review, sent back to me, sent by me."""

from typing import Any

from django.contrib import admin
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from changesets.models import Submission
from records.export.tables import tables_in_order
from records.models import PublishableModel
from records.roles import may_publish

PER_PAGE = 50
QUEUES = {
    "waiting": _("Waiting for my review"),
    "returned": _("Sent back to me"),
    "sent": _("Sent by me, not decided yet"),
}


def queue(user: Any, name: str) -> Any:
    """The packages of the queue `name` of `user`, the oldest first."""
    found = Submission.objects.select_related("owner", "decided_by")
    if name == "returned":
        return found.returned().filter(owner=user)
    if name == "sent":
        return found.waiting().filter(owner=user)
    records = (model for model in tables_in_order() if issubclass(model, PublishableModel))
    others = [model.collection for model in records if not may_publish(user, model)]
    return found.waiting().exclude(table__in=others).exclude(touched__table__in=others).exclude(owner=user)


def next_of(user: Any, submission: Submission | None) -> Submission | None:
    """What waits for `user` after `submission`; after the last, the first."""
    others = queue(user, "waiting")
    if submission is None:
        return others.first()
    others = others.exclude(pk=submission.pk)
    return others.filter(sent_at__gte=submission.sent_at).first() or others.first()


@require_safe
def queue_view(request: HttpRequest, name: str) -> HttpResponse:
    if name not in QUEUES:
        raise Http404
    page = Paginator(queue(request.user, name), PER_PAGE).get_page(request.GET.get("page"))
    context = {"title": QUEUES[name], "page": page, "elided": page.paginator.get_elided_page_range(page.number)}
    return TemplateResponse(request, "admin/desk/queue.html", {**admin.site.each_context(request), **context})
