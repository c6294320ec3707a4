"""What the admin pages of all records share; the apps above build theirs from it."""

from .lists import ChoiceFilter, by_field, date_column
from .parts import PartAdmin, PartFormSet, StackedPart, TabularPart
from .record import RecordAdmin
