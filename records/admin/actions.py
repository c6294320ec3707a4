"""Steps taken with several records at once: the selected rows of a list, or the one whose form was saved."""

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import admin
from django.http import HttpResponse
from django.shortcuts import redirect

from records import roles
from records.models import PublishableModel, Status

from .steps import StatusStep, hindrances, move, review_address, say_moved, say_refused
from .withdrawing import withdraw

# In the session: the table and the rows that were selected for the page of review.
CHOSEN = "chosen_for_review"


def list_action(step: StatusStep) -> Callable[..., HttpResponse | None]:
    """The action that takes `step` with the selected rows, or leads to the page where it is decided."""

    @admin.action(description=step.label, permissions=["change" if step.status in roles.UNPUBLISHED else "publish"])
    def action(model_admin: Any, request: Any, queryset: Any) -> HttpResponse | None:
        if step.reviewed:
            request.session[CHOSEN] = [queryset.model.collection, [*queryset.values_list("pk", flat=True)]]
            return redirect(review_address(queryset.model))
        return take_step(model_admin, request, step, [*queryset])

    action.__name__ = step.name
    return action


def take_step(
    model_admin: Any, request: Any, step: StatusStep, records: Sequence[PublishableModel]
) -> HttpResponse | None:
    """Bring each of `records`, as they are stored, to the status of `step`, or say why not.

    Where a withdrawal breaks something elsewhere, nothing is withdrawn before the page that asks, which is returned, is
    answered. Called where nobody else writes (`records.locks`).
    """
    hindered = {record.pk: said for record in records if (said := hindrances(request.user, record, step))}
    going = [record for record in records if record.pk not in hindered]
    if step.status == Status.WITHDRAWN and (page := withdraw(model_admin, request, going)):
        return page
    moved = 0
    for record in records:
        if refusals := hindered.get(record.pk) or move(model_admin, request, step, record, str(step.reason)):
            say_refused(model_admin, request, record, refusals)
        else:
            moved += 1
    say_moved(model_admin, request, step, {model_admin.model: moved})
    return None
