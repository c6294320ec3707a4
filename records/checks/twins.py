"""Rows that share what only one should have."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Count

from .check import Check, Severity


def twins(name: str, sentence: Any, column: str) -> Check:
    """A warning about rows that share what the text `column` holds with others."""

    def broken(rows: models.QuerySet) -> models.QuerySet:
        held = rows.model._default_manager.order_by().exclude(**{column: ""}).values(column)
        return rows.filter(**{f"{column}__in": held.annotate(n=Count("pk")).filter(n__gt=1).values(column)})

    def others(row: Any) -> models.QuerySet:
        return type(row)._default_manager.filter(**{column: getattr(row, column)}).exclude(pk=row.pk)

    return Check(name, Severity.WARNING, broken, sentence, others)
