"""Imports as staff see them: uploaded, previewed, confirmed, undone; and tables out of the lists."""

from .imports import ImportAdmin
from .tables import TableAdmin
