"""The pages of records with an editorial status: nothing lost, nothing published by the wrong hand."""

from collections.abc import Sequence
from contextlib import nullcontext
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.admin.utils import NestedObjects
from django.db import DEFAULT_DB_ALIAS, IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import NoReverseMatch
from django.utils.translation import gettext as _

from records import roles
from records.checks import Severity
from records.checks.asking import Complaint, complaints, findings, newly
from records.checks.same import typed_fields
from records.checks.trials import Consequence, Effects, deletion
from records.columns import CALLED
from records.forms import PublishableForm, load_labels
from records.locks import writing_alone
from records.models import Note, PublishableModel, Record, StaleRecord, Status
from records.rows import page

from .actions import list_action, take_step
from .links import change_address, named, said_of
from .pages import TrackedAdmin
from .steps import STEPS, review_address, say_noted, steps_offered, steps_withheld, whom_to_ask
from .unsaved import not_saved, typed_into

# What the confirmation of a list action sends beside the rows.
OTHER_FIELDS = 10
# Of more nobody reads what is new; nobody else writes while it is tried out what they need.
REVIEWED_AT_ONCE = 200


class RecordAdmin(TrackedAdmin):
    form = PublishableForm
    model: type[PublishableModel]
    change_form_template = "admin/record_form.html"
    delete_confirmation_template = "admin/delete_record.html"
    delete_selected_confirmation_template = "admin/delete_records.html"
    list_display: tuple[Any, ...] = ("__str__", "status")
    list_filter: tuple[Any, ...] = ("status",)
    actions = tuple(map(list_action, STEPS))

    class Media:
        js = ("admin/js/urlify.js", "admin/slug.js", "admin/alike.js")  # in this order: ours wraps Django's

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        # A method, because simple-history reads the attribute for pages that have no slug field.
        named = [name for name in CALLED if hasattr(self.model, name)]
        return {"slug": named[:1]} if issubclass(self.model, Record) else {}

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        if obj is None:
            return super().has_change_permission(request)
        return roles.may_change(request.user, obj) or self.proposes(request, obj)

    def has_publish_permission(self, request: HttpRequest) -> bool:
        """Read by Django for actions with `permissions=["publish"]`."""
        return roles.may_publish(request.user, self.model)

    def save_model(self, request: Any, obj: Any, form: Any, change: bool) -> None:
        if not change:  # what is changed is saved by `save_related`, which knows the parts
            super().save_model(request, obj, form, change)

    def save_related(self, request: Any, form: Any, formsets: Any, change: bool) -> None:
        record = form.instance
        record.contradicts, record.unfit, record.felt = [], [], []
        record.edited = not change or any(saved.has_changed() for saved in (form, *formsets))
        # A version that changed nothing would stop whoever has the form open; one of the parts is a change.
        if not record.edited:
            super().save_related(request, form, formsets, change)
            return
        if change and record.status == Status.IN_REVIEW:  # what is approved is what was submitted
            record.status = Status.DRAFT
            self.message_user(request, _("It was in review, and is a draft again: submit it anew."), messages.WARNING)
        severities = [Severity.ERROR, Severity.PUBLICATION][: 1 + (record.status == Status.PUBLISHED)]
        # What was wrong before is not this form's doing: else nobody could mend it step by step.
        before = findings(self.model, [record.pk], *severities) if change else {}
        effects = Effects(self.model, {name: [record.pk] for name in form.changed_data if change})
        if change:
            super().save_model(request, record, form, change)
        super().save_related(request, form, formsets, change)
        new = newly(before, findings(self.model, [record.pk], *severities))
        own = complaints(new.get(record.pk, ()))
        record.unfit = [each for each in own if each.severity == Severity.PUBLICATION]
        felt = effects.consequences()
        record.contradicts = [each for each in own if each not in record.unfit] + _refused_by(felt)
        record.felt = _said(felt, Severity.WARNING)

    def changeform_view(
        self, request: HttpRequest, object_id: Any = None, form_url: str = "", extra_context: Any = None
    ) -> Any:
        """Show or save the form; what passed its checks and was overtaken before it was written is not lost."""
        alone = writing_alone() if request.method == "POST" else nullcontext()
        try:
            with alone:
                response = super().changeform_view(request, object_id, form_url, extra_context)
                if request.method == "POST" and response.status_code == HTTPStatus.OK:
                    transaction.set_rollback(True)  # shown again: what it drafted of names is not saved either
                return response
        except (StaleRecord, IntegrityError):
            return self.not_saved(request, [_("This collides with what is stored. Nothing is saved.")])

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """Show the list, or take an action, of which the trial and the deed see the same register."""
        with writing_alone() if request.method == "POST" else nullcontext():
            return super().changelist_view(request, extra_context)

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> Any:
        with writing_alone() if request.method == "POST" else nullcontext():
            return super().delete_view(request, object_id, extra_context)

    def not_saved(self, request: HttpRequest, sentences: Sequence[Complaint | str]) -> HttpResponse:
        """Why a form that passed its checks is not saved, with all that was typed; its button leads back to the form.

        The form then checks again, and tells what somebody else has saved meanwhile.
        """
        return not_saved(request, self.opts, sentences, typed_into(request))

    def view_on_site(self, obj: Any) -> str | None:
        """The public page of what the public sees, for the button of that name in the form."""
        if not isinstance(obj, Record) or obj.status != Status.PUBLISHED:
            return None
        try:
            return page(obj) if self.model.objects.public().filter(pk=obj.pk).exists() else None
        except NoReverseMatch:  # it has none
            return None

    def message_user(
        self, request: Any, message: Any, level: Any = messages.INFO, extra_tags: str = "", *args: Any, **kwargs: Any
    ) -> None:
        """As Django does; what is told as done says of which form, whose copy in the browser is then needless."""
        if level == messages.SUCCESS:
            extra_tags = f"{extra_tags} saved:{request.path}".strip()
        super().message_user(request, message, level, extra_tags, *args, **kwargs)

    # Steps

    def render_change_form(self, request: Any, context: Any, *args: Any, **kwargs: Any) -> Any:
        inlines = [form for inline in context["inline_admin_formsets"] for form in inline.formset.forms]
        load_labels([context["adminform"].form, *inlines])
        if not context["is_popup"]:
            record = context["original"] or self.model()
            context["steps"] = steps_offered(request.user, record)
            context["withheld"] = steps_withheld(request.user, record)
            if record.pk:
                written = Note.objects.on(record).values_list("due", "done_at")
                context["tasks"] = sum(bool(due and not done) for due, done in written)
                context["notes"] = len(written) - context["tasks"]
            context["collection"] = self.model.collection
            context["typed_fields"] = typed_fields(self.model) if self.has_add_permission(request) else ()
            context["package"] = review_address(self.model, record.pk) if record.pk else ""
            if record.status == Status.PUBLISHED and not self.has_change_permission(request, record):
                context["whom_to_ask"] = whom_to_ask(self.model)
        return super().render_change_form(request, context, *args, **kwargs)

    def response_add(self, request: HttpRequest, obj: Any, post_url_continue: str | None = None) -> HttpResponse:
        return self.answer(request, obj) or super().response_add(request, obj, post_url_continue)

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        return self.answer(request, obj) or super().response_change(request, obj)

    def answer(self, request: HttpRequest, obj: Any) -> HttpResponse | None:
        """Instead of Django's own: that nothing is saved, or what became of the step whose button was pressed."""
        # Django's own name of "Save and continue editing": saved, and back to this form.
        step, response = next((step for step in STEPS if step.name == request.POST.get("_continue")), None), None
        # What is withdrawn with the same button need not be fit for publication, if it is withdrawn.
        leaves = bool(step and step.status == Status.WITHDRAWN)
        refused: list[Any] = obj.contradicts or ([] if leaves else obj.unfit)
        if step and not refused:
            (saved,) = self.model._default_manager.filter(pk=obj.pk)
            if step.reviewed:
                said = _("It is saved, and still to be decided: look at what goes along, then “%(step)s” (Ctrl+Enter).")
                self.message_user(request, said % {"step": step.label}, messages.SUCCESS)
                return redirect(review_address(self.model, obj.pk))
            # An edit may have taken it there.
            asked = None if saved.status == step.status else take_step(self, request, step, [saved])
            response = asked or redirect(change_address(self.model, obj.pk))
            if saved.status != step.status:
                refused = obj.unfit
                if asked and obj.edited and not refused:
                    transaction.set_rollback(True)
                    if not asked.context_data["count"]:  # type: ignore[attr-defined]
                        return self.not_saved(request, [_("Nothing is saved: say why, in the field by the buttons.")])
                    said = _("Nothing is saved: others lose something by the withdrawal, and it is asked about first.")
                    return self.not_saved(request, [said, _("Save what you typed by itself, then withdraw.")])
                if obj.edited and not refused:
                    self.message_user(request, _("What you typed is saved."), messages.SUCCESS)
        if refused:
            transaction.set_rollback(True)
            told = [_("Nothing is saved, for then this would no longer hold:"), *obj.contradicts, *obj.unfit]
            return self.not_saved(request, told)
        for sentence in obj.felt:
            self.message_user(request, sentence, messages.WARNING)
        say_noted(self, request, [obj.pk])
        return response

    # What others lose

    def response_action(self, request: Any, queryset: Any, *args: Any, **kwargs: Any) -> Any:
        """Say before the page that asks about them that they are more than it, or the request it sends, may hold."""
        action, most = request.POST.get("action"), settings.DATA_UPLOAD_MAX_NUMBER_FIELDS - OTHER_FIELDS
        reviewed = action in [step.name for step in STEPS if step.reviewed]
        if reviewed:
            most = min(most, REVIEWED_AT_ONCE)
        asked = reviewed or action in ("delete_selected", "withdraw")
        if asked and request.POST.get("select_across") == "1" and (chosen := queryset.count()) > most:
            said = _("%(chosen)s rows are chosen, and at most %(most)s can be confirmed at once: narrow the list.")
            self.message_user(request, said % {"chosen": chosen, "most": most}, messages.ERROR)
            return redirect(request.get_full_path())
        return super().response_action(request, queryset, *args, **kwargs)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """What goes along, and why it may not: whose it is to delete, and what published records would lose.

        Records are named in words; what is part of them is counted only.
        """
        found: tuple[Any, ...] = super().get_deleted_objects(objs, request)
        _deleted, counts, lacking, protected = found
        collector = NestedObjects(using=DEFAULT_DB_ALIAS)
        collector.collect(objs)
        if lacking:
            said = _("“%(row)s” is or was published: it is withdrawn by a publisher, and deleted by an administrator.")
            kept = [row for row in objs if not self.has_delete_permission(request, row)]
            lacking = [said % {"row": row} for row in kept] or lacking
        elif protected:
            protected = named(collector.protected)
        else:
            protected = _refused_by(deletion(self.model, [row.pk for row in objs]))
        going = (row for rows in collector.model_objs.values() for row in rows if isinstance(row, PublishableModel))
        return named(going), counts, lacking, protected


def _refused_by(consequences: Sequence[Consequence]) -> list[Complaint | str]:
    """What is said of records that contradict something, or are not fit to be published any more."""
    return _said(consequences, Severity.ERROR, Severity.PUBLICATION)


def _said(consequences: Sequence[Consequence], *severities: str) -> list[Complaint | str]:
    told = [(row, [each for each in said if each.severity in severities]) for row, said, _cause in consequences]
    return [said_of(row, said) for row, said in told if said]
