"""Which edition of the register it is: a mark that the database itself changes with every row."""

from django.db import models


class DataVersion(models.Model):
    """The mark of one table, set anew by a trigger (`records.caching.data_version`) when any row of the table changes.

    On PostgreSQL a table has a row for each writer at work at the same time, so that none waits for another.
    """

    table = models.CharField(max_length=63)
    slot = models.PositiveSmallIntegerField(default=0)
    mark = models.BigIntegerField(default=0)

    class Meta:
        db_table = "records_edition"
        default_permissions = ()
        constraints = (models.UniqueConstraint(fields=("table", "slot"), name="records_edition_once"),)

    def __str__(self) -> str:
        return f"{self.table} {self.slot}: {self.mark}"
