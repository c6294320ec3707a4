"""How a check is declared."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class Severity(models.TextChoices):
    """What a broken check means: nobody may write it; nobody may publish it; somebody should look at it."""

    ERROR = "error", _("contradiction")
    PUBLICATION = "publication", _("not fit for publication")
    WARNING = "warning", _("to be looked at")


def _nothing(row: Any) -> Iterable[Any]:
    return ()


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that should hold of the rows of a model.

    `name` is unique among the checks of its model, in small letters with dashes. `broken` narrows rows of the model to
    those that break it. `sentence` is translated lazily, says what to do, and fits a record and a part of one alike.
    `named` tells which other records it is about, for one row that breaks it: doors show few rows at a time and link to
    what is named.

    Of publication, all published rows are asked and those about to be; of a warning, all but withdrawn ones.
    """

    name: str
    severity: Severity
    broken: Callable[[models.QuerySet], models.QuerySet] = field(compare=False)
    sentence: Any = field(compare=False)
    named: Callable[[Any], Iterable[Any]] = field(compare=False, default=_nothing)
