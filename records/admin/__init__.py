"""What the admin pages of all records share; the apps above build theirs from it."""

from .lists import ChoiceFilter
from .parts import PartAdmin, PartFormSet, StackedPart
from .record import RecordAdmin
