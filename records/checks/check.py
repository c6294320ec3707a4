"""How a check is declared."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


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
