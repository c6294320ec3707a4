"""The steps of editing: at the buttons of a record's form, and over the selected rows of a list."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from django.contrib import admin, messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from records import roles
from records.checks import Severity
from records.checks.asking import MOST_NAMED, Complaint, complaints_about
from records.checks.trials import withdrawal
from records.locks import writing_alone
from records.models import PublishableModel, StaleRecord, Status, no_step, steps_from

from .links import said_of

# Of the history's column.
REASON_LENGTH = 100


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


def list_action(step: StatusStep) -> Callable[..., HttpResponse | None]:
    """The action that takes `step` with the selected rows."""

    @admin.action(description=step.label, permissions=["change" if step.status in roles.UNPUBLISHED else "publish"])
    def action(model_admin: Any, request: Any, queryset: Any) -> HttpResponse | None:
        return take_step(model_admin, request, step, queryset)

    action.__name__ = step.name
    return action


def steps_offered(user: Any, record: PublishableModel) -> list[StatusStep]:
    """The steps that `user` may take from where `record` stands; whether it meets the rules is looked at then."""
    allowed = steps_from(record.status)
    return [step for step in STEPS if step.status in allowed and _may_take(user, record, step)]


def take_step(
    model_admin: Any, request: Any, step: StatusStep, records: Iterable[PublishableModel]
) -> HttpResponse | None:
    """Bring each of `records`, as they are stored, to the status of `step`, or say why not.

    Where a withdrawal breaks something elsewhere, nothing is withdrawn, and the way to the page that asks is returned.
    """
    moved = 0
    with writing_alone():
        records = [*records]
        public = [record.pk for record in records if record.status == Status.PUBLISHED]
        if step.status == Status.WITHDRAWN and public and withdrawal(model_admin.model, public).consequences:
            return redirect(withdrawal_address(model_admin, public))
        for record in records:
            if refusals := move(model_admin, request, step, record, str(step.reason)):
                say_refused(model_admin, request, record, refusals)
            else:
                moved += 1
    say_moved(model_admin, request, step, moved)
    return None


def move(
    model_admin: Any, request: Any, step: StatusStep, record: PublishableModel, reason: str
) -> Sequence[Complaint | str]:
    """Take `step` with one record, or return why it is not taken; the `reason` stands in the history.

    Called where nobody else writes (`records.locks`): what is asked is still so when it is saved.
    """
    try:
        with transaction.atomic():
            if refusals := _refusals(request.user, record, step):
                return refusals
            record.status = step.status
            record._change_reason = reason[:REASON_LENGTH]  # type: ignore[attr-defined]
            record.save(update_fields={"status"})
            model_admin.log_change(request, record, reason)
    except StaleRecord:
        return [gettext("somebody saved it just now; look at it again.")]
    return []


def say_refused(model_admin: Any, request: Any, record: PublishableModel, refusals: Sequence[Complaint | str]) -> None:
    model_admin.message_user(request, said_of(record, refusals), messages.ERROR)


def say_moved(model_admin: Any, request: Any, step: StatusStep, moved: int) -> None:
    if moved:
        done = ngettext("%(count)d record %(done)s.", "%(count)d records %(done)s.", moved)
        model_admin.message_user(request, done % {"count": moved, "done": step.reason}, messages.SUCCESS)


def withdrawal_address(model_admin: Any, keys: Iterable[int]) -> str:
    """The page that says what the withdrawal of the rows `keys` would break."""
    name = f"{model_admin.opts.app_label}_{model_admin.opts.model_name}_withdraw"
    query = urlencode({"pk": list(keys)}, doseq=True)
    return f"{reverse(f'{model_admin.admin_site.name}:{name}')}?{query}"


def _refusals(user: Any, record: PublishableModel, step: StatusStep) -> Sequence[Complaint | str]:
    """Why `user` may not take `step` with `record`."""
    if step.status not in steps_from(record.status):
        return [no_step(record.status)]
    if not _may_take(user, record, step):
        if {record.status, step.status} <= {*roles.UNPUBLISHED} or roles.may_publish(user, type(record)):
            return [gettext("you may not change it.")]
        names = ", ".join(map(str, roles.publishers(type(record))[:MOST_NAMED]))
        said = gettext("only a publisher publishes, withdraws and changes what is published. Ask one: %(names)s.")
        return [said % {"names": names or "–"}]
    if step.status != Status.PUBLISHED:
        return []
    return complaints_about(record, Severity.ERROR, Severity.PUBLICATION)


def _may_take(user: Any, record: PublishableModel, step: StatusStep) -> bool:
    # Two answers, for the record as it is and as it will be.
    needs_publisher = step.status not in roles.UNPUBLISHED
    return roles.may_change(user, record) and (not needs_publisher or roles.may_publish(user, type(record)))
