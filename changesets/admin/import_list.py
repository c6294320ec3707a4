"""The list of imports in the office: whose they are, how far they have come, what they would do."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.options import ShowFacets
from django.contrib.auth import get_user_model
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from changesets.models import Import
from records.admin.lists import ChoiceFilter, by_field


class OwnerFilter(ChoiceFilter):
    title = gettext_lazy("owner")
    parameter_name = "owner"

    def lookups(self, request: Any, model_admin: Any) -> Any:
        owners = get_user_model()._default_manager.filter(imports__isnull=False).distinct().order_by("username")
        return [(str(owner.pk), owner.get_username()) for owner in owners]

    def narrowed(self, queryset: QuerySet, value: str) -> QuerySet:
        return queryset.filter(owner=value)


class ImportList(admin.ModelAdmin):
    list_display = ("number", "file_name", "uploader", "created_at", "state", "counted")
    list_display_links = ("file_name",)
    list_filter = (by_field("state"), OwnerFilter)
    list_select_related = ("owner",)
    list_per_page = 50
    show_full_result_count = False
    show_facets = ShowFacets.NEVER
    actions = None

    @admin.display(description=gettext_lazy("number"), ordering="pk")
    def number(self, upload: Import) -> str:
        return str(upload.pk)

    @admin.display(description=gettext_lazy("owner"), ordering="owner__username")
    def uploader(self, upload: Import) -> str:
        return upload.owner.get_username() if upload.owner else _("command line")

    @admin.display(description=gettext_lazy("rows"))
    def counted(self, upload: Import) -> str:
        words = {
            "created": _("%(rows)s created"),
            "updated": _("%(rows)s updated"),
            "unchanged": _("%(rows)s unchanged"),
            "refused": _("%(rows)s refused"),
        }
        if upload.undoes_id:  # rows that were made are deleted again
            words["updated"] = _("%(rows)s taken back")
        return ", ".join(words[name] % {"rows": rows} for name, rows in upload.counts().items() if rows) or "–"

    def lookup_allowed(self, lookup: str, value: Any, request: Any = None) -> bool:
        """Only the declared filters: Django's own rule lets `file_name__regex=[` through."""
        return lookup in {chosen.parameter_name for chosen in self.list_filter}
