"""The form of a fact: what its passages read of it, one a line as tables write it."""

from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from records.columns import SEPARATOR
from records.dates import as_typed
from records.fields import EDTFField
from records.forms import PublishableForm, TrackedForm, row_ids
from records.labels import code_called, code_of
from records.sheet_names import SheetNames
from records.text import words

from .models import Passage
from .models.readings import read

# The passages ticked for a whole form: facts that name none of their own take them.
FOR_ALL = "_passages"


class FactForm(TrackedForm):
    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()  # type: ignore[assignment]
        posted: Any = self.data
        common = row_ids(posted.getlist(FOR_ALL)) if hasattr(posted, "getlist") else set()
        if common and "passages" in cleaned and not cleaned["passages"]:
            cleaned["passages"] = Passage.objects.select_related("article").filter(pk__in=common)
            if "passages" not in self.changed_data:
                self.changed_data.append("passages")
        return cleaned


class PublishableFactForm(FactForm, PublishableForm):
    pass


class ReadingsForm(FactForm):
    """`paragraph 3: period` says that the passage carries the period, `paragraph 3: period: 2016-2019` that it gives
    another one; `article#place@period=2016/2019`, as tables write it, is read as well."""

    readings = forms.CharField(
        label=gettext_lazy("Readings"),
        required=False,
        widget=AdminTextareaWidget(attrs={"rows": 2}),
        help_text=gettext_lazy(
            "One a line: which of the passages above, what it tells of, and what it says where that is something else "
            "than stands here, such as “paragraph 3: period: 2016-2019”."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance._state.adding:
            cited = [item.split("@") for item in (self.instance.cited_as or "").split(SEPARATOR)]
            several = len({reference.partition("#")[0] for reference, *_said in cited}) > 1
            self.initial["readings"] = "\n".join(
                self._line(reference, *read(each), named=several) for reference, *said in cited for each in said
            )

    def _line(self, reference: str, name: str, value: str, *, named: bool) -> str:
        article, _sign, at = reference.partition("#")
        kind, _dash, number = at.partition("-")
        field = self.instance._meta.get_field(name)
        if isinstance(field, EDTFField):
            value = as_typed(value)
        value = str(dict(field.flatchoices or ()).get(value, value))
        terms = dict(self.instance.reading_model()._meta.get_field("field").flatchoices)
        place = f"{Passage.Kind(kind).label} {number}".strip()
        return ": ".join(filter(None, (f"{article}, {place}" if named else place, str(terms[name]), value)))

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        self.said: dict[int, dict[str, str]] = {}
        lines = [line.strip() for line in cleaned.get("readings", "").splitlines() if line.strip()]
        passages: dict[str, set[int]] = {}
        for passage in cleaned.get("passages", ()) if lines else ():
            # As tables write it, as choices show it, and alone where no other is called so.
            for called in (passage.reference, f"{passage.article.slug} {passage.label}", passage.label):
                passages.setdefault(" ".join(words(called)), set()).add(passage.pk)
        for line in lines:
            reference, *said = line.split("@") if "@" in line else line.split(":", 1)
            found = passages.get(" ".join(words(reference)), set())
            if len(found) != 1:
                told = _("“%(passage)s” is none of the passages that carry it.") % {"passage": reference.strip()}
                self.add_error("readings", ValidationError(told, code="passage"))
                continue
            (place,) = found
            for name, value in (read(each) if "@" in line else _parted(each) for each in said):
                try:
                    self.said.setdefault(place, {}).update([self._understood(name, value)])
                except ValidationError as error:
                    self.add_error("readings", error.messages)
        return cleaned

    def _understood(self, called: str, value: str) -> tuple[str, str]:
        reading: Any = self.instance.reading_model()
        terms = reading._meta.get_field("field")
        if not (name := code_called(terms, called)):
            said = _("“%(field)s” is none of the values that may be read: %(fields)s.")
            fields = ", ".join(str(label) for _code, label in terms.flatchoices)
            raise ValidationError(said % {"field": called, "fields": fields}, code="field")
        field = self.instance._meta.get_field(name)
        if value and field.flatchoices:
            value = code_of(field, value)
        elif field.is_relation and len(slugs := SheetNames().found(field.related_model, value)) == 1:
            (value,) = slugs
        return name, reading.understood(name, value)

    def save_links(self) -> None:
        super().save_links()
        if {"readings", "passages"} & set(self.changed_data):
            self.instance.set_readings(self.said)


def _parted(text: str) -> tuple[str, str]:
    name, _colon, value = text.partition(":")
    return name.strip(), value.strip()


class PublishableReadingsForm(ReadingsForm, PublishableForm):
    pass
