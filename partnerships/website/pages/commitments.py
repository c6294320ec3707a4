"""The points of all agreements by how far they have come: what was promised, what was hoped for and what is told."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, QuerySet
from django.utils.translation import gettext_lazy as _

from partnerships.models import Clause

DUE = (Clause.State.OVERDUE.value, Clause.State.DUE_SOON.value)
# The query that lists what was promised.
PROMISED = urlencode({"kind": Clause.PROMISED}, doseq=True)
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


def promised_apart(clauses: Any) -> dict[str, int]:
    """How many were promised, of how many of these it is not certain that they have come so far, and how many more
    were not promised."""
    return clauses.aggregate(
        count=Count("pk", filter=Clause.agreed_q()),
        unsure=Count("pk", filter=Clause.agreed_q() & Clause.state_unsure_q()),
        hoped=Count("pk", filter=~Clause.agreed_q()),
    )


@dataclass(frozen=True, slots=True)
class InState:
    """How many points have come as far as `state`, and of how many of them that is not certain."""

    state: Clause.State
    count: int
    unsure: int


@dataclass(frozen=True, slots=True)
class HowFar:
    """How many points were promised, by state, how many were only hoped for and how many are only told of as done."""

    states: Sequence[InState]
    hoped: int
    told: int

    @property
    def all(self) -> int:
        return sum(each.count for each in self.states)

    @property
    def stacked(self) -> list[tuple[InState, int]]:
        """Each state behind how many of those before it: the parts of one bar."""
        before = accumulate((each.count for each in self.states), initial=0)
        return list(zip(self.states, before, strict=False))


def how_far(clauses: Any) -> HowFar:
    """Of `clauses`, in one query; in none where they are read already."""
    counts, unsure, kinds = Counter[str](), Counter[str](), Counter[str]()
    if isinstance(clauses, QuerySet):
        counted = {"n": Count("pk"), "unsure": Count("pk", filter=Clause.state_unsure_q())}
        alike = clauses.order_by().values_list("kind", Clause.how_far()).annotate(**counted)
    else:
        alike = [(clause.kind, clause.state, 1, clause.state_unsure) for clause in clauses]
    for kind, state, n, doubted in alike:
        kinds[kind] += n
        if kind in Clause.PROMISED:
            counts[state] += n
            unsure[state] += doubted
    states = [InState(state, counts[state], unsure[state]) for state in Clause.State if counts[state]]
    return HowFar(states, kinds[Clause.Kind.WISH], kinds[Clause.Kind.REPORTED_DEED])
