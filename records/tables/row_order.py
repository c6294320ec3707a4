"""The order of rows in a file that leaves."""

from __future__ import annotations

from typing import Any

from records.models import Traced


def export_order(model: type[Traced]) -> tuple[str, ...]:
    """By slug, or by that of what a row is part of and then as entered: read again, it stays the same."""
    first: Any = model._meta.get_field(model.key_fields[0])
    return (f"{first.name}__slug", "pk") if first.is_relation else (first.name,)
