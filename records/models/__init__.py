"""What every public record shares."""

from records.columns import KEY_SEPARATOR

from .data_version import DataVersion
from .kept_count import KeptCount
from .note import Note
from .public_row import PublicRow, Touched
from .publishable import MERGED, PublishableModel, Record, RecordManager, StaleRecord, Status, no_step, steps_from
from .told_apart import ToldApart
from .tracked import History, Link, OtherReadings, TrackedManager, TrackedModel, TrackedQuerySet
