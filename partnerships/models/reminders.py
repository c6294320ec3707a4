"""What the staff was reminded of: the end of a period, once at each distance."""

from django.db import models


class Reminder(models.Model):
    """The staff was told that `agreement` ends on `end`, with at most `days` left; an end that moves starts anew."""

    agreement = models.OneToOneField("Agreement", models.CASCADE, related_name="reminder")
    end = models.DateField()
    days = models.PositiveSmallIntegerField()
    sent_at = models.DateTimeField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.agreement_id}: {self.end}, {self.days}"
