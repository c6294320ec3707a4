"""Forms of the admin: links with a history, and versions against lost edits."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from . import dates, roles
from .models import PublishableModel, Status

# What fits a BIGINT: SQLite raises OverflowError for more, instead of finding nothing.
ROW_ID = re.compile(r"[1-9]\d{0,17}")
# What a choice begins with that is no row yet but the name of a new one.
NEW = "+"
# Posted by the page of a refusal (`RecordAdmin.not_saved`) to see the form again as typed, nothing saved.
RETURN = "_return"


def row_ids(value: Any) -> set[str]:
    """The ids in what a choice holds or was posted, which may be anything."""
    values = value if isinstance(value, (list, tuple)) else [value]
    return {str(one) for one in values if ROW_ID.fullmatch(str(one))}


def labels_of(model: type[models.Model], ids: set[str]) -> dict[str, str]:
    """How those rows of `model` that there are among `ids` are named, in the order of the model."""
    model_admin: Any = admin.site.get_model_admin(model)
    return {str(row.pk): model_admin.choice_label(row) for row in model_admin.choices().filter(pk__in=ids)}


def load_labels(shown: Iterable[forms.BaseForm]) -> None:
    """Read how the rows chosen anywhere in the forms of one page are named, in one query a table.

    Django's own widgets ask each for itself: a query for every choice of every row.
    """
    choices: list[Any] = [field for form in shown for field in form if isinstance(field.field, _RecordLabels)]
    wanted: dict[type[models.Model], set[str]] = defaultdict(set)
    for choice in choices:
        wanted[choice.field.queryset.model] |= row_ids(choice.value())
    labels = {model: labels_of(model, ids) for model, ids in wanted.items()}
    for choice in choices:
        choice.field.labels = labels[choice.field.queryset.model]


class UncertainDateField(forms.CharField):
    """A date as people type it, also what is stored; the page says below it how that is understood."""

    interval = False

    def prepare_value(self, value: Any) -> Any:
        return dates.as_typed(value) if isinstance(value, dates.UncertainDate) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return not self.disabled and dates.read(data or "") != (initial or "")
        except ValidationError:
            return True


def new_names(value: Any) -> list[str]:
    """The names of new records in what a choice holds or was posted."""
    values = value if isinstance(value, (list, tuple)) else [value]
    return [one[len(NEW) :] for one in values if isinstance(one, str) and one.startswith(NEW)]


def in_the_form(bound: Any) -> str:
    """What a field of a form holds, in words: of passages where they are."""
    value, field = bound.value(), bound.field
    if isinstance(field, _RecordLabels):
        labels, ids = field.labels or {}, row_ids(value)
        names = [label for key, label in labels.items() if key in ids] + new_names(value)
        if bound.name == "passages":  # “article, paragraph 2: what it says”
            names = [name.partition(": ")[0].rpartition(", ")[2] for name in names]
        return ", ".join(names)
    return str(dict(getattr(field, "choices", ())).get(value, value) or "")


class _ShowsLabels:
    choices: Any

    def optgroups(self, name: str, value: Sequence[Any], attr: Any = None) -> Any:
        field: Any = self.choices.field
        ids = row_ids(list(value))
        # The empty row that a page copies for new ones is in no list of forms.
        labels = labels_of(field.queryset.model, ids) if field.labels is None else field.labels
        chosen = [(key, label) for key, label in labels.items() if key in ids]
        chosen += [(NEW + name, name) for name in new_names(list(value))]
        empty = [] if self.is_required or self.allow_multiple_selected else [("", "")]  # type: ignore[attr-defined]
        options = [
            self.create_option(name, key, label, bool(key), place)  # type: ignore[attr-defined]
            for place, (key, label) in enumerate(empty + chosen)
        ]
        return [(None, options, 0)]


class RecordSelect(_ShowsLabels, AutocompleteSelect):
    pass


class RecordMultiSelect(_ShowsLabels, AutocompleteSelectMultiple):
    def build_attrs(self, base_attrs: Any, extra_attrs: Any = None) -> Any:
        """Each choice has a way out of its own; one for all stands where a list holds nothing but items."""
        return super().build_attrs(base_attrs, extra_attrs) | {"data-allow-clear": "false"}


class _RecordLabels:
    queryset: Any
    labels: dict[str, str] | None = None
    # Makes the record of a name that nobody goes by, given by the admin where the user may.
    draft: Callable[[str], Any] | None = None

    def drafted(self, name: str) -> Any:
        if self.draft is None:
            raise ValidationError(_("“%(name)s” is none of the choices.") % {"name": name}, code="invalid_choice")
        try:
            return self.draft(name)
        except ValidationError as error:  # of another form's fields
            raise ValidationError(error.messages) from error


class RecordChoiceField(_RecordLabels, forms.ModelChoiceField):
    def to_python(self, value: Any) -> Any:
        new = new_names(value)
        return self.drafted(new[0]) if new else super().to_python(value)


class RecordsChoiceField(_RecordLabels, forms.ModelMultipleChoiceField):
    def clean(self, value: Any) -> Any:
        value = [str(self.drafted(one[len(NEW) :]).pk) if new_names(one) else one for one in value or ()]
        for one in value:
            if not ROW_ID.fullmatch(str(one)):
                raise ValidationError(
                    self.error_messages["invalid_pk_value"], code="invalid_pk_value", params={"pk": one}
                )
        return super().clean(value)


class TrackedForm(forms.ModelForm):
    """Writes many-to-many links one history row a change, which Django's own `set()` does not."""

    user: ClassVar[Any] = None  # given by the admin, on a class made for the request
    proposes: ClassVar[bool] = False  # whether what is saved becomes a proposal; given in the same way

    def save(self, commit: bool = True) -> Any:
        row = super().save(commit=False)
        self.save_m2m = self.save_links  # type: ignore[method-assign]
        if commit:
            row.save()
            self.save_links()
        return row

    def save_links(self) -> None:
        for field in self.instance._meta.many_to_many:
            if field.name in self.changed_data:
                self.instance.set_links(field.name, self.linked(field.name))

    def linked(self, name: str) -> Iterable[models.Model]:
        """The rows that the many-to-many `name` is to hold."""
        return self.cleaned_data[name]


class PublishableForm(TrackedForm):
    """Refuses to save over a version that nothing is known of; one that is, `changesets.plan.second_save` looks at."""

    base_version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        record: PublishableModel = self.instance
        if not record._state.adding:
            self.fields["base_version"].initial = record.version
            # A row of an inline may be published while the record around it is a draft.
            if not (roles.may_change(self.user, record) or (self.proposes and roles.may_propose(self.user, record))):
                for field in self.fields.values():
                    field.disabled = True

    def save(self, commit: bool = True) -> Any:
        # In the form of another record; of a record's own, its page knows whether parts have changed.
        if self.prefix and self.instance.status == Status.IN_REVIEW and self.has_changed():
            self.instance.status = Status.DRAFT
        return super().save(commit)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()  # type: ignore[assignment]
        record: PublishableModel = self.instance
        base = cleaned.get("base_version")
        if not record._state.adding and base != record.version:
            self.data: Any = self.data.copy()
            self.data[self.add_prefix("base_version")] = str(record.version)
            said = _("The record was saved after you opened it. Yours is not saved: save it again.")
            raise ValidationError(said, code="stale")
        if RETURN in self.data and not self.prefix:
            raise ValidationError(_("Nothing is saved yet. This is what you typed."), code="return")
        return cleaned
