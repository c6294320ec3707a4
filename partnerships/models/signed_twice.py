"""Agreements that may be one: of the same day and the same principals."""

from collections import defaultdict
from datetime import date
from typing import Any

from django.db import models
from django.db.models import F

from .parties import Party


def signed_twice(rows: models.QuerySet) -> dict[int, set[int]]:
    """Of those of `rows` signed on the same known day by the same principals as others, the primary keys of such."""
    exact = rows.model._default_manager.filter(signed_earliest=F("signed_latest"), merged_into=None)
    days = exact.filter(pk__in=rows.values("pk")).order_by().values("signed_earliest")
    principals = Party.objects.filter(role=Party.Role.PRINCIPAL, agreement__in=exact.filter(signed_earliest__in=days))
    who: dict[int, set[int]] = defaultdict(set)
    when: dict[int, date] = {}
    for pk, day, partner in principals.values_list("agreement", "agreement__signed_earliest", "partner").order_by():
        when[pk] = day
        who[pk].add(partner)
    groups: dict[Any, set[int]] = defaultdict(set)
    for pk, partners in who.items():
        if len(partners) > 1:
            groups[when[pk], frozenset(partners)].add(pk)
    return {pk: keys - {pk} for keys in groups.values() if len(keys) > 1 for pk in keys}
