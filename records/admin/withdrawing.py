"""The page before a withdrawal that breaks something: what that is, and whether it goes along or is accepted."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from records import roles
from records.checks.trials import Consequence, Keys, withdrawal
from records.forms import ROW_ID
from records.locks import writing_alone
from records.models import PublishableModel, Status

from .actions import STEPS, move, say_moved, say_refused

ALONG, ALONE = "along", "alone"
STEP = next(step for step in STEPS if step.status == Status.WITHDRAWN)


class WithdrawalForm(forms.Form):
    how = forms.ChoiceField(label=_("What becomes of them"), widget=forms.RadioSelect)
    # Behind it, the history says what the step was.
    reason = forms.CharField(
        label=_("Reason"), max_length=80, required=False, help_text=_("Kept in the history of each record.")
    )

    def __init__(self, *args: Any, along: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(ALONG, _("They are withdrawn as well"))] if along else []
        self.fields["how"].choices = [*choices, (ALONE, _("They stay published as they then are"))]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()  # type: ignore[assignment]
        if cleaned.get("how") == ALONE and not cleaned.get("reason"):
            self.add_error("reason", _("Say why they may stay published all the same."))
        return cleaned


def withdrawal_view(model_admin: Any, request: HttpRequest) -> HttpResponse:
    """Withdraw the records whose keys are in the query, after it was said what that breaks."""
    if not model_admin.has_publish_permission(request):
        raise PermissionDenied
    model, options = model_admin.model, model_admin.opts
    keys = {int(pk) for pk in request.GET.getlist("pk") if ROW_ID.fullmatch(pk)}
    records = model._default_manager.filter(pk__in=keys, status=Status.PUBLISHED).order_by("pk")
    back = reverse(f"{model_admin.admin_site.name}:{options.app_label}_{options.model_name}_changelist")
    keys = {record.pk for record in records}
    if not keys:
        return redirect(back)
    with writing_alone():
        found = withdrawal(model, keys)
        may_take = all(roles.may_publish(request.user, table) for table in found.along)
        form = WithdrawalForm(request.POST or None, along=may_take)
        if request.method == "POST" and form.is_valid():
            along = found.along if form.cleaned_data["how"] == ALONG else {}
            if _withdraw(model_admin, request, {model: keys}, along, form.cleaned_data["reason"]):
                return redirect(back)
    context = {
        **model_admin.admin_site.each_context(request),
        "title": gettext("Withdraw"),
        "opts": options,
        "records": records,
        "count": len(found.consequences),
        "groups": _by_complaint(found.consequences),
        "further": [
            row
            for table, rows in found.along.items()
            for row in table._default_manager.filter(pk__in=rows).order_by("pk")
            if row not in {consequence.record for consequence in found.consequences}
        ],
        "form": form,
        "back": back,
    }
    return TemplateResponse(request, "admin/withdraw.html", context)


def _by_complaint(consequences: list[Consequence]) -> list[tuple[list[str], list[PublishableModel]]]:
    """What is said, with the records it is said of; what is to be withdrawn is not named again."""
    groups: dict[tuple[str, ...], list[PublishableModel]] = defaultdict(list)
    for record, complaints, _cause in consequences:
        groups[tuple(complaint.text for complaint in complaints)].append(record)
    return [([*said], records) for said, records in groups.items()]


def _withdraw(model_admin: Any, request: HttpRequest, chosen: Keys, along: Keys, reason: str) -> bool:
    """Withdraw all of them with the reason, or none and say why not."""
    said = f"{STEP.reason}: {reason}" if reason else str(STEP.reason)
    moved = 0
    with transaction.atomic():
        for tables in (chosen, along):
            for table, keys in tables.items():
                its_admin = model_admin.admin_site.get_model_admin(table)
                for record in table._default_manager.filter(pk__in=keys).order_by("pk"):
                    if refusals := move(its_admin, request, STEP, record, said):
                        transaction.set_rollback(True)
                        say_refused(model_admin, request, record, refusals)
                        return False
                    moved += 1
            said = gettext("withdrawn along with what it depends on")
            said = f"{said}: {reason}" if reason else said
    say_moved(model_admin, request, STEP, moved)
    return True
