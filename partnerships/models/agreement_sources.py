"""Which passages carry an agreement, and what they read of it; its lifecycle follows from both."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models import Citation, Reading, read_field


class AgreementCitation(Citation):
    fact = models.ForeignKey("Agreement", models.CASCADE, related_name="citations")


class AgreementReading(Reading):
    citation = models.ForeignKey(AgreementCitation, models.CASCADE, related_name="readings")
    field = read_field(signed=_("date of signing"), period=_("period"), kind=_("kind"), strategic=_("strategic or not"))
