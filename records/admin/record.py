"""The pages of rows with an editorial status: nothing lost, nothing published by the wrong hand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django.db import IntegrityError
from django.http import HttpRequest

from records import roles
from records.dependents import dependents_sentences
from records.forms import PublishableForm
from records.models import PublishableModel, StaleRecord, Status

from . import actions
from .lists import by_field
from .pages import TrackedAdmin


class PublicationRefused(Exception):
    """The saved record may not be published; the transaction around it must not stand."""

    def __init__(self, sentences: Sequence[str]) -> None:
        super().__init__(*sentences)
        self.sentences = sentences


class RecordAdmin(TrackedAdmin):
    form = PublishableForm
    model: type[PublishableModel]
    list_display: tuple[Any, ...] = ("__str__", "status")
    list_filter: tuple[Any, ...] = (by_field("status"),)
    actions = (
        actions.submit_for_review,
        actions.publish,
        actions.withdraw,
        actions.back_to_draft,
    )
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
        if obj and obj.status == Status.PUBLISHED and "status" in form.base_fields:
            for _key, sentence in dependents_sentences(self.model, [obj.pk]):
                form.base_fields["status"].help_text = sentence
        form.blockers = getattr(request, "blockers", ())
        form.refused = getattr(request, "refused", False)
        return form

    def _create_formsets(self, request: Any, obj: Any, change: bool) -> Any:
        formsets, inlines = super()._create_formsets(request, obj, change)
        request.formsets = formsets
        return formsets, inlines

    def save_model(self, request: Any, obj: Any, form: Any, change: bool) -> None:
        # A version that changed nothing would stop whoever has the form open; one of the parts is a change.
        if not change or any(saved.has_changed() for saved in (form, *request.formsets)):
            super().save_model(request, obj, form, change)

    def save_related(self, request: Any, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        # Only now are all parts in the database, where the rules look for them.
        record: PublishableModel = form.instance
        if record.status == Status.PUBLISHED and (sentences := record.publish_blockers()):
            raise PublicationRefused(sentences)
        if form.initial.get("status") == Status.PUBLISHED != record.status:
            actions.warn_of_dependents(self, request, record)

    def changeform_view(
        self, request: HttpRequest, object_id: Any = None, form_url: str = "", extra_context: Any = None
    ) -> Any:
        """Save; what only the database could refuse comes back as an error of the same form.

        Whoever was overtaken between the form's check and the write is sent through the check
        again, which now sees what the other saved. What it still does not see is refused unnamed.
        """
        for _attempt in range(2):
            try:
                return super().changeform_view(request, object_id, form_url, extra_context)
            except (StaleRecord, IntegrityError):
                continue
            except PublicationRefused as refused:
                request.blockers = refused.sentences  # type: ignore[attr-defined]
        request.refused = True  # type: ignore[attr-defined]
        return super().changeform_view(request, object_id, form_url, extra_context)
