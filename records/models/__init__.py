"""What every public record shares, and the imports that changed records."""

from .editorial import Editorial, Record, RecordManager, StaleRecord, Status
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
    "Editorial",
    "History",
    "Link",
    "Record",
    "RecordManager",
    "StaleRecord",
    "Status",
    "Traced",
    "TracedManager",
    "TracedQuerySet",
    "phrases",
]
