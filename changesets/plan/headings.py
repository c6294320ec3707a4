"""The headings of a file against the columns of a table."""

from __future__ import annotations

import difflib
from collections.abc import Sequence

from django.utils.translation import gettext as _

from records.columns import importable
from records.models import TrackedModel

from .source import Fault


def heading_problems(model: type[TrackedModel], headings: Sequence[str]) -> list[Fault]:
    """Why a file with these headings is not taken; nothing if it is."""
    found = [Fault(1, heading, heading, said) for heading in headings if (said := _unknown(model, heading))]
    return found + [
        Fault(1, name, "", _("This column is missing: rows are found by it."))
        for name in model.key_fields
        if name not in headings
    ]


def _unknown(model: type[TrackedModel], heading: str) -> str:
    taken = [column.name for column in importable(model.columns())]
    if heading in taken:
        return ""
    if any(column.name == heading for column in model.columns()):
        return _("This column is not imported: it follows from others.")
    if any(field.name == heading for field in model._meta.concrete_fields):
        return _("This column is not imported: the register keeps it itself.")
    if near := difflib.get_close_matches(heading, taken, n=1):
        return _("There is no such column. Did you mean “%(near)s”?") % {"near": near[0]}
    return _("There is no such column. The columns are: %(listed)s.") % {"listed": ", ".join(taken)}
