"""What came of agreements."""

from typing import Any

from django.contrib import admin
from django.db.models.fields import BLANK_CHOICE_DASH
from django.utils.translation import gettext_lazy as _

from articles.admin import EVIDENCE, EVIDENCE_HELP, READINGS, FactAdmin
from articles.forms import PublishableReadingsForm
from changesets.admin import TableAdmin
from partnerships.models import Deployment, Event, Indicator, Observation
from records.admin import RecordAdmin

SUBJECT_HELP = {
    **EVIDENCE_HELP,
    "partner": _("Where it is about an organisation; otherwise leave it empty and name the area."),
    "area": _("Where it is about a place; otherwise leave it empty and name the partner."),
}


@admin.register(Deployment)
class DeploymentAdmin(FactAdmin):
    form = PublishableReadingsForm
    list_display = ("solution", "partner", "area", "state", "as_of", "status")
    list_filter = ("status", "state")
    layout = (
        (None, ("solution", "partner", "area", "provider", ("state", "as_of", "since"), "coverage", "status")),
        READINGS,
    )
    help_texts = SUBJECT_HELP

    def formfield_for_choice_field(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        """The state is chosen by whoever has read the passage, never supposed."""
        if db_field.name == "state":
            kwargs |= {"choices": [*BLANK_CHOICE_DASH, *Deployment.State.choices], "initial": ""}
        return super().formfield_for_choice_field(db_field, request, **kwargs)


@admin.register(Indicator)
class IndicatorAdmin(TableAdmin, RecordAdmin):
    list_display = ("name", "unit", "status")
    layout = ((None, ("name", "slug", "unit", "description", "counts", "counterpart", "status")),)


@admin.register(Observation)
class ObservationAdmin(FactAdmin):
    list_display = ("indicator", "partner", "area", "as_of", "bound", "value", "status")
    layout = (
        (
            None,
            (
                "indicator",
                "partner",
                "area",
                "as_of",
                ("bound", "value", "denominator"),
                ("target", "against_target"),
                "status",
            ),
        ),
        EVIDENCE,
    )
    help_texts = SUBJECT_HELP


@admin.register(Event)
class EventAdmin(FactAdmin):
    list_display = ("title", "kind", "date", "place", "status")
    list_filter = ("status", "kind")
    layout = ((None, ("title", "slug", "kind", "date", "place", "agreements", "status")), EVIDENCE)
    help_texts = EVIDENCE_HELP
