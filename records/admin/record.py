"""The pages of records with an editorial status: nothing lost, nothing published by the wrong hand."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext
from functools import partial
from typing import Any, ClassVar

from django.contrib import messages
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext as _

from records import roles
from records.checks import Severity
from records.checks.asking import Complaint, complaints, complaints_about, findings, newly
from records.checks.trials import deletion
from records.forms import RETURN, PublishableForm, load_labels
from records.locks import writing_alone
from records.models import PublishableModel, StaleRecord, Status, steps_from

from .actions import STEPS, StatusStep, list_action, steps_offered, take_step
from .links import said_of
from .lists import by_field
from .pages import TrackedAdmin
from .withdrawing import withdrawal_view


class NotSaved(Exception):
    """What was saved breaks checks: it is taken back, and its `sentences` are shown."""

    def __init__(self, *sentences: Complaint | str) -> None:
        super().__init__(*sentences)
        self.sentences = sentences


class RecordAdmin(TrackedAdmin):
    form = PublishableForm
    model: type[PublishableModel]
    change_form_template = "admin/record_form.html"
    delete_confirmation_template = "admin/delete_record.html"
    delete_selected_confirmation_template = "admin/delete_records.html"
    list_display: tuple[Any, ...] = ("__str__", "status")
    list_filter: tuple[Any, ...] = (by_field("status"),)
    actions = tuple(map(list_action, STEPS))
    # The fields whose words become the slug while one types.
    slug_from: ClassVar[tuple[str, ...]] = ()

    class Media:
        js = ("admin/js/urlify.js", "admin/slug.js")  # in this order: ours wraps Django's

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        # A method, because simple-history reads the attribute for pages that have no slug field.
        return {"slug": self.slug_from} if self.slug_from else {}

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        if obj is None:
            return super().has_change_permission(request)
        return roles.may_change(request.user, obj)

    def has_publish_permission(self, request: HttpRequest) -> bool:
        """Read by Django for actions with `permissions=["publish"]`."""
        return roles.may_publish(request.user, self.model)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change, **kwargs)
        form.parts = [
            (inline.model, inline.fk_name or self.model._meta.model_name) for inline in self.get_inlines(request, obj)
        ]
        return form

    def save_model(self, request: Any, obj: Any, form: Any, change: bool) -> None:
        if not change:  # what is changed is saved by `save_related`, which knows the parts
            super().save_model(request, obj, form, change)

    def save_related(self, request: Any, form: Any, formsets: Any, change: bool) -> None:
        # A version that changed nothing would stop whoever has the form open; one of the parts is a change.
        if change and not any(saved.has_changed() for saved in (form, *formsets)):
            super().save_related(request, form, formsets, change)
            return
        record, step = form.instance, self.step_asked(request)
        stays = record.status == Status.PUBLISHED and not (step and step.status in steps_from(record.status))
        severities = (Severity.ERROR, Severity.PUBLICATION) if stays else (Severity.ERROR,)
        # What was wrong before is not this form's doing: else nobody could mend it step by step.
        before = findings(self.model, [record.pk], *severities) if change else {}
        if change:
            super().save_model(request, record, form, change)
        super().save_related(request, form, formsets, change)
        if new := newly(before, findings(self.model, [record.pk], *severities)):
            raise NotSaved(_("As you typed it, it may not be. Nothing is saved."), *complaints(new[record.pk]))

    def changeform_view(
        self, request: HttpRequest, object_id: Any = None, form_url: str = "", extra_context: Any = None
    ) -> Any:
        """Show or save the form; what passed its checks and was overtaken before it was written is not lost."""
        alone = writing_alone() if request.method == "POST" else nullcontext()
        try:
            with alone:
                return super().changeform_view(request, object_id, form_url, extra_context)
        except NotSaved as error:
            return self.not_saved(request, error.sentences)
        except (StaleRecord, IntegrityError):
            return self.not_saved(request, [_("This collides with what is stored. Nothing is saved.")])

    def not_saved(self, request: HttpRequest, sentences: Sequence[Complaint | str]) -> HttpResponse:
        """Why a form that passed its checks is not saved, with all that was typed; its button leads back to the form.

        The form then checks again, and tells what somebody else has saved meanwhile.
        """
        typed = [
            (name, value) for name, values in request.POST.lists() if name != "csrfmiddlewaretoken" for value in values
        ]
        context = {
            **self.admin_site.each_context(request),
            "title": _("Not saved"),
            "opts": self.opts,
            "sentences": sentences,
            "typed": typed,
            "return_name": RETURN,
        }
        return TemplateResponse(request, "admin/not_saved.html", context, status=409)

    # Steps

    def render_change_form(self, request: Any, context: Any, *args: Any, **kwargs: Any) -> Any:
        inlines = [form for inline in context["inline_admin_formsets"] for form in inline.formset.forms]
        load_labels([context["adminform"].form, *inlines])
        if not context["is_popup"]:
            context["steps"] = steps_offered(request.user, context["original"] or self.model())
        return super().render_change_form(request, context, *args, **kwargs)

    def response_add(self, request: HttpRequest, obj: Any, post_url_continue: str | None = None) -> HttpResponse:
        response = super().response_add(request, obj, post_url_continue)
        return self.take_step(request, obj) or response

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        response = super().response_change(request, obj)
        return self.take_step(request, obj) or response

    def step_asked(self, request: HttpRequest) -> StatusStep | None:
        # Django's own name of "Save and continue editing": saved, and back to this form.
        return next((step for step in STEPS if step.name == request.POST.get("_continue")), None)

    def take_step(self, request: HttpRequest, obj: Any) -> HttpResponse | None:
        """Take the step whose button was pressed, and say what there is to look at in what was saved."""
        if noted := complaints_about(obj, Severity.WARNING):
            self.message_user(request, said_of(obj, noted), messages.WARNING)
        if step := self.step_asked(request):
            return take_step(self, request, step, self.model._default_manager.filter(pk=obj.pk))
        return None

    # What others lose

    def get_urls(self) -> list[Any]:
        name = f"{self.opts.app_label}_{self.opts.model_name}_withdraw"
        view = self.admin_site.admin_view(partial(withdrawal_view, self))
        return [path("withdraw/", view, name=name), *super().get_urls()]

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """What goes along, and why it may not: whose it is to delete, and what published records would lose."""
        deleted, counts, lacking, protected = super().get_deleted_objects(objs, request)
        if lacking:
            said = _("“%(row)s” is or was published: it is withdrawn by a publisher, and deleted by an administrator.")
            kept = [row for row in objs if not self.has_delete_permission(request, row)]
            lacking = [said % {"row": row} for row in kept] or lacking
        elif not protected:
            losses = deletion(self.model, [row.pk for row in objs])
            protected = [said_of(loss.record, loss.complaints) for loss in losses]
        return deleted, counts, lacking, protected
