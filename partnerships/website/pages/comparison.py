"""Agreements side by side, topic by topic: what is told of each, and what of one and not of the other."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.db.models import TextChoices, Window
from django.db.models.functions import RowNumber
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partnerships.models import Agreement, Clause, Party, Topic
from records import text
from records.spoken import called, either, together

from .agreement import SIDES
from .claims import recorded_points
from .sentences import named, names

FEWEST, MOST = 2, 4
# More clauses than these of one agreement fill no page that anybody compares.
MOST_CLAUSES = 200
# What is left over of an agreement is nothing that another could have as well.
LEFT_OVER = "hop-tac-khac"


def comparable(topic: Topic | None) -> bool:
    """Whether a clause on it may go on with one of another agreement: of those on no topic nobody can say so."""
    return topic is not None and topic.slug != LEFT_OVER


class Change(TextChoices):
    """How a topic stands in an agreement, seen from the one before it."""

    ADDED = "added", gettext_lazy("not mentioned before")
    KEPT = "kept", gettext_lazy("in both")
    DROPPED = "dropped", gettext_lazy("not mentioned any more")
    FIRST = "first", ""
    ABSENT = "absent", ""


@dataclass(frozen=True, slots=True)
class Compared:
    """One of the agreements: `short` tells it from the others in a narrow place."""

    agreement: Agreement
    short: str
    clauses: Sequence[Clause]

    @property
    def recorded_points(self) -> int:
        return recorded_points(self.clauses)


@dataclass(frozen=True, slots=True)
class Cell:
    compared: Compared
    clauses: Sequence[Clause]
    change: Change


@dataclass(frozen=True, slots=True)
class OnTopic:
    """A topic over all agreements; `topic` is None for the clauses that have none."""

    topic: Topic | None
    cells: Sequence[Cell]

    @property
    def told(self) -> list[Compared]:
        return [cell.compared for cell in self.cells if cell.clauses]

    @property
    def heading(self) -> str:
        """Of which agreements it is told."""
        if not comparable(self.topic):
            return _("On no topic of the register")
        if len(self.told) == 1:
            return together(_("Only in %(agreement)s") % {"agreement": "{}"}, self.told[0].short)
        return _("In all of them") if len(self.told) == len(self.cells) else _("In some of them")


@dataclass(frozen=True, slots=True)
class Step:
    """From one agreement to the next: the topics it added, kept and dropped."""

    earlier: Compared
    later: Compared
    added: Sequence[Topic]
    kept: Sequence[Topic]
    dropped: Sequence[Topic]


@dataclass(frozen=True, slots=True)
class Comparison:
    agreements: Sequence[Compared]
    # The label of each side that anybody is on, and who is on it, by agreement.
    sides: Sequence[tuple[str, Sequence[str]]]
    topics: Sequence[OnTopic]
    steps: Sequence[Step]

    @property
    def states(self) -> list[Clause.State]:
        """How far their clauses have come: the signs that stand before them."""
        found = {clause.state for each in self.agreements for clause in each.clauses}
        return [state for state in Clause.State if state in found]

    @property
    def groups(self) -> list[tuple[str, list[OnTopic]]]:
        """The topics that are told of all of them first; last what is on none, or on whatever else."""
        found: dict[str, list[OnTopic]] = defaultdict(list)
        for row in sorted(self.topics, key=lambda row: (not comparable(row.topic), not row.topic, -len(row.told))):
            found[row.heading].append(row)
        return list(found.items())


def compare(agreements: Iterable[Agreement]) -> Comparison:
    """Compare public agreements, loaded `with_related`, in the order of their signing."""
    ordered = sorted(agreements, key=lambda each: (each.sort_date, each.pk))
    told = _clauses(ordered)
    short = _short_names(ordered)
    compared = [Compared(each, name, told[each.pk]) for each, name in zip(ordered, short, strict=True)]
    sides = [(str(side.label), [_named(each, side) for each in ordered]) for side in SIDES]
    rows = [_row(topic, compared) for topic in _topics(compared)]
    steps = [_step(rows, at, *pair) for at, pair in enumerate(pairwise(compared), start=1)]
    return Comparison(compared, [side for side in sides if any(side[1])], rows, steps)


def _clauses(agreements: Sequence[Agreement]) -> dict[int, list[Clause]]:
    found: dict[int, list[Clause]] = defaultdict(list)
    public = Clause.objects.public().agreed().with_state().with_topics().filter(agreement__in=agreements)
    of_each = Window(RowNumber(), partition_by="agreement", order_by=("number", "pk"))
    for clause in public.annotate(place=of_each).filter(place__lte=MOST_CLAUSES):
        found[clause.agreement_id].append(clause)
    return found


def _named(agreement: Agreement, side: str) -> str:
    return names(named(party) for party in agreement.parties.all() if party.side == side)


def _short_names(agreements: Sequence[Agreement]) -> list[str]:
    """`Nghệ An 2020`: where, and the year it is listed under; whole titles if these do not tell them apart."""
    short = [
        together(f"{{}} {each.sort_date.year}", _where(each)) if each.sort_date.year > 1 else _where(each)
        for each in agreements
    ]
    return short if len(set(short)) == len(short) else [called(each) for each in agreements]


def _where(agreement: Agreement) -> str:
    for party in agreement.parties.all():
        if party.side != Party.Side.PROVIDER:
            partner = party.partner
            committee = partner.area and partner.kind == partner.Kind.PEOPLES_COMMITTEE
            return either(partner.area.name) if committee else called(partner)
    return called(agreement)


def _topics(compared: Iterable[Compared]) -> list[Topic | None]:
    clauses = [clause for each in compared for clause in each.clauses]
    found = {topic.pk: topic for clause in clauses for topic in clause.topics.all()}
    ordered: list[Any] = sorted(found.values(), key=lambda topic: text.sort_key(str(topic)))
    return [*ordered, None] if any(not clause.topics.all() for clause in clauses) else ordered


def _row(topic: Topic | None, compared: Iterable[Compared]) -> OnTopic:
    cells: list[Cell] = []
    for each in compared:
        on_it = [
            clause for clause in each.clauses if (topic in clause.topics.all() if topic else not clause.topics.all())
        ]
        before = bool(cells and cells[-1].clauses)
        if not cells:
            change = Change.FIRST
        elif on_it:
            change = Change.KEPT if before else Change.ADDED
        else:
            change = Change.DROPPED if before else Change.ABSENT
        cells.append(Cell(each, on_it, change if comparable(topic) else Change.FIRST))
    return OnTopic(topic, cells)


def _step(rows: Iterable[OnTopic], at: int, earlier: Compared, later: Compared) -> Step:
    found: dict[Change, list[Topic]] = defaultdict(list)
    for row in rows:
        if row.topic and comparable(row.topic):
            found[row.cells[at].change].append(row.topic)
    return Step(earlier, later, found[Change.ADDED], found[Change.KEPT], found[Change.DROPPED])
