"""What there is of a place: what was signed with it and what it took the place of, what runs there, who held office."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from articles.models import load_sources
from partnerships.filters.agreements import agreed_in
from partnerships.filters.places import within
from partnerships.models import Agreement, Area, AreaName, AreaSuccession, Clause, Deployment, Observation, Position
from partnerships.models.area_tree import places
from partnerships.website.charts.outlines import Outline, borders, outline
from partnerships.website.charts.timeline import Timeline
from partnerships.website.counts import Standing, by_area

from .commitments import DUE, PROMISED, grouped, how_far, promised_apart
from .first import First, first
from .list_rows import draw, with_parties

# The page of a large province shows the first of each kind, says of how many, and leads on.
SHOWN = 20


@dataclass(frozen=True, slots=True)
class Shape:
    """Where a place lies in the country: `province` draws it or the province around it."""

    country: Outline
    province: Outline
    zoom: "Zoom | None"


# How large the part of the map around a merged province is drawn, and how far from its edge.
WIDE, HIGH, EDGE = 336, 300, 16


@dataclass(frozen=True, slots=True)
class Zoom:
    """The provinces that one of today was made of, within its borders: each with its outline and where its name stands;
    `around` draws their neighbours. `transform` brings outlines into the drawing."""

    transform: str
    around: str
    parts: Sequence[tuple[Area, Outline, int, int]]
    wide: int = WIDE
    high: int = HIGH


def zoomed(areas: Sequence[Area]) -> Zoom | None:
    """None for a province that was not made of several."""
    if len(areas) < 2:
        return None
    members = frozenset(area.slug for area in areas)
    left, top, right, bottom = outline(members).box
    scale = min((WIDE - 2 * EDGE) / (right - left), (HIGH - 2 * EDGE) / (bottom - top))
    x, y = ((size - scale * (low + high)) / 2 for size, low, high in ((WIDE, left, right), (HIGH, top, bottom)))
    near = (outline(frozenset({slug})) for slug in sorted(borders().provinces - members))

    def seen(one: Outline) -> bool:
        west, north, east, south = one.box
        return east * scale + x > 0 and west * scale + x < WIDE and south * scale + y > 0 and north * scale + y < HIGH

    shapes = [(area, outline(frozenset({area.slug}))) for area in areas]
    return Zoom(
        f"translate({x:.1f} {y:.1f}) scale({scale:.4f})",
        "".join(each.path for each in near if seen(each)),
        [(area, each, round(each.x * scale + x), round(each.y * scale + y)) for area, each in shapes],
    )


def shape(area: Area) -> Shape | None:
    """None for what is no part of a province on the map."""
    tree = places()
    if (around := tree.province_of(area)) is None:
        return None
    drawn = borders().provinces
    members = [place for pk in sorted(tree.within(around.pk)) if (place := tree.by_pk[pk]).slug in drawn]
    if not members:
        return None
    return Shape(outline(drawn), outline(frozenset(place.slug for place in members)), zoomed(members))


@dataclass(frozen=True, slots=True)
class Agreed:
    """The first agreements of a place with the axis of their bars, and how many there are."""

    first: First
    timeline: Timeline | None


def agreed(agreements: Any, area: Area) -> Agreed:
    found = first(agreements.with_readings(), SHOWN, "agreements", province=area.slug)
    return Agreed(found, draw(with_parties(found.rows)))


def of_place(area: Area) -> dict[str, Any]:
    agreements = Agreement.objects.public().filter(pk__in=agreed_in([area]))
    clauses = Clause.objects.public().filter(agreement__in=agreements.order_by().values("pk"))
    due = clauses.in_states(*DUE).by_state().with_obligors()
    there = within([area], "area") | within([area], "partner__area")
    successions = AreaSuccession.objects.public().select_related("predecessor", "successor")
    deployments, observations = (model.objects.public().with_subject() for model in (Deployment, Observation))
    positions = Position.objects.public().select_related("person", "partner")
    here = {"province": area.slug}
    found = {
        "due": first(due, SHOWN, "commitments", **here, state=DUE),
        "deployments": first(deployments.filter(there), SHOWN, "api:deployments-list", **here),
        "observations": first(observations.filter(there), SHOWN, "api:observations-list", **here),
        "positions": first(positions.filter(within([area], "partner__area")), SHOWN, "api:positions-list", **here),
    }
    names = list(AreaName.objects.public().filter(area=area))
    before, after = list(successions.filter(successor=area)), list(successions.filter(predecessor=area))
    load_sources(names, before, after, *(each.rows for each in found.values()))
    return {
        **found,
        "place": places().then_and_now(area.pk),
        "names": names,
        "before": before,
        "after": after,
        "parts": first(Area.objects.public().filter(parent=area), SHOWN, "areas", within=area.slug),
        "standing": by_area().get(area.slug, Standing()),
        "due_counts": promised_apart(due.order_by()),
        "promised": PROMISED,
        "agreed": agreed(agreements, area),
        "how_far": how_far(clauses),
        "points": grouped(found["due"].rows),
        "shape": shape(area),
        "borders": borders(),
    }
