"""One FilterSet a listed model: the page, the API and the download take the same parameters."""

from __future__ import annotations

from datetime import date
from functools import reduce
from operator import or_
from typing import Any

import django_filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from articles.filters import CertaintyFilter
from people.filters import PersonFilterSet as PlainPersonFilterSet
from people.models import Person
from records.columns import Today
from records.filters import (
    DayFilter,
    RecordFilterSet,
    SlugsFilter,
    StableOrdering,
    TermsFilter,
    YearsFilter,
    date_filters,
)

from .models import (
    Agreement,
    AgreementRelation,
    Area,
    Clause,
    Deployment,
    Event,
    Indicator,
    Lifecycle,
    Observation,
    Partner,
    Party,
    Position,
    Signatory,
    Solution,
    Succession,
    Topic,
)
from .models.lifecycle import lifecycle_q
from .places import places


def within(areas: list[Area], path: str) -> Q:
    """Rows whose area at `path` lies in one of `areas`, or in what one of them has taken the place of."""
    tree = places()
    return Q(**{f"{path}__in": set[int]().union(*(tree.within(area.pk) for area in areas))})


class ProvinceFilter(SlugsFilter):
    """Rows of a province, those of its predecessors and districts included."""

    def __init__(self, condition: Any) -> None:
        super().__init__(Area, condition, label=_("province or district"))


class AreaFilterSet(RecordFilterSet):
    level = TermsFilter(Area.Level, label=_("level"))
    within = SlugsFilter(
        Area,
        lambda areas: within(areas, "pk"),
        label=_("in, or succeeded by"),
    )
    in_force_on = DayFilter(method="filter_in_force_on", label=_("in force on"))
    ordering = StableOrdering(fields={"sort_key": "name", "code": "code"})

    class Meta:
        model = Area
        fields = ("scheme",)

    def filter_in_force_on(self, queryset: Any, name: str, day: date) -> Any:
        founded = Q(founded_earliest__isnull=True) | Q(founded_earliest__lte=day)
        return queryset.filter(founded, Q(ended_latest__isnull=True) | Q(ended_latest__gt=day))


class PartnerFilterSet(RecordFilterSet):
    kind = TermsFilter(Partner.Kind, label=_("kind"))
    province = ProvinceFilter(lambda areas: within(areas, "area"))
    parent = SlugsFilter(Partner, lambda partners: Q(parent__in=partners), label=_("unit of"))
    ordering = StableOrdering(fields={"sort_key": "name"})

    class Meta:
        model = Partner
        fields: tuple[str, ...] = ()


class PersonFilterSet(PlainPersonFilterSet):
    partner = SlugsFilter(
        Partner,
        lambda partners: Q(pk__in=Position.objects.public().filter(partner__in=partners).values("person")),
        label=_("held an office at"),
    )

    class Meta(PlainPersonFilterSet.Meta):
        pass


class AgreementFilterSet(RecordFilterSet):
    lifecycle = TermsFilter(Lifecycle, method="filter_lifecycle", label=_("lifecycle"))
    certainly = django_filters.ChoiceFilter(
        choices=(("true", _("yes")), ("false", _("no"))),
        method="filter_certainly",
        label=_("only where the dates leave no doubt of it"),
    )
    in_force_on = DayFilter(method="filter_in_force_on", label=_("in force on"))
    provider = SlugsFilter(
        Partner,
        lambda partners: Q(
            pk__in=Party.objects.public()
            .filter(Q(partner__in=partners) | Q(partner__parent__in=partners), side=Party.Side.PROVIDER)
            .values("agreement")
        ),
        label=_("provider"),
    )
    kind = TermsFilter(Agreement.Kind, label=_("kind"))
    province = ProvinceFilter(
        lambda areas: Q(pk__in=Party.objects.public().filter(within(areas, "partner__area")).values("agreement"))
    )
    partner = SlugsFilter(
        Partner,
        lambda partners: Q(pk__in=Party.objects.public().filter(partner__in=partners).values("agreement")),
    )
    topic = SlugsFilter(
        Topic, lambda topics: Q(pk__in=Clause.objects.filter(topic_links__topic__in=topics).values("agreement"))
    )
    person = SlugsFilter(
        Person,
        lambda people: Q(pk__in=Signatory.objects.public().filter(person__in=people).values("agreement")),
    )
    year = YearsFilter(field_name="signed", label=_("year of signing"))
    signed_from, signed_to, signed_certainly_from, signed_certainly_to = date_filters("signed", _("date of signing"))
    certainty = CertaintyFilter()
    ordering = StableOrdering(fields={"sort_date": "signed", "period_latest": "period_end", "sort_key": "title"})

    class Meta:
        model = Agreement
        fields: tuple[str, ...] = ()

    @property
    def certainly_asked(self) -> bool:
        return self.form.cleaned_data.get("certainly") == "true"

    def filter_lifecycle(self, queryset: Any, name: str, states: list[str]) -> Any:
        if not states:
            return queryset
        return queryset.filter(
            reduce(or_, (lifecycle_q(Lifecycle(state), Today(), certainly=self.certainly_asked) for state in states))
        )

    def filter_certainly(self, queryset: Any, name: str, value: str) -> Any:
        return queryset  # read by the two filters it sharpens

    def filter_in_force_on(self, queryset: Any, name: str, day: date) -> Any:
        return queryset.in_force(day, certainly=self.certainly_asked)


