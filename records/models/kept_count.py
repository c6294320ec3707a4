"""How many rows there were of a kind that is slow to count."""

from django.db import models


class KeptCount(models.Model):
    """What was counted last, when, and how long that took (`records.checks.counting`)."""

    name = models.CharField(max_length=100, unique=True)
    rows = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    seconds = models.FloatField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.name}: {self.rows}"
