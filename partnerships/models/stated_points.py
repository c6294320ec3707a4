"""How many points an article says an agreement has, against the areas of cooperation recorded of it."""

from typing import Any

from django.db import models
from django.db.models import F, OuterRef, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from records.checks import Check, Severity, said_and_recorded

from .clauses import Clause


def points_differ() -> Check:
    return Check(
        "points-differ",
        Severity.WARNING,
        _differing,
        _("An article says another number of points than there are areas of cooperation: look at the clauses."),
        figures=lambda rows: {
            row.pk: said_and_recorded(row.stated_points, row.points)
            for row in _differing(type(rows[0]).objects.filter(pk__in=[each.pk for each in rows]))
        },
    )


def _differing(rows: models.QuerySet) -> Any:
    areas = Clause.objects.filter(agreement=OuterRef("pk"), kind=Clause.Kind.AREA).order_by().values("agreement")
    points = Coalesce(models.Subquery(areas.annotate(n=models.Count("pk")).values("n")), Value(0))
    return rows.annotate(points=points).exclude(stated_points=None).exclude(stated_points=F("points"))
