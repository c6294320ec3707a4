"""Agreements that may be one: of the same day and the same principals."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from records import dates
from records.checks import Check
from records.checks.same import same

from .parties import Party


def signed_twice() -> Check:
    sentence = _("Another agreement of the same day has the same principals: are they one?")
    return same("signed-twice", sentence, _others, _typed, "signed", "partner")


def _principals(rows: models.QuerySet) -> dict[int, tuple[date, frozenset[int]]]:
    """Of those of `rows` of a known day and of more than one principal, that day and those."""
    exact = rows.filter(signed_earliest=F("signed_latest"), merged_into=None)
    who: dict[int, set[int]] = defaultdict(set)
    when: dict[int, date] = {}
    principals = Party.objects.filter(role=Party.Role.PRINCIPAL, agreement__in=exact).order_by()
    for pk, day, partner in principals.values_list("agreement", "agreement__signed_earliest", "partner"):
        when[pk] = day
        who[pk].add(partner)
    return {pk: (when[pk], frozenset(partners)) for pk, partners in who.items() if len(partners) > 1}


def _others(rows: models.QuerySet) -> dict[int, set[int]]:
    days = rows.order_by().values("signed_earliest")
    groups: dict[Any, set[int]] = defaultdict(set)
    for pk, said in _principals(rows.model._default_manager.filter(signed_earliest__in=days)).items():
        groups[said].add(pk)
    keys = {*rows.values_list("pk", flat=True)}
    return {pk: same - {pk} for same in groups.values() if len(same) > 1 for pk in same & keys}


def _typed(everyone: models.QuerySet, typed: Mapping[str, Sequence[str]]) -> list[int]:
    """Those signed on the day that is typed of which all principals are among the partners that are chosen."""
    try:
        day = dates.span(dates.read(typed["signed"][0]))
    except ValidationError:
        return []
    chosen = {int(key) for key in typed.get("partner", ()) if key.isdecimal()}
    found = _principals(everyone.filter(signed_earliest=day.earliest, signed_latest=day.latest))
    return [pk for pk, (_day, principals) in found.items() if principals <= chosen]
