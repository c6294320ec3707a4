"""Forms of the admin: links with a history, and versions against lost edits."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import Truncator, get_text_list
from django.utils.translation import gettext as _

from . import roles
from .models import PublishableModel, Status, TrackedModel

# What fits a BIGINT: SQLite raises OverflowError for more, instead of finding nothing.
ROW_ID = re.compile(r"[1-9]\d{0,17}")
# Posted by the page of a refusal (`RecordAdmin.not_saved`) to see the form again as typed, nothing saved.
RETURN = "_return"


def _row_ids(value: Any) -> set[str]:
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
        wanted[choice.field.queryset.model] |= _row_ids(choice.value())
    labels = {model: labels_of(model, ids) for model, ids in wanted.items()}
    for choice in choices:
        choice.field.labels = labels[choice.field.queryset.model]


class _ShowsLabels:
    choices: Any

    def optgroups(self, name: str, value: Sequence[Any], attr: Any = None) -> Any:
        field: Any = self.choices.field
        ids = _row_ids(list(value))
        # The empty row that a page copies for new ones is in no list of forms.
        labels = labels_of(field.queryset.model, ids) if field.labels is None else field.labels
        chosen = [(key, label) for key, label in labels.items() if key in ids]
        empty = [] if self.is_required or self.allow_multiple_selected else [("", "")]  # type: ignore[attr-defined]
        options = [
            self.create_option(name, key, label, bool(key), place)  # type: ignore[attr-defined]
            for place, (key, label) in enumerate(empty + chosen)
        ]
        return [(None, options, 0)]


class RecordSelect(_ShowsLabels, AutocompleteSelect):
    pass


class RecordMultiSelect(_ShowsLabels, AutocompleteSelectMultiple):
    pass


class _RecordLabels:
    queryset: Any
    labels: dict[str, str] | None = None


class RecordChoiceField(_RecordLabels, forms.ModelChoiceField):
    pass


class RecordsChoiceField(_RecordLabels, forms.ModelMultipleChoiceField):
    def clean(self, value: Any) -> Any:
        for one in value or ():
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
    """Refuses to save over what somebody else saved meanwhile, and says what that was."""

    base_version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    # The models of its parts with the name of their foreign key to it, e.g. (Clause, "agreement").
    parts: ClassVar[Sequence[tuple[type[TrackedModel], str]]] = ()

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
            # The form is shown again on top of the stored version: whoever has read the warning may save.
            self.data: Any = self.data.copy()
            self.data[self.add_prefix("base_version")] = str(record.version)
            raise ValidationError(saved_meanwhile(record, base or 0, self.parts), code="stale")
        if RETURN in self.data and not self.prefix:
            raise ValidationError(_("Nothing is saved yet. This is what you typed."), code="return")
        return cleaned


def saved_meanwhile(record: PublishableModel, base: int, parts: Sequence[tuple[type[TrackedModel], str]]) -> str:
    """Who saved `record` after its version `base`, when, and which fields and parts that changed."""
    history: Any = record.history
    newer = list(history.filter(version__gt=base).select_related("history_user").order_by("pk"))
    if not newer:
        return _("The record was saved after you opened it. Yours is not saved: save it again.")
    last = newer[-1]
    return _(
        "%(user)s saved this record at %(time)s, after you opened it, and changed: %(changes)s. "
        "Yours is not saved yet: compare, and save again to put it in place of theirs."
    ) % {
        "user": last.history_user or _("Somebody"),
        "time": date_format(timezone.localtime(last.history_date), "SHORT_DATETIME_FORMAT"),
        "changes": "; ".join(_changes(record, base, newer, parts)) or _("nothing but the version"),
    }


def _changes(record: PublishableModel, base: int, newer: list[Any], parts: Any) -> list[str]:
    found = []
    history: Any = record.history
    if old := history.filter(version=base).order_by("pk").last():
        delta = newer[-1].diff_against(old, excluded_fields=["version"], foreign_keys_are_objs=True)
        for change in delta.changes:
            field: Any = record._meta.get_field(change.field)
            terms = dict(getattr(field, "flatchoices", ()))
            before, after = (Truncator(terms.get(value, value)).chars(80) for value in (change.old, change.new))
            found.append(f"{field.verbose_name} (“{before}” → “{after}”)")
    # A record is written before its parts, so theirs are never older than its first newer version.
    since = newer[0].history_date
    many: Any = record._meta.many_to_many
    dependents = [(model, link, model._meta.verbose_name_plural) for model, link in parts]
    dependents += [(field.remote_field.through, field.m2m_field_name(), field.verbose_name) for field in many]
    lists = [
        str(label)
        for model, link, label in dependents
        if model.history.filter(**{f"{link}_id": record.pk}, history_date__gte=since).exists()
    ]
    return found + ([get_text_list(lists, _("and"))] if lists else [])
