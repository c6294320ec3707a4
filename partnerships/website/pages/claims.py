"""What articles claim in number beside what the register holds of the very same thing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, OuterRef, Subquery
from django.db.models.functions import Abs, Coalesce
from django.utils.translation import gettext as _

from articles.models import Certainty
from partnerships.models import Agreement, Area, Clause, Indicator, Observation, Party
from partnerships.models.claims import held
from records.spoken import called, together

# So many claims stand on one page, and so many bodies are named in one.
SHOWN, NAMED = 50, 30


@dataclass(frozen=True, slots=True)
class Claim:
    """A number that an article gives, and the public bodies that the register holds of what it counts.

    `held` are parties, one a body, with their partner and agreement; `how` says how they were counted.
    `more`: there may be others, which nobody looked at.
    """

    observation: Observation
    held: Sequence[Party]
    how: str
    more: bool = False

    @property
    def unsure(self) -> int:
        """Of how many bodies it is not certain that they belong here."""
        return sum(party.certainty_held != Certainty.STATED for party in self.held)

    @property
    def named(self) -> Sequence[Party]:
        return self.held[:NAMED]


@dataclass(frozen=True, slots=True)
class Points:
    """The points that an article says an agreement has, and the areas of cooperation recorded of it."""

    agreement: Agreement
    recorded: int


def recorded_points(clauses: Iterable[Clause]) -> int:
    return sum(clause.kind == Clause.Kind.AREA for clause in clauses)


def claims(observations: Iterable[Observation]) -> list[Claim]:
    """Hold the `counted` observations against the register: as many queries for fifty as for one."""
    asked = [*observations]
    return [
        Claim(each, parties, _how(each.indicator, each.area), more)
        for each, (parties, more) in zip(asked, held(asked), strict=True)
    ]


def _how(indicator: Indicator, area: Area | None) -> str:
    if indicator.counts == Indicator.Counts.DISTRICTS:
        inside = _("Public bodies of districts of %(area)s with a recorded agreement with %(provider)s.")
        anywhere = _("Public bodies of districts with a recorded agreement with %(provider)s.")
    else:
        inside = _("Public bodies of %(area)s with a recorded strategic cooperation with %(provider)s.")
        anywhere = _("Public bodies with a recorded strategic cooperation with %(provider)s.")
    pattern = (inside if area else anywhere) % {"provider": "{0}", "area": "{1}"}
    return together(pattern, *(called(each) if each else "" for each in (indicator.counterpart, area)))


def points_of(agreements: Any) -> list[Points]:
    """Those of `agreements` of which an article says how many points they have, those that differ most first."""
    areas = Clause.objects.public().filter(agreement=OuterRef("pk"), kind=Clause.Kind.AREA).order_by()
    counted = Subquery(areas.values("agreement").annotate(n=Count("pk")).values("n"))
    rows = agreements.filter(stated_points__isnull=False).annotate(recorded=Coalesce(counted, 0))
    differing = Abs(F("stated_points") - F("recorded")).desc()
    ordered = rows.order_by(differing, *rows.query.order_by, *(Agreement._meta.ordering or ()))
    return [Points(row, row.recorded) for row in ordered[:SHOWN]]


def of_articles(articles: Iterable[int]) -> Any:
    cited = Observation.cited(passage__article__in=articles)
    return Observation.objects.public().counted().filter(pk__in=cited)[:SHOWN]
