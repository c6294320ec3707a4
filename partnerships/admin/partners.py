"""Areas, partners and their offices, and the taxonomy."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from articles.admin import EVIDENCE, EVIDENCE_HELP
from changesets.admin import TableAdmin
from partnerships.models import (
    Area,
    AreaCode,
    AreaName,
    AreaSuccession,
    Partner,
    PartnerName,
    Position,
    Solution,
    Succession,
    Topic,
)
from partnerships.models.area_tree import all_places
from records import dates
from records.admin import ChoiceFilter, PartAdmin, RecordAdmin, StackedPart, TabularPart


def areas_within(slug: str) -> set[int]:
    """The primary keys of an area and all within it, drafts included."""
    tree = all_places()
    return tree.within(tree.by_slug[slug].pk)


class ProvinceFilter(ChoiceFilter):
    """Provinces with partners, then and now; today's find what was in those they took the place of."""

    title = _("province")
    parameter_name = "province"

    def lookups(self, request: Any, model_admin: Any) -> list[tuple[str, str]]:
        tree, slugs = all_places(), set[str]()
        for pk in Partner._default_manager.exclude(area=None).order_by().values_list("area", flat=True).distinct():
            area = tree.by_pk[pk]
            then = tree.province_of(area)
            slugs |= {province.slug for province in (*([then] if then else ()), *tree.provinces_now(area))}
        pages: Any = model_admin.admin_site.get_model_admin(Area)
        return [(area.slug, pages.choice_label(area)) for area in pages.choices().filter(slug__in=slugs)]

    def narrowed(self, queryset: QuerySet, value: str) -> QuerySet:
        return queryset.filter(area__in=areas_within(value))


class AreaCodeInline(TabularPart):
    model = AreaCode
    layout = ((None, ("scheme", "code")),)


class AreaNameInline(StackedPart):
    model = AreaName
    layout = (
        (None, (("kind", "designation", "name"), ("since", "until"), "passages", ("certainty", "reason"), "note")),
    )
    help_texts = EVIDENCE_HELP


@admin.register(Area)
class AreaAdmin(TableAdmin, RecordAdmin):
    list_display = ("__str__", "level", "parent", "ended", "status")
    list_filter = ("status", "level")
    layout = (
        (None, ("name", "slug", ("level", "designation"), "parent", "status")),
        (_("When"), ("founded", "ended", "note")),
    )
    inlines = (AreaCodeInline, AreaNameInline)
    completed_by = ("folded", "area_names__folded")
    choice_related = ("parent",)

    def choice_label(self, row: Area) -> str:
        label = super().choice_label(row)
        if row.parent and row.parent.level != Area.Level.COUNTRY:
            label = f"{label}, {row.parent}"
        return f"{label} († {dates.format_date(row.ended)})" if row.ended else label


class PartnerNameInline(TabularPart):
    model = PartnerName
    layout = ((None, ("kind", "name")),)


@admin.register(Partner)
class PartnerAdmin(TableAdmin, RecordAdmin):
    list_display = ("name", "kind", "parent", "area", "status")
    list_filter = ("status", "kind", ProvinceFilter)
    layout = ((None, ("name", "slug", "kind", "parent", "area", "website", "description", "status")),)
    inlines = (PartnerNameInline,)
    completed_by = ("folded", "names__folded")


@admin.register(AreaName)
class AreaNameAdmin(TableAdmin, PartAdmin):
    list_display = ("name", "designation", "kind", "area", "since", "certainty")
    list_filter = ("kind", "certainty")
    searched_links = ("area",)


@admin.register(AreaSuccession, Succession)
class SuccessionAdmin(TableAdmin, RecordAdmin):
    list_display = ("predecessor", "kind", "successor", "date", "status")
    list_filter = ("status", "kind")
    layout = ((None, ("predecessor", "kind", "successor", "date", "status")), EVIDENCE)
    help_texts = EVIDENCE_HELP


@admin.register(Position)
class PositionAdmin(TableAdmin, RecordAdmin):
    list_display = ("person", "title", "partner", "first_cited", "last_cited", "status")
    layout = (
        (None, ("person", "title", "partner", "status")),
        (_("When"), (("first_cited", "last_cited"), ("started", "ended"))),
        EVIDENCE,
    )
    help_texts = EVIDENCE_HELP


@admin.register(Topic)
class TopicAdmin(TableAdmin, RecordAdmin):
    list_display = ("label_vi", "label_en", "status")
    layout = ((None, ("label_vi", "label_en", "slug", "synonyms", "description", "status")),)


@admin.register(Solution)
class SolutionAdmin(TableAdmin, RecordAdmin):
    list_display = ("name", "provider", "status")
    layout = ((None, ("name", "slug", "provider", "synonyms", "description", "status")),)
