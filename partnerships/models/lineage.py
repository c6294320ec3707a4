"""A partner with those it came from and those that act for it."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef, Q, TextChoices
from django.utils.translation import gettext_lazy as _

from articles.models import unsure_q

from .partners import Partner, Succession

# How many steps back or down are gone, and how many partners taken along at each; each step is a query.
LONGEST, MOST = 4, 200


class Tie(TextChoices):
    ITSELF = "itself", ""
    UNIT = "unit", _("its unit")
    BELOW = "below", _("a body below it")
    PREDECESSOR = "predecessor", _("its predecessor")


def lineage(partner: Partner, *, certainly: bool = False) -> dict[int, Tie]:
    """The partner, its units and its predecessors, with theirs, by primary key; the way leads through public ones.

    `certainly`: by no succession that is inferred or disputed.
    """
    successions = Succession.objects.public()
    if certainly:
        successions = successions.exclude(unsure_q())
    below = Tie.UNIT if partner.is_business else Tie.BELOW
    found = {partner.pk: Tie.ITSELF}
    added = {partner.pk}
    for _step in range(LONGEST):
        line = [pk for pk in added if found[pk] != below]  # what came before a unit is no predecessor of the partner
        rows = {pk: Tie.PREDECESSOR if before else below for pk, before in _near(successions, added, line, found)}
        if not rows:
            break
        found |= rows
        added = set(rows)
    return found


def _near(successions: Any, added: Iterable[int], line: Iterable[int], found: Iterable[int]) -> Any:
    before = successions.filter(successor__in=added).values("predecessor")
    near = Partner.objects.public().filter(Q(parent__in=added) | Q(pk__in=before)).exclude(pk__in=found)
    of_line = Exists(successions.filter(successor__in=line, predecessor=OuterRef("pk")))
    # What was merged into what it had been a unit of is a unit all the same.
    return near.annotate(of_line=of_line & ~Q(parent__in=added)).order_by("pk").values_list("pk", "of_line")[:MOST]
