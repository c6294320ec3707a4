"""What the staff write to each other about a record; no reader ever sees it."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .publishable import PublishableModel, Record


class NoteQuerySet(models.QuerySet["Note"]):
    def on(self, record: PublishableModel) -> models.QuerySet:
        """Those on `record` and on what is merged into it."""
        keys: Any = [record.pk]
        if isinstance(record, Record):
            rows = type(record)._default_manager.filter(models.Q(pk=record.pk) | models.Q(merged_into=record.pk))
            keys = rows.order_by().values("pk")
        return self.filter(table=record.collection, row__in=keys)

    def open(self) -> models.QuerySet:
        """The tasks that are not done, what is due first."""
        return self.filter(due__isnull=False, done_at=None).order_by("due", "pk")


class Note(models.Model):
    """A remark on a record; one with a day and a person is that person's task until it is done.

    It names the record by its table and number, as what waits for review does: other names and merges lose no note.
    """

    table = models.CharField(max_length=40)
    row = models.BigIntegerField()
    text = models.TextField(_("note"), max_length=2000)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="notes")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, verbose_name=_("whose task"), related_name="tasks", null=True
    )
    due = models.DateField(_("due on"), null=True)
    written_at = models.DateTimeField(default=timezone.now)
    done_at = models.DateTimeField(null=True)

    objects = NoteQuerySet.as_manager()

    class Meta:
        default_permissions = ()  # those of its record
        ordering = ("-pk",)
        indexes = (models.Index(fields=("table", "row"), name="records_note_record"),)

    def __str__(self) -> str:
        return f"{self.table} {self.row}: {self.text}"
