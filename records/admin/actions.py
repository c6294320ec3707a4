"""Steps taken with several records at once: the selected rows of a list, or the one whose form was saved."""

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import admin
from django.http import HttpResponse
from django.shortcuts import redirect

from records import roles
from records.models import PublishableModel

from .steps import StatusStep, hindrances, review_address, say_refused
from .withdrawing import take_with_reason

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

    The page that asks for what has to be known before is returned, and nothing done. Called where nobody else writes
    (`records.locks`).
    """
    going = []
    for record in records:
        if said := hindrances(request.user, record, step):
            say_refused(model_admin, request, record, said)
        else:
            going.append(record)
    return take_with_reason(model_admin, request, step, going) if going else None
