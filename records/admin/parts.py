"""Rows that are part of a record: they are edited in its form and share its rights."""

from typing import Any, ClassVar

from django.contrib import admin
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.db.models import F
from django.forms.formsets import DELETION_FIELD_NAME
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from records import roles
from records.forms import TrackedForm
from records.models import PublishableModel

from .fields import FieldOptions
from .pages import TrackedAdmin


class PartFormSet(BaseInlineFormSet):
    def kept_forms(self) -> list[Any]:
        """The forms that are not marked for deletion, valid or not."""
        return [form for form in self.forms if not form.cleaned_data.get(DELETION_FIELD_NAME)]

    def clean(self) -> None:
        super().clean()
        for form in self.deleted_forms:
            part: Any = form
            proposed = part.proposes and not isinstance(part.instance, PublishableModel)
            if part.instance.pk and not (proposed or roles.may_delete(part.user, part.instance)):
                raise ValidationError(_("You may not delete “%(row)s”.") % {"row": form.instance}, code="delete")

    def get_unique_error_message(self, unique_check: Any) -> str:
        rows: Any = self
        names = [str(rows.model._meta.get_field(name).verbose_name) for name in unique_check if name != rows.fk.name]
        return _("Two rows have the same %(fields)s.") % {"fields": get_text_list(names, _("and"))}

    def save_existing_objects(self, commit: bool = True) -> Any:
        if commit:
            self._make_way()
        return super().save_existing_objects(commit)

    def _make_way(self) -> None:
        """Let rows take over the keys of others: a database compares each with those not saved yet.

        All keys begin with the record. Until it is saved or deleted, a moving row belongs to one that
        cannot be; databases check foreign keys, which Django defers, at the end of the transaction.
        """
        rows: Any = self
        key = {*rows.model.key_fields, "DELETE"}
        moving = [form.instance.pk for form in rows.initial_forms if key & set(form.changed_data)]
        if moving:
            rows.model._base_manager.filter(pk__in=moving).update(**{rows.fk.attname: -F("pk")})


class _Part(FieldOptions):
    form = TrackedForm
    formset = PartFormSet
    extra = 1  # the last row is always an empty one
    # The fields that a closed row shows.
    line: ClassVar[tuple[str, ...]] = ()
    # Pressed with Alt, it opens the empty row.
    key: ClassVar[str] = ""

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        formset = super().get_formset(request, obj, **kwargs)
        formset.form.user = request.user
        formset.form.proposes = obj is not None and roles.may_propose(request.user, obj)
        return formset

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        links = [field.name for field in self.model._meta.many_to_many]
        return super().get_queryset(request).prefetch_related(*links)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whether the rows of `obj`, the record that they are part of, may be edited."""
        if obj is None:
            return self.admin_site.get_model_admin(self.parent_model).has_add_permission(request)  # type: ignore[attr-defined]
        return roles.may_change(request.user, obj) or roles.may_propose(request.user, obj)

    has_change_permission = has_delete_permission = has_add_permission


class StackedPart(_Part, admin.StackedInline):
    template = "admin/rows.html"


class PartAdmin(TrackedAdmin):
    """A list of parts across records, to find, import and export them."""

    actions = None

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        # The right to delete stands for cascades: a record goes with its parts.
        raise PermissionDenied

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """A part is seen and edited in the form of its record."""
        part = self.get_object(request, object_id)
        if part is None or not self.has_view_permission(request, part):
            return super().change_view(request, object_id, form_url, extra_context)
        record: PublishableModel = roles.governing_record(part)
        options = record._meta
        page = reverse(f"{self.admin_site.name}:{options.app_label}_{options.model_name}_change", args=[record.pk])
        return redirect(page)
