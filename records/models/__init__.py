"""What every public record shares, and the imports that changed records."""

from .edition import Edition
from .editorial import Editorial, Record, RecordManager, StaleRecord, Status, no_step, steps_from
from .imports import REASON, Import, PlanPage, PlanWrites
from .traced import (
    KEY_SEPARATOR,
    History,
    Link,
    Traced,
    TracedManager,
    TracedQuerySet,
)

__all__ = [
    "KEY_SEPARATOR",
    "REASON",
    "Edition",
    "Editorial",
    "History",
    "Import",
    "Link",
    "PlanPage",
    "PlanWrites",
    "Record",
    "RecordManager",
    "StaleRecord",
    "Status",
    "Traced",
    "TracedManager",
    "TracedQuerySet",
    "no_step",
    "steps_from",
]
