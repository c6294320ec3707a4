"""What the history page of a record says of each of its versions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from simple_history.template_utils import HistoricalRecordContextHelper

from records.forms import labels_of


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
    next_version = record.history.filter(history_id__gt=entries[0].history_id).order_by("history_id").first()
    for entry in entries:
        entry.link_changes = []
    for link in record._meta.many_to_many:
        rows = link.remote_field.through.history.filter(
            **{f"{link.m2m_field_name()}_id": record.pk},
            history_type__in="+-",
            history_date__gte=entries[-1].history_date,
        )
        if next_version:
            rows = rows.filter(history_date__lt=next_version.history_date)
        linked = f"{link.m2m_reverse_field_name()}_id"
        changed = [*rows.order_by("history_id").values_list("history_date", "history_type", linked)]
        labels = labels_of(link.related_model, {str(pk) for _date, _type, pk in changed})
        found: dict[int, LinkChange] = defaultdict(lambda: LinkChange(link.verbose_name))  # noqa: B023 -- read at once
        for moment, kind, pk in changed:
            at = next(at for at, entry in enumerate(entries) if entry.history_date <= moment)
            (found[at].come if kind == "+" else found[at].gone).append(labels.get(str(pk), f"({pk})"))
        for at, change in found.items():
            entries[at].link_changes.append(change)
