"""What topics, solutions and what came of agreements are narrowed by."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from articles.filters import CertaintyFilter
from records.date_filters import date_filters
from records.filters import RecordFilterSet, SlugsFilter, StableOrdering, TermsFilter

from ..models import Agreement, Deployment, Event, Indicator, Observation, Partner, Solution, Topic
from .places import ProvinceFilter, within


class TopicFilterSet(RecordFilterSet):
    ordering = StableOrdering(fields={"sort_key": "label"})

    class Meta(RecordFilterSet.Meta):
        model = Topic


class SolutionFilterSet(RecordFilterSet):
    provider = SlugsFilter(Partner, lambda partners: Q(provider__in=partners), label=_("provider"))
    ordering = StableOrdering(fields={"sort_key": "name"})

    class Meta(RecordFilterSet.Meta):
        model = Solution


class DeploymentFilterSet(RecordFilterSet):
    search = None
    solution = SlugsFilter(Solution, lambda solutions: Q(solution__in=solutions))
    partner = SlugsFilter(Partner, lambda partners: Q(partner__in=partners))
    provider = SlugsFilter(Partner, lambda partners: Q(provider__in=partners), label=_("provider"))
    province = ProvinceFilter(lambda areas: within(areas, "area") | within(areas, "partner__area"))
    state = TermsFilter(Deployment.State, label=_("state"))
    as_of_from, as_of_to, as_of_certainly_from, as_of_certainly_to = date_filters("as_of", _("as of"))
    certainty = CertaintyFilter()

    class Meta(RecordFilterSet.Meta):
        model = Deployment


class IndicatorFilterSet(RecordFilterSet):
    ordering = StableOrdering(fields={"sort_key": "name"})

    class Meta(RecordFilterSet.Meta):
        model = Indicator


class ObservationFilterSet(RecordFilterSet):
    search = None
    indicator = SlugsFilter(Indicator, lambda indicators: Q(indicator__in=indicators))
    partner = SlugsFilter(Partner, lambda partners: Q(partner__in=partners))
    province = ProvinceFilter(lambda areas: within(areas, "area") | within(areas, "partner__area"))
    as_of_from, as_of_to, as_of_certainly_from, as_of_certainly_to = date_filters("as_of", _("as of"))
    certainty = CertaintyFilter()

    class Meta(RecordFilterSet.Meta):
        model = Observation


class EventFilterSet(RecordFilterSet):
    kind = TermsFilter(Event.Kind, label=_("kind"))
    agreement = SlugsFilter(
        Agreement,
        lambda agreements: Q(pk__in=Event.objects.filter(agreement_links__agreement__in=agreements).values("pk")),
    )
    date_from, date_to, date_certainly_from, date_certainly_to = date_filters("date", _("date"))
    certainty = CertaintyFilter()
    ordering = StableOrdering(fields={"sort_date": "date", "sort_key": "title"})

    class Meta(RecordFilterSet.Meta):
        model = Event
