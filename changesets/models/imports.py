"""Imports: what somebody uploaded, what it would do, and what became of it.

The plan is stored, row by row, with the version each record was planned against; what is
confirmed is this plan and nothing that is read a second time.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from records.approval import REASON_LENGTH, WORDS_LENGTH

# What becomes of a row of a file, one of them each.
COUNTED = ("created", "updated", "unchanged", "refused")
KEPT = timedelta(days=7)
UNDOABLE = timedelta(days=30)
# A worker tells that it is alive with every batch, which takes it a second or two.
SILENCE = timedelta(minutes=2)


def upload_to(upload: Import, name: str) -> str:
    """A name of our own: what the user calls the file is kept as text only."""
    return f"imports/{timezone.now():%Y%m%d}-{upload.sha256[:16]}"


class PackedField(models.BinaryField):
    """A JSON value, compressed: plans are long and alike."""

    def from_db_value(self, value: Any, *args: Any) -> Any:
        return None if value is None else json.loads(zlib.decompress(bytes(value)))

    def get_prep_value(self, value: Any) -> Any:
        text = json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False, separators=(",", ":"))
        return zlib.compress(text.encode(), level=1)


class Import(models.Model):
    """One upload and its plan. Its number is what history rows and people call it by."""

    class Kind(models.TextChoices):
        FILE = "import", _("import")
        REVIEW = "review", _("review")  # a package that was submitted, approved or sent back (`partnerships.desk`)
        RESTORE = "restore", _("put back")
        MERGE = "merge", _("merge")
        PROPOSAL = "proposal", _("proposal")  # of somebody who may not publish, for somebody who may to approve
        READING = "reading", _("article read")  # what was accepted of what an article seems to say

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting to be read")
        PLANNING = "planning", _("being read")
        REFUSED = "refused", _("refused")
        PLANNED = "planned", _("planned: waits for its owner's confirmation")
        CONFIRMED = "confirmed", _("confirmed, waiting to be written")
        APPLYING = "applying", _("being written")
        APPLIED = "applied", _("applied")
        UNDONE = "undone", _("undone")
        CANCELLED = "cancelled", _("cancelled")
        FAILED = "failed", _("failed")
        CLEARED = "cleared", _("never confirmed, cleared away")

    AT_WORK = (State.PLANNING, State.APPLYING)
    # What the page goes on asking for; everything else stays as it is until somebody acts.
    UNDER_WAY = (State.WAITING, State.PLANNING, State.CONFIRMED, State.APPLYING)
    OPEN = (State.WAITING, State.PLANNING, State.PLANNED, State.CONFIRMED, State.APPLYING)

    ROWS_OF_A_LINE = 1000

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("owner"),
        related_name="imports",
        null=True,
        help_text=_("None on the command line."),
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.FILE)
    file = models.FileField(_("file"), upload_to=upload_to, blank=True)
    file_name = models.CharField(_("file name"), max_length=200)
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    size = models.PositiveBigIntegerField(_("size in bytes"), default=0)
    table = models.CharField(
        _("table"), max_length=40, blank=True, help_text=_("Empty where the file itself names its tables.")
    )
    # Of a file of people's own shape: its headings in order of letters, the column that each is, the lines left out.
    match = models.JSONField(_("columns matched"), default=dict, blank=True)
    language = models.CharField(_("language"), max_length=10, default="vi")
    state = models.CharField(_("state"), max_length=20, choices=State.choices, default=State.WAITING, db_index=True)
    created_at = models.DateTimeField(_("uploaded"), auto_now_add=True)
    expires_at = models.DateTimeField(_("kept until"), null=True)
    beat_at = models.DateTimeField(_("last sign of life"), null=True)
    applied_at = models.DateTimeField(_("applied at"), null=True)
    # How often it was read: a reader given up for dead, and another in its place, may not take each other's plan.
    run = models.PositiveIntegerField(default=0, editable=False)
    done = models.PositiveIntegerField(_("rows done"), default=0)
    total = models.PositiveIntegerField(_("rows in the file"), default=0)
    created = models.PositiveIntegerField(_("created"), default=0)
    updated = models.PositiveIntegerField(_("updated"), default=0)
    unchanged = models.PositiveIntegerField(_("unchanged"), default=0)
    refused = models.PositiveIntegerField(_("refused"), default=0)
    warned = models.PositiveIntegerField(_("rows with a warning"), default=0)
    # For each table: its counts, the columns that are not in the file, how many cells clear something.
    summary = models.JSONField(_("summary"), default=list)
    # Faults of the file as a whole, or why it could not be applied: lists of line, column, value, message.
    faults = models.JSONField(_("faults"), default=list)
    # The permissions that the plan takes, asked for again when it is applied.
    needs = models.JSONField(_("permissions needed"), default=list)
    undoes = models.OneToOneField("self", models.PROTECT, verbose_name=_("undoes"), related_name="undone_by", null=True)
    why = models.CharField(
        _("reason"),
        max_length=WORDS_LENGTH,
        blank=True,
        help_text=_("Stands in the history, in place of the file's name."),
    )
    # Of a record that is all put back: the moment as of which it is.
    as_of = models.DateTimeField(null=True, editable=False)

    class Meta:
        db_table = "records_import"  # its name from before changesets had an app of their own
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ("-pk",)
        default_permissions = ("add", "view")

    def __str__(self) -> str:
        return f"{self.pk}: {self.file_name}"

    def line_of(self, row: int) -> int:
        """The line of the file on which the row of this number stands: one of a sheet may say several of a table."""
        return row // self.ROWS_OF_A_LINE if self.match else row

    @property
    def reason(self) -> str:
        """What stands in the history of every row it writes; `records.approval.REASON` finds the numbers again."""
        as_of = f" as of {self.as_of.isoformat()}" if self.as_of else ""
        back = f" undoes {self.undoes_id}" if self.undoes_id else as_of
        said = f" – {self.why}" if self.why else f": {self.file_name}"
        return Truncator(f"{self.kind} {self.pk}{back}{said}").chars(REASON_LENGTH)

    def move(self, before: Iterable[str], after: str, **values: Any) -> bool:
        """Go from one of the states `before` to `after` unless somebody was quicker; True if it went."""
        values = {"state": after, "beat_at": timezone.now(), **values}
        moved = type(self).objects.filter(pk=self.pk, run=self.run, state__in=list(before)).update(**values)
        if moved:
            for name, value in values.items():
                setattr(self, name, value)
        return bool(moved)

    def hold(self) -> None:
        """Read it anew; to the end of the transaction nobody else moves it. Called where nobody else writes."""
        self.refresh_from_db(from_queryset=type(self).objects.select_for_update())

    def counts(self) -> dict[str, int]:
        return {name: getattr(self, name) for name in COUNTED}

    @property
    def pages(self) -> models.QuerySet[PlanPage]:
        return self.all_pages.filter(run=self.run)

    @property
    def writes(self) -> models.QuerySet[PlanWrites]:
        return self.all_writes.filter(run=self.run)

    def forget_plan(self) -> None:
        self.pages.delete()
        self.writes.delete()

    def clear(self) -> None:
        """Forget the file and the plan; what it did stays in the history, and this row with it."""
        self.all_pages.all().delete()
        self.all_writes.all().delete()
        if self.file:
            self.file.delete(save=False)
        ended = Import.State.CLEARED if self.state in Import.OPEN else self.state
        type(self).objects.filter(pk=self.pk).update(file="", expires_at=None, state=ended)


class PlanPage(models.Model):
    """Rows of a plan as its preview shows them, a page at a time."""

    class Verdict(models.TextChoices):
        REFUSED = "refused", _("refused")
        WARNED = "warned", _("with a warning")
        UPDATED = "updated", _("updated")
        CREATED = "created", _("created")

    plan = models.ForeignKey(Import, models.CASCADE, related_name="all_pages")
    run = models.PositiveIntegerField(default=0)
    verdict = models.CharField(max_length=10, choices=Verdict.choices)
    number = models.PositiveIntegerField()
    # Each {"table", "line", "key", "changes": [[column, old, new]], "faults": [[column, value, message]], "warnings"}.
    rows: Any = PackedField()

    class Meta:
        db_table = "records_planpage"
        ordering = ("plan", "verdict", "number")
        default_permissions = ()
        constraints = (
            models.UniqueConstraint(fields=("plan", "run", "verdict", "number"), name="records_planpage_once"),
        )

    def __str__(self) -> str:
        return f"{self.plan_id} {self.verdict} {self.number}"


class PlanWrites(models.Model):
    """Rows as the database is to hold them; see `changesets.plan.staging`."""

    plan = models.ForeignKey(Import, models.CASCADE, related_name="all_writes")
    run = models.PositiveIntegerField(default=0)
    number = models.PositiveIntegerField()
    model = models.CharField(max_length=100)
    # Of the values in `rows`: a plan is not written into a table that has changed since.
    columns = models.JSONField(default=list)
    rows: Any = PackedField()

    class Meta:
        db_table = "records_planwrites"
        ordering = ("plan", "number")
        default_permissions = ()
        constraints = (models.UniqueConstraint(fields=("plan", "run", "number"), name="records_planwrites_once"),)

    def __str__(self) -> str:
        return f"{self.plan_id} {self.model} {self.number}"
