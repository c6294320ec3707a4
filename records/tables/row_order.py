"""The order of rows: in a file that leaves, and in which a file that comes back is taken."""

from __future__ import annotations

from collections.abc import Collection
from graphlib import CycleError, TopologicalSorter
from typing import Any

from records.models import Traced


def export_order(model: type[Traced]) -> tuple[str, ...]:
    """By slug, or by that of what a row is part of and then as entered: read again, it stays the same."""
    first: Any = model._meta.get_field(model.key_fields[0])
    return (f"{first.name}__slug", "pk") if first.is_relation else (first.name,)


def parents_first(model: type[Traced], dataset: Any, names: Collection[str]) -> list[int]:
    """The places of the rows, those that others of the file point to before those, as far as that can be.

    `names` are the columns among which to look for links to the table itself.
    """
    rows = list(dataset)
    as_typed = list(range(len(rows)))
    links = [
        dataset.headers.index(name)
        for name in names
        if name in dataset.headers and getattr(model._meta.get_field(name), "related_model", None) is model
    ]
    if not links or model.key_fields != ("slug",):
        return as_typed
    place = {slug: at for at, slug in enumerate(dataset["slug"])}
    needs = {at: {place[row[link]] for link in links if row[link] in place} for at, row in enumerate(rows)}
    try:
        return list(TopologicalSorter(needs).static_order())
    except CycleError:
        return as_typed  # told row by row
