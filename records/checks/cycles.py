"""Links that lead back to where they began."""

from collections import defaultdict
from typing import Any

from django.db import models

from .check import Check, Severity


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
