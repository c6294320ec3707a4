"""How sure a fact is, why it is not simply stated, and how sure whatever follows from several is."""

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from records.constraints import rule
from records.dates import UncertainDate
from records.fields import unmarked


class Certainty(models.TextChoices):
    STATED = "stated", _("stated")
    INFERRED = "inferred", _("inferred")
    DISPUTED = "disputed", _("disputed")


class Reason(models.TextChoices):
    """Why a fact is not simply stated: terms, so that readers of either language can read why."""

    YEAR_NOT_PRINTED = "year_not_printed", _("the year is not printed")
    DATE_NOT_PRINTED = "date_not_printed", _("the date is not printed")
    FROM_PERIOD = "from_period", _("inferred from the period")
    SOURCES_DISAGREE = "sources_disagree", _("the passages disagree")
    WORDING_AMBIGUOUS = "wording_ambiguous", _("the wording can be read in two ways")
    NAME_AMBIGUOUS = "name_ambiguous", _("the printed name may mean several")
    INSTRUMENT_NOT_NAMED = "instrument_not_named", _("no passage names the instrument")
    ROLE_NOT_SAID = "role_not_said", _("the part played is not said")
    ACTOR_NOT_SAID = "actor_not_said", _("who does it is not said")
    EXTENT_NOT_SAID = "extent_not_said", _("how far it reaches is not said")
    RELATION_NOT_SAID = "relation_not_said", _("how the two relate is not said")
    TOLD_OF_SERIES = "told_of_series", _("told of a whole series, not of this one")
    NO_FIGURE = "no_figure", _("an amount in words, no figure")
    FROM_CONTEXT = "from_context", _("inferred from the context")


# What is uncertain for one of these is a date of the fact and nothing else of it.
OF_DATES = {Reason.YEAR_NOT_PRINTED, Reason.DATE_NOT_PRINTED, Reason.FROM_PERIOD}


def explained() -> models.CheckConstraint:
    return rule(
        "explained",
        Q(certainty=Certainty.STATED) | ~Q(reason="") | ~Q(note=""),
        _("What is inferred or disputed needs a reason, or a note that says why."),
    )


_LEAST_FIRST = (Certainty.DISPUTED, Certainty.INFERRED, Certainty.STATED)


def certainty_of(*parts: Any) -> Certainty:
    """How sure a statement is that follows from all of `parts`: as sure as the least certain of them.

    They are facts, or what a list has read of one, dates and certainties. A doubt that does not touch the statement is
    none of it: it says no date of the facts.
    """
    return min(map(_certainty, parts), key=_LEAST_FIRST.index, default=Certainty.STATED)


def unsure_q(path: str = "", dated: str = "") -> Q:
    """The condition of facts for which `certainty_of` is not "stated"; `dated`: the date that is said of them."""
    if dated:
        return ~Q(**{f"{path}certainty": Certainty.STATED}) | ~unmarked(f"{path}{dated}")
    return ~Q(**{f"{path}certainty": Certainty.STATED}) & ~Q(**{f"{path}reason__in": OF_DATES})


def surest(ways: Iterable[Certainty]) -> Certainty:
    return max(ways, key=_LEAST_FIRST.index)


def _certainty(part: Any) -> Certainty:
    if isinstance(part, UncertainDate):
        return Certainty.STATED if part.certain else Certainty.INFERRED
    if isinstance(part, Certainty):
        return part
    return Certainty.STATED if part.reason in OF_DATES else Certainty(part.certainty)
