"""What readers see or have seen: every public row with its lasting id and the number of its last change."""

from django.db import models


class PublicRow(models.Model):
    """A row of a collection as readers last saw it (`records.noting`); of one that is gone, that it was.

    `row` is its primary key, `key` its name in addresses; `digest` stands for all that its flat row showed. `change`
    numbers what changed last, without gaps but for those that later changes of the same rows leave.
    """

    id = models.UUIDField(primary_key=True)
    collection = models.CharField(max_length=40)
    row = models.PositiveBigIntegerField()
    key = models.TextField()
    gone = models.BooleanField(default=False)
    change = models.PositiveBigIntegerField(unique=True)
    updated = models.DateTimeField()
    digest = models.CharField(max_length=32)

    class Meta:
        default_permissions = ()
        constraints = (models.UniqueConstraint(fields=("collection", "row"), name="public_row_once"),)
        # A walk through a collection goes by the id: no edit moves it, and it tells nothing of what is hidden.
        indexes = (models.Index(fields=("collection", "id"), name="public_row_walk"),)

    def __str__(self) -> str:
        return f"{self.collection} {self.key}"


class Touched(models.Model):
    """What has still to be compared with the public rows; the triggers of the tables note what is written."""

    class Kind(models.IntegerChoices):
        CHANGED = 0  # a row of any table: whatever shows something of it is to be looked for
        REACHED = 1  # a row of a collection, to be compared
        SWEEP = 2  # all rows of a collection behind `row`

    table = models.CharField(max_length=63)
    row = models.BigIntegerField()  # a merge moves rows by way of numbers below nought
    kind = models.PositiveSmallIntegerField(default=Kind.CHANGED)

    class Meta:
        default_permissions = ()
        indexes = (
            models.Index(fields=("kind", "id"), name="touched_by_kind"),
            models.Index(fields=("table", "row"), name="touched_by_row"),
        )

    def __str__(self) -> str:
        return f"{self.table} {self.row}"
