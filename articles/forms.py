"""The form of a fact: what its passages read of it, one a line as tables write it."""

from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from records.columns import SEPARATOR
from records.forms import PublishableForm, TrackedForm, row_ids

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
    """`article#place@period` says that the passage carries the period, `article#place@period=2016/2019` that it
    gives another one; several of one passage follow each other."""

    readings = forms.CharField(
        label=gettext_lazy("Readings"),
        required=False,
        widget=AdminTextareaWidget(attrs={"rows": 2}),
        help_text=gettext_lazy(
            "One passage a line, out of those above: article#place@field, or article#place@field=value where it says "
            "something else than this form."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance._state.adding:
            cited = self.instance.cited_as or ""
            self.initial["readings"] = "\n".join(item for item in cited.split(SEPARATOR) if "@" in item)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        self.said: dict[int, dict[str, str]] = {}
        lines = [line.strip() for line in cleaned.get("readings", "").splitlines() if line.strip()]
        passages: dict[str, Passage] = {}
        for passage in cleaned.get("passages", ()) if lines else ():
            slug = passage.article.slug  # by its key, and as the choice above names it
            passages |= dict.fromkeys(
                (passage.reference, f"{slug}#{passage.label}", f"{slug}, {passage.label}"), passage
            )
        for line in lines:
            reference, *said = (part.strip() for part in line.split("@"))
            if reference not in passages:
                told = _("“%(passage)s” is none of the passages that carry it.") % {"passage": reference}
                self.add_error("readings", ValidationError(told, code="passage"))
                continue
            reading, of_passage = self.instance.reading_model(), self.said.setdefault(passages[reference].pk, {})
            for field, value in map(read, said):
                try:
                    of_passage[field] = reading.understood(field, value)
                except ValidationError as error:
                    self.add_error("readings", error.messages)
        return cleaned

    def save_links(self) -> None:
        super().save_links()
        if {"readings", "passages"} & set(self.changed_data):
            self.instance.set_readings(self.said)


class PublishableReadingsForm(ReadingsForm, PublishableForm):
    pass
