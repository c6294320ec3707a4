"""Notes on a record, and the tasks among them: whoever may see the record reads and writes them."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from records import dates
from records.admin.links import change_address
from records.checks.asking import in_words, with_keys
from records.date_filters import DayField
from records.export.tables import tables
from records.models import Note, PublishableModel
from records.roles import permissions, staff_with

from .asked import table_of


class NoteForm(forms.ModelForm):
    # No date field of the browser, which asks in the browser's language.
    due = DayField(
        label=gettext_lazy("To be done by"),
        required=False,
        help_text=gettext_lazy("Such as 27/10/2026."),
        widget=forms.DateInput(format="%d/%m/%Y", attrs={"size": 12, "autocomplete": "off"}),
    )

    class Meta:
        model = Note
        fields = ("text", "person", "due")
        widgets: ClassVar[dict[str, Any]] = {"text": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, model: type[PublishableModel], data: Any = None) -> None:
        super().__init__(data)
        may_see = staff_with(permissions("view", model))
        self.fields["person"] = forms.ModelChoiceField(may_see, required=False, label=_("Given to"))

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or {}
        for name in ("person", "due"):
            if not told.get(name) and (told.get("due") or told.get("person")) and name not in self.errors:
                self.add_error(name, _("A task has a person and a day: give both, or neither."))
        return told


@require_http_methods(["GET", "HEAD", "POST"])
def notes(request: Any, collection: str, key: int) -> HttpResponse:
    """The notes on a record, the last first; one is written, its task done, or taken away by who wrote it."""
    model = table_of(request, collection, of=PublishableModel)
    record = with_keys(model._default_manager.filter(pk=key)).first()
    written: Any = Note.objects.on(record) if record else Note.objects.filter(table=collection, row=key)
    if not record and not written.exists():
        raise Http404
    form = NoteForm(model)
    if request.method == "POST":
        back = "desk:today" if request.POST.get("back") else request.path
        number = request.POST.get("note", "")
        if number:
            chosen = written.filter(pk=int(number) if number.isdecimal() and len(number) < 19 else 0)
            if "done" in request.POST:
                own = Q() if _may_change(request.user, collection) else Q(person=request.user) | Q(author=request.user)
                if chosen.open().filter(own).update(done_at=timezone.now()):
                    messages.success(request, _("The task is done."))
                else:
                    messages.error(request, _("That is no open task of yours."))
            else:
                chosen.filter(author=request.user).delete()
            return redirect(back)
        form = NoteForm(model, request.POST)
        if form.is_valid():
            form.instance.table, form.instance.row, form.instance.author = collection, key, request.user
            form.save()
            return redirect(back)
    named = in_words(record) if record else _("a deleted record")
    context = {
        **admin.site.each_context(request),
        "title": _("Notes: %(record)s") % {"record": named},
        "opts": model._meta,
        "record": named,
        "address": change_address(model, key) if record else "",
        "notes": written.select_related("author", "person"),
        "form": form,
        "may_change": _may_change(request.user, collection),
        "today": dates.today(),
    }
    return TemplateResponse(request, "admin/desk/notes.html", context, status=400 if form.errors else 200)


def tasks(user: Any) -> list[dict[str, Any]]:
    """What `user` has to do, what is due first, with the records it is about (None: deleted).

    Tasks of accounts that are gone or closed are everybody's who may change the record.
    """
    orphaned = Q(person=None) | Q(person__is_active=False) | Q(person__is_staff=False)
    found = [
        each
        for each in Note.objects.open().filter(Q(person=user) | orphaned).select_related("person")
        if (_may_see if each.person == user else _may_change)(user, each.table)
    ]
    today = dates.today()
    return [each | {"overdue": each["note"].due < today} for each in _with_records(found)]


def done_for(user: Any, since: datetime) -> list[dict[str, Any]]:
    """What others have done of the tasks that `user` gave them, since that moment."""
    given = Note.objects.filter(author=user, done_at__gte=since).exclude(person=user).order_by("-done_at")
    return _with_records([each for each in given.select_related("person") if _may_see(user, each.table)])


def _with_records(notes: Sequence[Note]) -> list[dict[str, Any]]:
    keys: dict[str, set[int]] = defaultdict(set)
    for each in notes:
        keys[each.table].add(each.row)
    rows = {
        (table, row.pk): in_words(row)
        for table, chosen in keys.items()
        for row in with_keys(tables()[table]._default_manager.filter(pk__in=chosen))
    }
    return [{"note": each, "record": rows.get((each.table, each.row))} for each in notes]


def _may_see(user: Any, table: str, action: str = "view") -> bool:
    model = tables().get(table)
    return model is not None and user.has_perms(permissions(action, model))


_may_change = partial(_may_see, action="change")
