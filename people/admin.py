from django.contrib import admin

from changesets.admin import TableAdmin
from records.admin import RecordAdmin, StackedPart

from .models import Person, PersonName


class PersonNameInline(StackedPart):
    model = PersonName
    line = ("name",)
    layout = ((None, ("name",)),)


@admin.register(Person)
class PersonAdmin(TableAdmin, RecordAdmin):
    list_display = ("name", "description", "status")
    layout = ((None, ("name", "slug", "description", "status")),)
    drafted_by = "name"
    inlines = (PersonNameInline,)
    completed_by = ("folded", "names__folded")

    def choice_label(self, row: Person) -> str:
        label = super().choice_label(row)
        return f"{label} ({row.description})" if row.description else label
