"""Pairs of records that look like one and are two."""

from collections import defaultdict
from collections.abc import Collection
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class ToldApart(models.Model):
    """Two records of the table `table` that somebody looked at and found to be two; `first` is the lower number."""

    table = models.CharField(max_length=40)
    first = models.PositiveBigIntegerField()
    second = models.PositiveBigIntegerField(db_index=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        default_permissions = ()
        constraints = (
            models.UniqueConstraint(fields=("table", "first", "second"), name="told_apart_once"),
            models.CheckConstraint(condition=Q(first__lt=models.F("second")), name="told_apart_in_order"),
        )
        verbose_name = _("pair told apart")

    def __str__(self) -> str:
        return f"{self.table}: {self.first}, {self.second}"

    @classmethod
    def pair(cls, one: Any, other: Any) -> dict[str, Any]:
        """What finds the pair of two records."""
        first, second = sorted((one.pk, other.pk))
        return {"table": one.collection, "first": first, "second": second}

    @classmethod
    def others(cls, model: Any, keys: Collection[int], *known: models.QuerySet) -> dict[int, set[int]]:
        """Of the records `keys` of `model`, those that each is told apart from, or `known` to be another than."""
        found: dict[int, set[int]] = defaultdict(set)
        told = cls._default_manager.filter(table=model.collection).values_list("first", "second")
        for first, second in told.union(*known) if keys else ():
            found[first].add(second)
            found[second].add(first)
        return found