class AgreementFactFilterSet(RecordFilterSet):
    """Filters of the rows that belong to an agreement; they have no words of their own to search."""

    search = None
    agreement = SlugsFilter(Agreement, lambda agreements: Q(agreement__in=agreements))
    certainty = CertaintyFilter()


class PartyFilterSet(AgreementFactFilterSet):
    partner = SlugsFilter(Partner, lambda partners: Q(partner__in=partners))
    side = TermsFilter(Party.Side, label=_("side"))
    role = TermsFilter(Party.Role, label=_("role"))

    class Meta:
        model = Party
        fields: tuple[str, ...] = ()


class ClauseFilterSet(RecordFilterSet):
    agreement = SlugsFilter(Agreement, lambda agreements: Q(agreement__in=agreements))
    kind = TermsFilter(Clause.Kind, label=_("kind"))
    topic = SlugsFilter(
        Topic, lambda topics: Q(pk__in=Clause.objects.filter(topic_links__topic__in=topics).values("pk"))
    )
    obligor = SlugsFilter(
        Partner,
        lambda partners: Q(pk__in=Clause.objects.filter(obligor_links__party__partner__in=partners).values("pk")),
        label=_("obligor"),
    )
    strength = TermsFilter(Clause.Strength, label=_("strength"))
    outcome = TermsFilter(Clause.Outcome, label=_("outcome"))
    due_from, due_to, due_certainly_from, due_certainly_to = date_filters("due", _("due"))
    certainty = CertaintyFilter()

    class Meta:
        model = Clause
        fields: tuple[str, ...] = ()


class SignatoryFilterSet(AgreementFactFilterSet):
    person = SlugsFilter(Person, lambda people: Q(person__in=people))
    part = TermsFilter(Signatory.Part, label=_("part"))

    class Meta:
        model = Signatory
        fields: tuple[str, ...] = ()


class RelationFilterSet(AgreementFactFilterSet):
    other = SlugsFilter(Agreement, lambda agreements: Q(other__in=agreements), label=_("other agreement"))
    kind = TermsFilter(AgreementRelation.Kind, label=_("kind"))

    class Meta:
        model = AgreementRelation
        fields: tuple[str, ...] = ()


class PositionFilterSet(RecordFilterSet):
    search = None
    person = SlugsFilter(Person, lambda people: Q(person__in=people))
    partner = SlugsFilter(Partner, lambda partners: Q(partner__in=partners))
    first_cited_from, first_cited_to, first_cited_certainly_from, first_cited_certainly_to = date_filters(
        "first_cited", _("first cited")
    )
    certainty = CertaintyFilter()

    class Meta:
        model = Position
        fields: tuple[str, ...] = ()


class SuccessionFilterSet(RecordFilterSet):
    search = None
    partner = SlugsFilter(Partner, lambda partners: Q(predecessor__in=partners) | Q(successor__in=partners))
    kind = TermsFilter(Succession.Kind, label=_("kind"))
    certainty = CertaintyFilter()

    class Meta:
        model = Succession
        fields: tuple[str, ...] = ()


class TopicFilterSet(RecordFilterSet):
    ordering = StableOrdering(fields={"sort_key": "label"})

    class Meta:
        model = Topic
        fields: tuple[str, ...] = ()


class SolutionFilterSet(RecordFilterSet):
    provider = SlugsFilter(Partner, lambda partners: Q(provider__in=partners), label=_("provider"))
    ordering = StableOrdering(fields={"sort_key": "name"})

    class Meta:
        model = Solution
        fields: tuple[str, ...] = ()


class DeploymentFilterSet(RecordFilterSet):
    search = None
    solution = SlugsFilter(Solution, lambda solutions: Q(solution__in=solutions))
    partner = SlugsFilter(Partner, lambda partners: Q(partner__in=partners))
    provider = SlugsFilter(Partner, lambda partners: Q(provider__in=partners), label=_("provider"))
    province = ProvinceFilter(lambda areas: within(areas, "area") | within(areas, "partner__area"))
    certainty = CertaintyFilter()

    class Meta:
        model = Deployment
        fields: tuple[str, ...] = ()


class IndicatorFilterSet(RecordFilterSet):
    ordering = StableOrdering(fields={"sort_key": "name"})

    class Meta:
        model = Indicator
        fields: tuple[str, ...] = ()


class ObservationFilterSet(RecordFilterSet):
    search = None
    indicator = SlugsFilter(Indicator, lambda indicators: Q(indicator__in=indicators))
    partner = SlugsFilter(Partner, lambda partners: Q(partner__in=partners))
    province = ProvinceFilter(lambda areas: within(areas, "area") | within(areas, "partner__area"))
    as_of_from, as_of_to, as_of_certainly_from, as_of_certainly_to = date_filters("as_of", _("as of"))
    certainty = CertaintyFilter()

    class Meta:
        model = Observation
        fields: tuple[str, ...] = ()


class EventFilterSet(RecordFilterSet):
    kind = TermsFilter(Event.Kind, label=_("kind"))
    agreement = SlugsFilter(
        Agreement,
        lambda agreements: Q(pk__in=Event.objects.filter(agreement_links__agreement__in=agreements).values("pk")),
    )
    date_from, date_to, date_certainly_from, date_certainly_to = date_filters("date", _("date"))
    certainty = CertaintyFilter()
    ordering = StableOrdering(fields={"sort_date": "date", "sort_key": "title"})

    class Meta:
        model = Event
        fields: tuple[str, ...] = ()
