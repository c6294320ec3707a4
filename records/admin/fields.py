"""How a model's fields become form fields in the admin: links by autocomplete, prose in small boxes."""

from functools import partial
from typing import Any, ClassVar

from django.contrib.admin.options import BaseModelAdmin
from django.contrib.admin.widgets import AdminDateWidget, AdminTextareaWidget, RelatedFieldWidgetWrapper
from django.db import models
from django.db.backends.base.operations import BaseDatabaseOperations
from django.forms import TimeInput
from django.http import HttpRequest
from django.urls import reverse

from records.date_filters import DayField
from records.fields import EDTFField, ProseField
from records.forms import RecordChoiceField, RecordMultiSelect, RecordsChoiceField, RecordSelect, UncertainDateField
from records.models import PublishableModel


class FieldOptions(BaseModelAdmin):
    """Mixed into pages and inlines alike."""

    # Fieldsets as (title, names). Not `fieldsets`: Django's check admin.E013 refuses many-to-many
    # fields with a through model there, because it does not know how `TrackedForm` saves them.
    layout: ClassVar[tuple[tuple[Any, tuple[Any, ...]], ...]] = ()
    # The last of them, which is shut unless something in it is wrong.
    folded: ClassVar[int | None] = None
    # What goes in, where the model's own words do not say it to an editor.
    help_texts: ClassVar[dict[str, Any]] = {}
    formfield_overrides = {
        ProseField: {"widget": AdminTextareaWidget(attrs={"rows": 3})},
        EDTFField: {"form_class": UncertainDateField},
        models.DateField: {"form_class": DayField, "widget": AdminDateWidget},
        models.TimeField: {"widget": TimeInput(format="%H:%M")},
        models.URLField: {"assume_scheme": "https"},
    }

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        fieldsets: list[Any] = [(title, {"fields": list(names)}) for title, names in self.layout]
        if self.folded is not None:
            fieldsets[self.folded][1]["classes"] = ["collapse"]
        # Only a form has it, not a page to read.
        may_save = self.has_change_permission(request, obj) if obj else self.has_add_permission(request)
        if issubclass(self.model, PublishableModel) and may_save:
            fieldsets[0][1]["fields"].append("base_version")
        return fieldsets

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        # A status is not typed: it changes by steps (`records.admin.actions`), taken on what is saved.
        return ("status",) if issubclass(self.model, PublishableModel) else ()

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        if db_field.name in self.help_texts:
            kwargs["help_text"] = self.help_texts[db_field.name]
        if isinstance(db_field, models.IntegerField) and not db_field.choices:
            # SQLite takes any number, and PostgreSQL's refusal would be an error of ours.
            kwargs["max_value"] = BaseDatabaseOperations.integer_field_ranges[db_field.get_internal_type()][1]
        formfield = super().formfield_for_dbfield(db_field, request, **kwargs)
        if isinstance(formfield, UncertainDateField):
            formfield.interval = db_field.interval
            formfield.widget.attrs["data-understood"] = (
                f"{reverse('admin:understood')}{'?interval=1' * db_field.interval}"
            )
        if formfield and isinstance(formfield.widget, RelatedFieldWidgetWrapper):
            # A record beside this one is not changed or deleted in passing; a name drafts one without another window.
            widget = formfield.widget
            widget.can_change_related = widget.can_delete_related = widget.can_view_related = False
            widget.can_add_related = widget.can_add_related and not getattr(formfield, "draft", None)
        return formfield

    def formfield_for_foreignkey(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        return self.choice_field(db_field, request, RecordChoiceField, RecordSelect, **kwargs)

    def formfield_for_manytomany(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        return self.choice_field(db_field, request, RecordsChoiceField, RecordMultiSelect, **kwargs)

    def choice_field(
        self, db_field: Any, request: HttpRequest, form_class: Any, widget_class: Any, **kwargs: Any
    ) -> Any:
        link = self.completing_link(db_field)
        related: Any = self.admin_site.get_model_admin(link.remote_field.model)
        widget = widget_class(link, self.admin_site)
        field = db_field.formfield(form_class=form_class, queryset=related.choices(), widget=widget, **kwargs)
        if related.may_draft(request):
            field.draft = partial(related.draft, request)
        return field

    def completing_link(self, db_field: Any) -> Any:
        """The link whose rows are chosen in the form field of `db_field`."""
        return db_field
