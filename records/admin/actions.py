"""The steps of editing: at the buttons of a record's form, and over the selected rows of a list."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from django.contrib import admin, messages
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from records import roles
from records.dependents import dependents_sentences
from records.locks import writing_alone
from records.models import PublishableModel, StaleRecord, Status, no_step, steps_from


class StatusStep(NamedTuple):
    name: str  # of the action, and what the button sends
    status: Status  # what the record becomes
    label: Any
    button: Any  # in a form, which is saved first
    reason: Any  # in the history, and in "2 records published."


STEPS = (
    StatusStep(
        "submit_for_review",
        Status.IN_REVIEW,
        _("Submit for review"),
        _("Save and submit for review"),
        _("submitted for review"),
    ),
    StatusStep("publish", Status.PUBLISHED, _("Publish"), _("Save and publish"), _("published")),
    StatusStep("withdraw", Status.WITHDRAWN, _("Withdraw"), _("Save and withdraw"), _("withdrawn")),
    StatusStep(
        "back_to_draft", Status.DRAFT, _("Back to draft"), _("Save and put back to draft"), _("put back to draft")
    ),
)


def list_action(step: StatusStep) -> Callable[..., None]:
    """The action that takes `step` with the selected rows."""

    @admin.action(description=step.label, permissions=["change" if step.status in roles.UNPUBLISHED else "publish"])
    def action(model_admin: Any, request: Any, queryset: Any) -> None:
        take_step(model_admin, request, step, queryset)

    action.__name__ = step.name
    return action


def steps_offered(user: Any, record: PublishableModel) -> list[StatusStep]:
    """The steps that `user` may take from where `record` stands; whether it meets the rules is looked at then."""
    allowed = steps_from(record.status)
    return [step for step in STEPS if step.status in allowed and _may_take(user, record, step)]


def take_step(model_admin: Any, request: Any, step: StatusStep, records: Iterable[PublishableModel]) -> None:
    """Bring each of `records`, as they are stored, to the status of `step`, or say why not."""
    reason, moved = str(step.reason), 0
    for record in records:
        was_public = record.status == Status.PUBLISHED
        try:
            with writing_alone():
                if refusals := _refusals(request.user, record, step):
                    model_admin.message_user(request, f"{record}: {' '.join(refusals)}", messages.ERROR)
                    continue
                record.status = step.status
                record._change_reason = reason  # type: ignore[attr-defined]
                record.save(update_fields={"status"})
                model_admin.log_change(request, record, reason)
        except StaleRecord:
            message = gettext("%(record)s: somebody saved it just now; look at it again.")
            model_admin.message_user(request, message % {"record": record}, messages.ERROR)
            continue
        moved += 1
        if was_public:
            for _key, sentence in dependents_sentences(type(record), [record.pk]):
                model_admin.message_user(request, f"{record}: {sentence}", messages.WARNING)
    if moved:
        done = ngettext("%(count)d record %(done)s.", "%(count)d records %(done)s.", moved)
        model_admin.message_user(request, done % {"count": moved, "done": reason}, messages.SUCCESS)


def _refusals(user: Any, record: PublishableModel, step: StatusStep) -> list[str]:
    """Why `user` may not take `step` with `record`."""
    if step.status not in steps_from(record.status):
        return [no_step(record.status)]
    if not _may_take(user, record, step):
        return [gettext("you may not change it.")]
    return record.publish_blockers() if step.status == Status.PUBLISHED else []


def _may_take(user: Any, record: PublishableModel, step: StatusStep) -> bool:
    # Two answers, for the record as it is and as it will be.
    needs_publisher = step.status not in roles.UNPUBLISHED
    return roles.may_change(user, record) and (not needs_publisher or roles.may_publish(user, type(record)))
