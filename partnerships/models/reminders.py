"""What the staff was reminded of: the end of a period, once at each distance."""

from django.conf import settings
from django.db import models


class Reminder(models.Model):
    """`agreement` ends on `end`, with at most `days` left, and who was `told` so; an end that moves starts anew."""

    agreement = models.OneToOneField("Agreement", models.CASCADE, related_name="reminder")
    end = models.DateField()
    days = models.PositiveSmallIntegerField()
    told = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="reminders")

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.agreement_id}: {self.end}, {self.days}"
