"""The page before a record is withdrawn or sent back: why, and what becomes of published records that lose by it."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from records import roles
from records.approval import REASON_LENGTH
from records.checks.asking import with_keys
from records.checks.trials import Consequence, Withdrawal, withdrawal
from records.models import PublishableModel, Status, TrackedModel

from .steps import StatusStep, move, say_moved, say_refused

ALONG, ALONE = "along", "alone"
# What the history says of what goes along, before the reason.
WITH_ANOTHER = _("withdrawn along")
# Posted by the page's own form: what was asked about, for that may have grown meanwhile.
ANSWERED = "answered"


class ReasonForm(forms.Form):
    """Why `step` is taken; and where published records `lose` something by it, whether they go `along`."""

    how = forms.ChoiceField(label=_("What becomes of them"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, step: StatusStep, lose: bool = False, along: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(ALONG, _("They are withdrawn as well"))] if along else []
        self.fields["how"].choices = [*choices, (ALONE, _("They stay published as they then are"))]  # type: ignore[attr-defined]
        if not lose:
            del self.fields["how"]
        most = REASON_LENGTH - max(len(f"{said}: ") for said in (step.reason, WITH_ANOTHER))
        told = _("Kept in the history of each record.")
        required = {"required": _("Say why.")}
        # Named as in the form of a record, whose own columns may be posted along: one is called `reason`.
        self.fields["why"] = forms.CharField(
            label=_("Reason"), max_length=most, help_text=told, error_messages=required
        )


def take_with_reason(
    model_admin: Any, request: HttpRequest, step: StatusStep, records: Sequence[PublishableModel]
) -> HttpResponse | None:
    """Take `step` with `records` for the reason that was sent with it.

    A page that asks is returned, and nothing done, if there is none, or if a withdrawal breaks something and it was not
    said what becomes of that. It carries the records as Django's own page before a deletion does.
    """
    model, options = model_admin.model, model_admin.opts
    leaves = step.status == Status.WITHDRAWN
    found = withdrawal(model, [each.pk for each in records]) if leaves else Withdrawal([], {})
    along = found.along if all(roles.may_publish(request.user, table) for table in found.along) else {}
    digest, answered = _digest(found), request.POST.get(ANSWERED)
    lose, reason = bool(found.consequences), request.POST.get("why", "")
    given = request.POST if answered else {"why": reason} if reason and not lose else None
    form = ReasonForm(given, initial={"why": reason}, step=step, lose=lose, along=bool(along))
    if answered not in (None, digest):
        said = gettext("What the withdrawal breaks has changed since you were asked: look at it again.")
        model_admin.message_user(request, said, messages.WARNING)
    elif form.is_valid():
        taken = along if form.cleaned_data.get("how") == ALONG else {}
        tables = [(model, records), *((table, _named(table, keys)) for table, keys in taken.items())]
        _take(model_admin, request, step, form.cleaned_data["why"], *tables)
        return None
    losing = {consequence.record for consequence in found.consequences}
    goes_along = [row for table, keys in along.items() for row in _named(table, keys) if row not in losing]
    context = {
        **model_admin.admin_site.each_context(request),
        "title": step.label,
        "opts": options,
        "records": _named(model, [record.pk for record in records]),
        "count": len(losing),
        "groups": _by_sentence(found.consequences),
        "further": goes_along,
        "form": form,
        "back": reverse(f"{model_admin.admin_site.name}:{options.app_label}_{options.model_name}_changelist"),
        "chosen": ACTION_CHECKBOX_NAME,
        "step": step,
        "answered": (ANSWERED, digest),
    }
    return TemplateResponse(request, "admin/withdraw.html", context)


def _digest(found: Withdrawal) -> str:
    """The same as long as the same is said, in one language, of the same rows."""
    broken = [(row._meta.label, row.pk, [str(each) for each in said]) for row, said, _cause in found.consequences]
    along = [(table._meta.label, sorted(keys)) for table, keys in found.along.items()]
    return hashlib.sha256(repr((broken, along)).encode()).hexdigest()


def _named(model: type[TrackedModel], keys: Iterable[int]) -> list[Any]:
    """The rows with what names them in words."""
    return [*with_keys(model._default_manager.filter(pk__in=list(keys)).order_by("pk"))]


def _by_sentence(consequences: list[Consequence]) -> list[tuple[str, list[tuple[PublishableModel, str]]]]:
    """Each sentence once, with the records it is said of and those parts of theirs that break it."""
    groups: dict[str, list[tuple[PublishableModel, str]]] = defaultdict(list)
    for record, complaints, _cause in consequences:
        for complaint in complaints:
            groups[complaint.sentence].append((record, complaint.parts))
    return [*groups.items()]


def _take(
    model_admin: Any, request: HttpRequest, step: StatusStep, reason: str, *tables: tuple[Any, Sequence[Any]]
) -> None:
    """Take the step with the rows of all `tables`, of which the first was chosen; or with none, and say why."""
    moved: Counter[type[PublishableModel]] = Counter()
    with transaction.atomic():
        for number, (table, rows) in enumerate(tables):
            said = WITH_ANOTHER if number else step.reason
            its_admin = model_admin.admin_site.get_model_admin(table)
            for record in rows:
                if refusals := move(its_admin, request, step, record, f"{said}: {reason}"):
                    transaction.set_rollback(True)
                    say_refused(model_admin, request, record, refusals)
                    return
                moved[table] += 1
    say_moved(model_admin, request, step, moved)
