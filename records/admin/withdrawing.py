"""The page before a withdrawal that breaks something: what that is, and whether it goes along or is accepted."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from records import roles
from records.checks.asking import with_keys
from records.checks.trials import Consequence, Keys, Withdrawal, withdrawal
from records.models import PublishableModel, Status, TrackedModel

from .steps import STEPS, move, say_moved, say_refused

ALONG, ALONE = "along", "alone"
STEP = next(step for step in STEPS if step.status == Status.WITHDRAWN)
# What the history says before the reason, of what was chosen and of what goes along; its column takes so many letters.
SAID = (STEP.reason, _("withdrawn along"))
MOST_LETTERS = 100
# Posted by the page's own form: what was asked about, for that may have grown meanwhile.
ANSWERED = "answered"


class WithdrawalForm(forms.Form):
    how = forms.ChoiceField(label=_("What becomes of them"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, along: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(ALONG, _("They are withdrawn as well"))] if along else []
        self.fields["how"].choices = [*choices, (ALONE, _("They stay published as they then are"))]  # type: ignore[attr-defined]
        most = MOST_LETTERS - max(len(f"{said}: ") for said in SAID)
        told = _("Kept in the history of each record.")
        self.fields["reason"] = forms.CharField(label=_("Reason"), max_length=most, required=False, help_text=told)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()  # type: ignore[assignment]
        if cleaned.get("how") == ALONE and "reason" in cleaned and not cleaned["reason"]:
            self.add_error("reason", _("Say why they may stay published all the same."))
        return cleaned


def withdraw(model_admin: Any, request: HttpRequest, records: Sequence[PublishableModel]) -> HttpResponse | None:
    """Ask before the withdrawal of `records` if that breaks something; once that is answered, withdraw them.

    None if there is nothing to ask. The page carries the records as Django's own page before a deletion does.
    """
    model, options = model_admin.model, model_admin.opts
    found = withdrawal(model, [record.pk for record in records])
    if not found.consequences:
        return None
    back = reverse(f"{model_admin.admin_site.name}:{options.app_label}_{options.model_name}_changelist")
    along = found.along if all(roles.may_publish(request.user, table) for table in found.along) else {}
    digest, answered = _digest(found), request.POST.get(ANSWERED)
    form = WithdrawalForm(request.POST if answered else None, along=bool(along))
    if answered not in (None, digest):
        said = gettext("What the withdrawal breaks has changed since you were asked: look at it again.")
        model_admin.message_user(request, said, messages.WARNING)
    elif form.is_valid():
        taken = along if form.cleaned_data["how"] == ALONG else {}
        if _withdraw(model_admin, request, records, taken, form.cleaned_data["reason"]):
            return redirect(back)
    losing = {consequence.record for consequence in found.consequences}
    goes_along = [row for table, keys in along.items() for row in _named(table, keys) if row not in losing]
    context = {
        **model_admin.admin_site.each_context(request),
        "title": gettext("Withdraw"),
        "opts": options,
        "records": _named(model, [record.pk for record in records]),
        "count": len(losing),
        "groups": _by_sentence(found.consequences),
        "further": goes_along,
        "form": form,
        "back": back,
        "chosen": ACTION_CHECKBOX_NAME,
        "action": STEP.name,
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


def _withdraw(
    model_admin: Any, request: HttpRequest, records: Sequence[PublishableModel], along: Keys, reason: str
) -> bool:
    """Withdraw all of them with the reason, or none and say why not."""
    tables = [(type(records[0]), records), *((table, _named(table, keys)) for table, keys in along.items())]
    moved: Counter[type[PublishableModel]] = Counter()
    with transaction.atomic():
        for number, (table, rows) in enumerate(tables):
            said = SAID[number > 0]
            its_admin = model_admin.admin_site.get_model_admin(table)
            for record in rows:
                if refusals := move(its_admin, request, STEP, record, f"{said}: {reason}" if reason else str(said)):
                    transaction.set_rollback(True)
                    say_refused(model_admin, request, record, refusals)
                    return False
                moved[table] += 1
    say_moved(model_admin, request, STEP, moved)
    return True
