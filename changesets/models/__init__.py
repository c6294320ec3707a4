"""Planned changes, and what is said of them."""

from .imports import COUNTED, KEPT, SILENCE, UNDOABLE, Import, PackedField, PlanPage, PlanWrites, upload_to
from .submissions import Submission, Touched
