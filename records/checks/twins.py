"""Rows that share what only one should have."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.db import models
from django.db.models import Count

from .check import Check, Severity


def twins(name: str, sentence: Any, column: str) -> Check:
    """A warning about rows that share what the text `column` holds with others."""

    def broken(rows: models.QuerySet) -> models.QuerySet:
        held = rows.model._default_manager.order_by().exclude(**{column: ""}).values(column)
        return rows.filter(**{f"{column}__in": held.annotate(n=Count("pk")).filter(n__gt=1).values(column)})

    def others(rows: Sequence[Any]) -> dict[int, list[Any]]:
        sharing = defaultdict[str, list[Any]](list)
        held = {getattr(row, column) for row in rows}
        for other in type(rows[0])._default_manager.filter(**{f"{column}__in": held}).order_by("pk"):
            sharing[getattr(other, column)].append(other)
        return {row.pk: [other for other in sharing[getattr(row, column)] if other != row] for row in rows}

    return Check(name, Severity.WARNING, broken, sentence, others)
