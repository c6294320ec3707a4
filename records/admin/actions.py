"""The steps of editing, for the selected rows of a list: each row apart, each with its reason."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from records import roles
from records.dependents import dependents_sentences
from records.models import PublishableModel, StaleRecord, Status, steps_from


@admin.action(description=gettext_lazy("Submit for review"), permissions=["change"])
def submit_for_review(model_admin: Any, request: Any, queryset: Any) -> None:
    _move(model_admin, request, queryset, Status.IN_REVIEW, _("submitted for review"))


@admin.action(description=gettext_lazy("Publish"), permissions=["publish"])
def publish(model_admin: Any, request: Any, queryset: Any) -> None:
    _move(model_admin, request, queryset, Status.PUBLISHED, _("published"))


@admin.action(description=gettext_lazy("Withdraw"), permissions=["publish"])
def withdraw(model_admin: Any, request: Any, queryset: Any) -> None:
    _move(model_admin, request, queryset, Status.WITHDRAWN, _("withdrawn"))


@admin.action(description=gettext_lazy("Back to draft"), permissions=["change"])
def back_to_draft(model_admin: Any, request: Any, queryset: Any) -> None:
    _move(model_admin, request, queryset, Status.DRAFT, _("put back to draft"))


def _move(model_admin: Any, request: Any, queryset: Any, status: Status, reason: str) -> None:
    moved = 0
    for record in queryset:
        leaves = record.status == Status.PUBLISHED
        if refusals := _refusals(request.user, record, status):
            model_admin.message_user(request, f"{record}: {' '.join(refusals)}", messages.ERROR)
            continue
        record.status = status
        record._change_reason = reason
        try:
            with transaction.atomic():
                record.save(update_fields={"status"})
                model_admin.log_change(request, record, reason)
        except StaleRecord:
            message = _("%(record)s: somebody saved it just now; look at it again.")
            model_admin.message_user(request, message % {"record": record}, messages.ERROR)
            continue
        moved += 1
        if leaves:
            warn_of_dependents(model_admin, request, record)
    if moved:
        done = ngettext("%(count)d record %(done)s.", "%(count)d records %(done)s.", moved)
        model_admin.message_user(request, done % {"count": moved, "done": reason}, messages.SUCCESS)


def warn_of_dependents(model_admin: Any, request: Any, record: PublishableModel) -> None:
    """Say how many published records lean on `record`, which is not published any more."""
    for _key, sentence in dependents_sentences(type(record), [record.pk]):
        model_admin.message_user(request, f"{record}: {sentence}", messages.WARNING)


def _refusals(user: Any, record: PublishableModel, status: Status) -> list[str]:
    """Why `user` may not bring `record` to `status`."""
    if status not in steps_from(record.status):
        label = record.get_status_display()
        return [_("it is %(status)s.") % {"status": label}]
    if not roles.may_change(user, record):
        return [_("you may not change it.")]
    return record.publish_blockers() if status == Status.PUBLISHED else []
