"""Areas, partners and their offices, and the taxonomy."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from articles.admin import EVIDENCE, EVIDENCE_HELP, FactAdmin
from articles.forms import FactForm
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
from partnerships.models.sheet_words import KINDS, by_words
from partnerships.reading.bodies import bodies
from partnerships.reading.names import Names
from records import dates
from records.admin import ChoiceFilter, PartAdmin, RecordAdmin, StackedPart
from records.forms import PublishableForm


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


class AreaCodeInline(StackedPart):
    model = AreaCode
    line = ("scheme", "code")
    layout = ((None, ("scheme", "code")),)


class AreaNameInline(StackedPart):
    model = AreaName
    form = FactForm
    line = ("name", "designation", "kind", "passages")
    layout = (
        (None, (("kind", "designation", "name"), ("since", "until"), "passages", ("certainty", "reason"), "note")),
    )
    help_texts = EVIDENCE_HELP


@admin.register(Area)
class AreaAdmin(FactAdmin):
    form = PublishableForm
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


class PartnerNameInline(StackedPart):
    model = PartnerName
    line = ("kind", "name")
    layout = ((None, ("kind", "name")),)


def kind_of(name: str) -> str:
    """The kind that the words of a name say."""
    return by_words(KINDS, name, Partner.Kind.OTHER)


@admin.register(Partner)
class PartnerAdmin(TableAdmin, RecordAdmin):
    list_display = ("name", "kind", "parent", "area", "status")
    list_filter = ("status", "kind", ProvinceFilter)
    layout = ((None, ("name", "slug", "kind", "parent", "area", "website", "description", "status")),)
    inlines = (PartnerNameInline,)
    completed_by = ("folded", "names__folded")
    drafted_by = "name"

    def drafted(self, name: str) -> dict[str, Any]:
        """Its kind and area are what the words of its name say, as a reading of an article takes them."""
        called = next((body.area for body in bodies(name, Names(only_lists=True), None)), None)
        area = Area._default_manager.get(slug=called.slug) if called else None
        return {"name": name, "kind": kind_of(name), "area": area}


@admin.register(AreaName)
class AreaNameAdmin(TableAdmin, PartAdmin):
    list_display = ("name", "designation", "kind", "area", "since", "certainty")
    list_filter = ("kind", "certainty")
    searched_links = ("area",)


@admin.register(AreaSuccession, Succession)
class SuccessionAdmin(FactAdmin):
    list_display = ("predecessor", "kind", "successor", "date", "status")
    list_filter = ("status", "kind")
    layout = ((None, ("predecessor", "kind", "successor", "date", "status")), EVIDENCE)
    help_texts = EVIDENCE_HELP


@admin.register(Position)
class PositionAdmin(FactAdmin):
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
