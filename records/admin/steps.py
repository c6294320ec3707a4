"""The steps of editing: which there are, who may take them, and one record taking one."""

from collections.abc import Collection, Mapping, Sequence
from itertools import islice
from typing import Any, NamedTuple

from django.contrib import messages
from django.db import transaction
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from records import roles
from records.checks import Severity
from records.checks.asking import MOST_NAMED, Complaint, by_record, findings
from records.models import MERGED, PublishableModel, StaleRecord, Status, no_step

from .links import noun, said_of


class StatusStep(NamedTuple):
    name: str  # of the action, and what the button sends
    status: Status  # what the record becomes
    label: Any
    button: Any  # in a form, which is saved first
    reason: Any  # in the history, and in "2 records withdrawn."

    @property
    def reviewed(self) -> bool:
        """Whether it is taken on the page of review, with all that the record needs."""
        return self.status in (Status.IN_REVIEW, Status.PUBLISHED)


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


def review_address(model: type[PublishableModel], *key: Any) -> str:
    """Where records are submitted, approved and sent back: the record `key`, or the rows that a list has selected."""
    return reverse("desk:package" if key else "desk:chosen", args=[model.collection, *key])


def steps_withheld(user: Any, record: PublishableModel) -> list[tuple[StatusStep, str]]:
    """The steps that others may take from where `record` stands, and why `user` may not."""
    steps = (step for step in STEPS if step.status in record.steps() and not _may_take(user, record, step))
    return [(step, " ".join(hindrances(user, record, step))) for step in steps]


def steps_offered(user: Any, record: PublishableModel) -> list[StatusStep]:
    """The steps that `user` may take from where `record` stands; whether it meets the rules is looked at then."""
    allowed = record.steps()
    return [step for step in STEPS if step.status in allowed and _may_take(user, record, step)]


def move(model_admin: Any, request: Any, step: StatusStep, record: PublishableModel, reason: str) -> list[str]:
    """Take `step` with one record, or return why it is not taken; the `reason` stands in the history.

    Called where nobody else writes (`records.locks`): what is asked is still so when it is saved.
    """
    try:
        with transaction.atomic():
            if refusals := hindrances(request.user, record, step):
                return refusals
            record.status = step.status
            record._change_reason = reason  # type: ignore[attr-defined]
            record.save(update_fields={"status"})
            model_admin.log_change(request, record, reason)
    except StaleRecord:
        return [gettext("somebody saved it just now; look at it again.")]
    return []


def say_refused(model_admin: Any, request: Any, record: PublishableModel, refusals: Sequence[Complaint | str]) -> None:
    model_admin.message_user(request, said_of(record, refusals), messages.ERROR)


def say_noted(model_admin: Any, request: Any, keys: Collection[int]) -> None:
    """Say what there is to look at in the records `keys`; of many, in the first of them."""
    rows = model_admin.model._default_manager.filter(pk__in=keys).exclude(status=Status.WITHDRAWN)
    found = findings(model_admin.model, list(rows.values_list("pk", flat=True)), Severity.WARNING)
    first = dict(islice(sorted(found.items()), MOST_NAMED))
    for record, noted in by_record(model_admin.model, first):
        model_admin.message_user(request, said_of(record, noted), messages.WARNING)
    if left := len(found) - len(first):
        said = ngettext("%(count)d more is to be looked at:", "%(count)d more are to be looked at:", left)
        link = (reverse("admin:checks"), gettext("What does not hold"))
        told = format_html('{} <a href="{}">{}</a>', said % {"count": left}, *link)
        model_admin.message_user(request, told, messages.WARNING)


def say_moved(model_admin: Any, request: Any, step: StatusStep, moved: Mapping[type[PublishableModel], int]) -> None:
    if told := ", ".join(f"{count} {noun(model, count)}" for model, count in moved.items() if count):
        done = gettext("%(records)s %(done)s.") % {"records": told, "done": step.reason}
        model_admin.message_user(request, done, messages.SUCCESS)


def hindrances(user: Any, record: PublishableModel, step: StatusStep) -> list[str]:
    """Why `user` may not take `step` with `record` from where it stands; what its checks say is asked apart."""
    if step.status not in record.steps():
        return [no_step(record.status) if record.steps() else str(MERGED)]
    if not _may_take(user, record, step):
        if {record.status, step.status} <= {*roles.UNPUBLISHED} or roles.may_publish(user, type(record)):
            return [gettext("you may not change it.")]
        said = gettext("only a publisher publishes, withdraws and changes what is published. Ask one: %(names)s.")
        return [said % {"names": whom_to_ask(type(record))}]
    return []


def whom_to_ask(*models: type[PublishableModel], besides: Any = None) -> str:
    """Some who may publish records of all `models`, `besides` the account of this number."""
    return ", ".join(map(str, roles.publishers(*models).exclude(pk=besides)[:MOST_NAMED])) or "–"


def _may_take(user: Any, record: PublishableModel, step: StatusStep) -> bool:
    # Two answers, for the record as it is and as it will be.
    needs_publisher = step.status not in roles.UNPUBLISHED
    return roles.may_change(user, record) and (not needs_publisher or roles.may_publish(user, type(record)))
