"""What partners, their places and their people are narrowed by."""

from datetime import date
from typing import Any

import django_filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from articles.filters import CertaintyFilter
from people.models import Person
from records.date_filters import DayFilter, date_filters
from records.filters import RecordFilterSet, SlugsFilter, StableOrdering, TermsFilter

from ..models import Area, AreaCode, AreaName, AreaSuccession, Partner, Position, Succession
from .places import ProvinceFilter, within


class AreaFilterSet(RecordFilterSet):
    level = TermsFilter(Area.Level, label=_("level"))
    within = SlugsFilter(Area, lambda areas: within(areas, "pk"), label=_("in, or succeeded by"))
    in_force_on = DayFilter(method="filter_in_force_on", label=_("in force on"))
    scheme = django_filters.CharFilter(method="filter_scheme", label=_("code scheme"))
    ordering = StableOrdering(fields={"sort_key": "name"})

    class Meta(RecordFilterSet.Meta):
        model = Area

    def filter_scheme(self, queryset: Any, name: str, scheme: str) -> Any:
        return queryset.filter(pk__in=AreaCode.objects.filter(scheme=scheme).values("area"))

    def filter_in_force_on(self, queryset: Any, name: str, day: date) -> Any:
        founded = Q(founded_earliest__isnull=True) | Q(founded_earliest__lte=day)
        return queryset.filter(founded, Q(ended_latest__isnull=True) | Q(ended_latest__gt=day))


class PartnerFilterSet(RecordFilterSet):
    kind = TermsFilter(Partner.Kind, label=_("kind"))
    province = ProvinceFilter(lambda areas: within(areas, "area"))
    parent = SlugsFilter(Partner, lambda partners: Q(parent__in=partners), label=_("unit of"))
    ordering = StableOrdering(fields={"sort_key": "name"})

    class Meta(RecordFilterSet.Meta):
        model = Partner


class PersonFilterSet(RecordFilterSet):
    ordering = StableOrdering(fields={"sort_key": "name"})
    partner = SlugsFilter(
        Partner,
        lambda partners: Q(pk__in=Position.objects.public().filter(partner__in=partners).values("person")),
        label=_("held an office at"),
    )

    class Meta(RecordFilterSet.Meta):
        model = Person


class PositionFilterSet(RecordFilterSet):
    search = None
    person = SlugsFilter(Person, lambda people: Q(person__in=people))
    partner = SlugsFilter(Partner, lambda partners: Q(partner__in=partners))
    province = ProvinceFilter(lambda areas: within(areas, "partner__area"))
    first_cited_from, first_cited_to, first_cited_certainly_from, first_cited_certainly_to = date_filters(
        "first_cited", _("first cited")
    )
    certainty = CertaintyFilter()

    class Meta(RecordFilterSet.Meta):
        model = Position


class SuccessionFilterSet(RecordFilterSet):
    search = None
    partner = SlugsFilter(Partner, lambda partners: Q(predecessor__in=partners) | Q(successor__in=partners))
    kind = TermsFilter(Succession.Kind, label=_("kind"))
    certainty = CertaintyFilter()

    class Meta(RecordFilterSet.Meta):
        model = Succession


class AreaNameFilterSet(RecordFilterSet):
    area = SlugsFilter(Area, lambda areas: Q(area__in=areas))
    kind = TermsFilter(AreaName.Kind, label=_("kind"))
    certainty = CertaintyFilter()
    ordering = StableOrdering(fields={"sort_key": "name"})

    class Meta(RecordFilterSet.Meta):
        model = AreaName


class AreaSuccessionFilterSet(RecordFilterSet):
    search = None
    area = SlugsFilter(Area, lambda areas: Q(predecessor__in=areas) | Q(successor__in=areas))
    kind = TermsFilter(AreaSuccession.Kind, label=_("kind"))
    certainty = CertaintyFilter()

    class Meta(RecordFilterSet.Meta):
        model = AreaSuccession
