"""What every public record shares, and the imports that changed records."""

from .editorial import Editorial, Record, RecordManager, StaleRecord, Status
from .imports import REASON, Import, PlanPage, PlanWrites
from .traced import (
    KEY_SEPARATOR,
    History,
    Link,
    Traced,
    TracedManager,
    TracedQuerySet,
    phrases,
)

__all__ = [
    "KEY_SEPARATOR",
    "REASON",
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
    "phrases",
]
