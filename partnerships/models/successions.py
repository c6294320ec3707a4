"""What partners and areas share when one is continued by another."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from records.checks import Check, no_circle, not_ahead
from records.constraints import known_date, once
from records.fields import EDTFField, bounds


class Continuing(models.Model):
    """From `predecessor` to `successor`, foreign keys of the model, each pair once; a fact with a status of its own.

    `kind` is of the model too, and those of `WHOLE` end the predecessor.
    """

    key_fields = ("predecessor", "successor")
    public_parents = ("predecessor", "successor")
    column_names = ("predecessor", "successor", "status", "kind", "date", "date_earliest", "date_latest")
    WHOLE: ClassVar[tuple[str, ...]] = ()

    date = EDTFField(_("date"))
    date_earliest, date_latest = bounds("date")

    class Meta:
        abstract = True
        ordering = (models.F("date_latest").desc(nulls_last=True), "id")
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            known_date("date"),
            once("predecessor", "successor", sentence=_("This succession is already recorded.")),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.pk})"  # type: ignore[attr-defined]

    @classmethod
    def checks(cls) -> tuple[Check, ...]:
        """Beside those of the model: what ended in others does not come out of them again."""
        sentence = _("It succeeds itself, by way of others: correct one of these successions.")
        return (
            *super().checks(),
            no_circle("circle", "predecessor", "successor", sentence, kind__in=cls.WHOLE),
            not_ahead(_("The day lies in the future: write only what has come to pass, or look at it again."), "date"),
        )
