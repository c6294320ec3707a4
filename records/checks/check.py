"""How a check is declared, and those that several models ask."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from records import dates


class Severity(models.TextChoices):
    """What a broken check means: nobody may write it; nobody may publish it; somebody should look at it."""

    ERROR = "error", _("contradiction")
    PUBLICATION = "publication", _("not fit for publication")
    WARNING = "warning", _("to be looked at")


# Which other records rows are about that break a check, by the primary key of each row.
Named = Callable[[Sequence[Any]], Mapping[int, Iterable[Any]]]


def of_each(named: Callable[[Any], Iterable[Any]], *loaded: str) -> Named:
    """For a check that is asked about one row after the other; the links `loaded` are read for all of them at once."""

    def told(rows: Sequence[Any]) -> Mapping[int, Iterable[Any]]:
        models.prefetch_related_objects([*rows], *loaded)
        return {row.pk: named(row) for row in rows}

    return told


def among(model: Any, others: Mapping[int, Iterable[int]]) -> dict[int, list[Any]]:
    """For a check that finds, for many rows at once, the keys of `others` of their table."""
    found = model._default_manager.in_bulk({key for keys in others.values() for key in keys})
    return {pk: [found[key] for key in sorted(keys)] for pk, keys in others.items()}


def said_and_recorded(said: Any, recorded: int) -> str:
    return gettext("(said: %(said)s; recorded: %(recorded)s)") % {"said": said, "recorded": recorded}


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that should hold of the rows of a model.

    `name` is unique among the checks of its model, in small letters with dashes. `broken` narrows rows of the model to
    those that break it. `sentence` is translated lazily, says what to do, and fits a record and a part of one alike.
    `named` tells which other records it is about, of rows that break it: doors link to them. `column` is the one to
    blame for an error, where a row is written in columns. `reads` are the fields of other records that it looks at, by
    the way to them: who changes one is asked. `hides` says that it is about what readers do not see, which is asked
    before a withdrawal, whatever the severity. `figures` are said after the sentence, of rows that break it.
    `same` says that the records it names may be one with the row; `typed` finds such by what is `typed_into` the fields
    of a form (`records.checks.same`).

    Of publication, all published rows are asked and those about to be; of a warning, all but withdrawn ones.
    """

    name: str
    severity: Severity
    broken: Callable[[models.QuerySet], models.QuerySet] = field(compare=False)
    sentence: Any = field(compare=False)
    named: Named = field(compare=False, default=lambda rows: {})
    column: str = field(compare=False, default="")
    reads: tuple[str, ...] = field(compare=False, default=())
    hides: bool = field(compare=False, default=False)
    same: bool = field(compare=False, default=False)
    typed: Any = field(compare=False, default=None)
    typed_into: tuple[str, ...] = field(compare=False, default=())
    figures: Callable[[Sequence[Any]], Mapping[int, str]] = field(compare=False, default=lambda rows: {})


# What several models ask


def wholly_before(earlier: str, later: str) -> Q:
    """No day that the date at the path `later` may mean is as early as any that the one at `earlier` may mean."""
    return Q(**{f"{earlier}_latest__lt": F(f"{later}_earliest")})


def in_order(name: str, first: str, then: str, sentence: Any) -> Check:
    return Check(name, Severity.WARNING, lambda rows: rows.filter(wholly_before(then, first)), sentence)


def not_ahead(sentence: Any, *names: str, among: Q | None = None) -> Check:
    """A warning about rows of which one of the dates `names`, which tell what has been, is still to come.

    Only those count that `among` is true of.
    """

    def broken(rows: models.QuerySet) -> models.QuerySet:
        ahead = (Q(**{f"{name}_earliest__gt": dates.today()}) for name in names)
        return rows.filter(reduce(or_, ahead), among or Q())

    return Check(f"{names[0].replace('_', '-')}-in-future", Severity.WARNING, broken, sentence)


def no_circle(name: str, source: str, target: str, sentence: Any, **among: Any) -> Check:
    """An error of rows whose link from `source` to `target` leads back to where it began; see `on_cycle`."""
    return Check(name, Severity.ERROR, lambda rows: on_cycle(rows, source, target, **among), sentence, column=target)


def on_cycle(rows: models.QuerySet, source: str, target: str, **among: Any) -> models.QuerySet:
    """Those of `rows` whose link from `source` to `target` (names of columns) is part of a circle of such links.

    Only links count that `among` is true of; only what the rows lead to is read, a query a step.
    """
    model: Any = rows.model
    links = model._default_manager.filter(**among, **{f"{target}__isnull": False}).order_by()
    ahead: dict[int, set[int]] = defaultdict(set)
    starts = {pk: (here, there) for pk, here, there in links.filter(pk__in=rows).values_list("pk", source, target)}
    step = {here for here, _there in starts.values()}
    while step:
        found = links.filter(**{f"{source}__in": step}).values_list(source, target)
        for here, there in found:
            ahead[here].add(there)
        step = {there for here in step for there in ahead.get(here, ())} - ahead.keys() - step
    return rows.filter(pk__in=[pk for pk, (here, there) in starts.items() if _leads(ahead, there, here)])


def _leads(ahead: dict[int, set[int]], start: int, end: int) -> bool:
    seen: set[int] = set()
    step = {start}
    while step and end not in step:
        seen |= step
        step = {there for here in step for there in ahead.get(here, ())} - seen
    return end in step
