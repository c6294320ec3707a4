"""The points of all agreements by how far they have come: what was promised, what was hoped for and what is told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from partnerships.models import Clause

# What nobody promised stands apart; it is told by a heading of its own.
APART: dict[str, Any] = {
    Clause.Kind.WISH: _("Hoped for, not promised"),
    Clause.Kind.REPORTED_DEED: _("Told of as done, not as promised"),
}


@dataclass(frozen=True, slots=True)
class Points:
    """Points that stand together; `apart` is what they are where nobody promised them."""

    state: Clause.State
    apart: Any
    clauses: Sequence[Clause]


def grouped(clauses: Iterable[Clause]) -> list[Points]:
    """The clauses (`with_obligors`) that stand together."""
    alike = groupby(clauses, key=lambda clause: (clause.state, APART.get(clause.kind, "")))
    return [Points(state, apart, list(group)) for (state, apart), group in alike]


@dataclass(frozen=True, slots=True)
class HowFar:
    """How many points were promised, by state, how many were only hoped for and how many are only told of as done."""

    states: Sequence[tuple[Clause.State, int]]
    hoped: int
    told: int


def how_far(clauses: Any) -> HowFar:
    """Of `clauses`, in one query."""
    states, kinds = Counter[str](), Counter[str]()
    for kind, state, n in clauses.values_list("kind", Clause.how_far()).annotate(n=Count("pk")):
        kinds[kind] += n
        if kind in Clause.PROMISED:
            states[state] += n
    told = [(state, states[state]) for state in Clause.State if states[state]]
    return HowFar(told, kinds[Clause.Kind.WISH], kinds[Clause.Kind.REPORTED_DEED])
