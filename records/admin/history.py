"""What the history page of a record says of each of its versions."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from simple_history.template_utils import HistoricalRecordContextHelper

from records.dependents import relations_to
from records.forms import labels_of
from records.models import PublishableModel

from .steps import STEPS
from .withdrawing import SAID


class HistoryInWords(HistoricalRecordContextHelper):
    """Says the terms of a choice as the forms do; the library shows what is stored."""

    def prepare_delta_change_value(self, change: Any, value: Any) -> Any:
        terms = dict(getattr(self.model._meta.get_field(change.field), "flatchoices", ()))
        return terms.get(value) or super().prepare_delta_change_value(change, value)


@dataclass
class LinkChange:
    """The records, by name, that a many-to-many lost and got with a version."""

    label: Any
    gone: list[str] = field(default_factory=list)
    come: list[str] = field(default_factory=list)


def set_link_changes(entries: Sequence[Any]) -> None:
    """Give each of `entries`, versions of one record with the latest first, its `link_changes`: a `LinkChange` a link.

    Links have histories of their own, and are written with a version or right after it.
    """
    if not entries:
        return
    record: Any = entries[0].instance
    for entry in entries:
        entry.link_changes = []
    window = _while(entries)
    for link in record._meta.many_to_many:
        rows = link.remote_field.through.history.filter(
            **{f"{link.m2m_field_name()}_id": record.pk},
            history_type__in="+-",
            **window,
        )
        linked = f"{link.m2m_reverse_field_name()}_id"
        changed = [*rows.order_by("history_id").values_list("history_date", "history_type", linked)]
        labels = labels_of(link.related_model, {str(pk) for _date, _type, pk in changed})
        found: dict[int, LinkChange] = defaultdict(lambda: LinkChange(link.verbose_name))  # noqa: B023 -- read at once
        for moment, kind, pk in changed:
            at = next(at for at, entry in enumerate(entries) if entry.history_date <= moment)
            (found[at].come if kind == "+" else found[at].gone).append(labels.get(str(pk), f"({pk})"))
        for at, change in found.items():
            entries[at].link_changes.append(change)


def _while(entries: Sequence[Any]) -> dict[str, Any]:
    """The condition that rows of a history were written with one of `entries`."""
    versions: Any = entries[0].instance.history
    after = versions.filter(history_id__gt=entries[0].history_id).order_by("history_id").first()
    until = {"history_date__lt": after.history_date} if after else {}
    return {"history_date__gte": entries[-1].history_date, **until}


def set_parts(entries: Sequence[Any]) -> None:
    """Give each of `entries` its `parts`: how many of which rows of its own were written with it, links aside."""
    record: Any = entries[0].instance if entries else None
    written = [Counter[Any]() for _entry in entries]
    links = [link.remote_field.through for link in record._meta.many_to_many] if entries else []
    window = _while(entries) if entries else {}
    for relation in relations_to(type(record)) if entries else ():
        part, link = relation.related_model, relation.field
        if part.key_fields[0] == link.name and part not in links and not issubclass(part, PublishableModel):
            rows = part.history.filter(**{link.attname: record.pk}, **window)
            for moment, kind in rows.values_list("history_date", "history_type"):
                at = next(at for at, entry in enumerate(entries) if entry.history_date <= moment)
                written[at][part._meta.verbose_name_plural, kind] += 1
    done = {"+": _("added"), "~": _("changed"), "-": _("deleted")}
    for entry, found in zip(entries, written, strict=True):
        entry.parts = [f"{capfirst(str(noun))}: {count} {done[kind]}" for (noun, kind), count in found.items()]


# What the history says of a decision on a package, before its words.
SUBMITTED, APPROVED, APPROVED_ALONE, SENT_BACK = (
    gettext_lazy("submitted"),
    gettext_lazy("approved"),
    gettext_lazy("approved alone"),
    gettext_lazy("sent back"),
)


@cache
def _words() -> dict[str, Any]:
    """What our reasons are called in any language."""
    known: dict[str, Any] = {}
    for said in (*(step.reason for step in STEPS), *SAID, SUBMITTED, APPROVED, APPROVED_ALONE, SENT_BACK):
        for language, _label in settings.LANGUAGES:
            with translation.override(language):
                known[str(said)] = said
    return known


def reason_in_words(reason: str | None) -> str:
    """A reason in the language of the reader: it is stored in that of whoever gave it."""
    # Before it may stand the number of the changeset.
    return ": ".join(str(_words().get(part, part)) for part in (reason or "").split(": ", 2))
