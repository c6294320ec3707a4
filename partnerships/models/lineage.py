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


class Lineage(dict[int, Tie]):
    """By primary key, what each is to the partner; to the `certain` ones no inferred or disputed succession led."""

    def __init__(self, partner: Partner) -> None:
        super().__init__({partner.pk: Tie.ITSELF})
        self.certain = {partner.pk}


def lineage(partner: Partner) -> Lineage:
    """The partner, its units and its predecessors, with theirs, by primary key; the way leads through public ones."""
    below = Tie.UNIT if partner.is_business else Tie.BELOW
    found = Lineage(partner)
    added = {partner.pk}
    for _step in range(LONGEST):
        line = [pk for pk in added if found[pk] != below]  # what came before a unit is no predecessor of the partner
        rows = list(_near(added, line, found))
        if not rows:
            break
        for pk, before, _certain in rows:
            found.setdefault(pk, Tie.PREDECESSOR if before else below)
        found.certain.update(pk for pk, _before, certain in rows if certain)
        added = {pk for pk, *_how in rows}
    return found


def _near(added: Iterable[int], line: Iterable[int], found: Lineage) -> Any:
    successions = Succession.objects.public()
    before = successions.filter(successor__in=added).values("predecessor")
    near = Partner.objects.public().filter(Q(parent__in=added) | Q(pk__in=before)).exclude(pk__in=found.certain)
    of_line = Exists(successions.filter(successor__in=line, predecessor=OuterRef("pk")))
    stated = successions.exclude(unsure_q()).filter(successor__in=found.certain, predecessor=OuterRef("pk"))
    # What was merged into what it had been a unit of is a unit all the same.
    told = near.annotate(of_line=of_line & ~Q(parent__in=added), certain=Exists(stated) | Q(parent__in=found.certain))
    # What a doubtful way has led to is found once more by a certain one.
    return told.filter(~Q(pk__in=found) | Q(certain=True)).order_by("pk").values_list("pk", "of_line", "certain")[:MOST]
