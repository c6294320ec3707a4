"""What waits for approval, was sent back or approved, and every round of it."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from records.export.tables import tables_in_order
from records.models import PublishableModel, Status

from .imports import Import


class SubmissionQuerySet(models.QuerySet["Submission"]):
    def touching(self, table: str, row: int) -> Self:
        return self.filter(touched__table=table, touched__row=row)

    def waiting(self) -> Self:
        """What is to be approved or sent back; who edits the record of a package takes it out of review."""
        return self._standing(Submission.State.WAITING, Status.IN_REVIEW)

    def returned(self) -> Self:
        return self._standing(Submission.State.RETURNED, Status.DRAFT)

    def _standing(self, state: str, status: str) -> Self:
        standing = Q(changeset__state=Import.State.PLANNED)
        for model in tables_in_order():
            if issubclass(model, PublishableModel):
                rows = model._default_manager.filter(status=status).order_by()
                standing |= Q(changeset=None, table=model.collection, row__in=rows.values("pk"))
        return self.filter(standing, state=state)


class Submission(models.Model):
    """What was given to review, and what the reviewer answered; the last time counts, and `rounds` holds them all.

    A record with what it needs, or a changeset that waits beside the published records it would change.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("waits for approval")
        APPROVED = "approved", _("approved")
        RETURNED = "returned", _("sent back")

    table = models.CharField(_("table"), max_length=40)
    row = models.PositiveBigIntegerField()
    changeset = models.OneToOneField(
        Import, models.CASCADE, verbose_name=_("proposal"), related_name="submission", null=True
    )
    # What was typed into the form that made the proposal, as pairs of name and value: to go on with it.
    typed = models.JSONField(default=list, editable=False)
    title = models.CharField(_("title"), max_length=300)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("sent by"), related_name="submissions"
    )
    sent_at = models.DateTimeField(_("sent at"))
    words = models.TextField(_("words to the reviewer"), blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.WAITING)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("decided by"), related_name="+", null=True
    )
    decided_at = models.DateTimeField(_("decided at"), null=True)
    answer = models.TextField(_("answer"), blank=True)
    # Every time that it was given to review or decided on: by whom, when, in what words.
    history = HistoricalRecords(
        related_name="rounds",
        excluded_fields="table row changeset typed title owner sent_at decided_by decided_at".split(),
    )

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        ordering = ("sent_at", "pk")
        default_permissions = ()
        constraints = (
            models.UniqueConstraint(
                fields=("table", "row"), condition=Q(changeset=None), name="changesets_submission_once"
            ),
        )

    def __str__(self) -> str:
        return self.title


class Touched(models.Model):
    """A record that a proposal would change."""

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="touched")
    table = models.CharField(max_length=40)
    row = models.PositiveBigIntegerField()

    class Meta:
        default_permissions = ()
        indexes = (models.Index(fields=("table", "row"), name="changesets_touched_row"),)

    def __str__(self) -> str:
        return f"{self.table} {self.row}"
