"""What partners, their places and their people are narrowed by."""

from datetime import date
from typing import Any

import django_filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_filters.filterset import filterset_factory

from people.models import Person
from records.choice_filters import SlugsFilter, StableOrdering
from records.date_filters import DayFilter
from records.filters import FactFilterSet, RecordFilterSet

from ..models import Area, AreaCode, AreaName, AreaSuccession, Partner, Position, Succession
from .places import ProvinceFilter, within

AreaNameFilterSet = filterset_factory(AreaName, RecordFilterSet, ("area", "kind", "certainty"))


class AreaFilterSet(RecordFilterSet):
    within = SlugsFilter(Area, lambda areas: within(areas, "pk"), label=_("in, or succeeded by"))
    in_force_on = DayFilter(method="filter_in_force_on", label=_("in force on"))
    scheme = django_filters.CharFilter(method="filter_scheme", label=_("code scheme"))

    class Meta:
        model = Area
        fields = ("level",)

    def filter_scheme(self, queryset: Any, name: str, scheme: str) -> Any:
        return queryset.filter(pk__in=AreaCode.objects.filter(scheme=scheme).values("area"))

    def filter_in_force_on(self, queryset: Any, name: str, day: date) -> Any:
        founded = Q(founded_earliest__isnull=True) | Q(founded_earliest__lte=day)
        return queryset.filter(founded, Q(ended_latest__isnull=True) | Q(ended_latest__gt=day))


class PartnerFilterSet(RecordFilterSet):
    province = ProvinceFilter(lambda areas: within(areas, "area"))

    class Meta:
        model = Partner
        fields = ("kind", "parent", "area")


class PersonFilterSet(RecordFilterSet):
    partner = SlugsFilter(
        Partner,
        lambda partners: Q(pk__in=Position.objects.public().filter(partner__in=partners).values("person")),
        label=_("held an office at"),
    )

    class Meta(RecordFilterSet.Meta):
        model = Person


class PositionFilterSet(FactFilterSet):
    province = ProvinceFilter(lambda areas: within(areas, "partner__area"))

    ordering = StableOrdering(fields={"first_cited_earliest": "first_cited"})

    class Meta:
        model = Position
        fields = ("person", "partner", "first_cited", "certainty")


class SuccessionFilterSet(FactFilterSet):
    partner = SlugsFilter(Partner, lambda partners: Q(predecessor__in=partners) | Q(successor__in=partners))

    class Meta:
        model = Succession
        fields = ("kind", "certainty")


class AreaSuccessionFilterSet(FactFilterSet):
    area = SlugsFilter(Area, lambda areas: Q(predecessor__in=areas) | Q(successor__in=areas))

    class Meta:
        model = AreaSuccession
        fields = ("kind", "certainty")
