"""What agreements and the rows that belong to them are narrowed by."""

from collections.abc import Iterable
from datetime import date
from typing import Any, ClassVar

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_filters.filterset import filterset_factory

from articles.models import Article
from people.models import Person
from records.choice_filters import SlugsFilter, StableOrdering, TermsFilter, TruthFilter
from records.date_filters import BOUNDS, DayFilter, EndFilter, YearsFilter
from records.filters import FactFilterSet, RecordFilterSet
from records.pagination import MOST_COUNTED, counted

from ..models import (
    Agreement,
    AgreementLegalBasis,
    AgreementRelation,
    Area,
    Clause,
    Lifecycle,
    Partner,
    Party,
    Signatory,
    Topic,
)
from ..models import lineage as lineage_of
from .places import ProvinceFilter, within


def agreed_by(partners: Iterable[int]) -> Any:
    """The keys of what any of the partners with these keys is a party to."""
    return Party.objects.public().filter(partner__in=list(partners)).values("agreement")


def agreed_in(areas: list[Area]) -> Any:
    """The keys of what anybody in the areas is a party to."""
    return Party.objects.public().filter(within(areas, "partner__area")).values("agreement")


def tied_to(agreements: list[Agreement]) -> Q:
    keys, ties = [agreement.pk for agreement in agreements], AgreementRelation.objects.public()
    later, earlier = ties.filter(other__in=keys).values("agreement"), ties.filter(agreement__in=keys).values("other")
    return Q(pk__in=keys) | Q(pk__in=later) | Q(pk__in=earlier)


class AgreementFilterSet(RecordFilterSet):
    lifecycle = TermsFilter(Lifecycle, method="filter_lifecycle", label=_("lifecycle"))
    certainly = TruthFilter(method="filter_certainly", label=_("only where the dates leave no doubt of it"))
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
    province = ProvinceFilter(lambda areas: Q(pk__in=agreed_in(areas)))
    partner = SlugsFilter(Partner, lambda partners: Q(pk__in=agreed_by(partner.pk for partner in partners)))
    lineage = SlugsFilter(
        Partner,
        lambda partners: Q(pk__in=agreed_by(key for partner in partners for key in lineage_of(partner))),
        label=_("partner, with its units and predecessors"),
    )
    tied_to = SlugsFilter(Agreement, tied_to, label=_("agreement, with those it is tied to"))
    topic = SlugsFilter(
        Topic,
        lambda topics: Q(pk__in=Clause.objects.agreed().filter(topic_links__topic__in=topics).values("agreement")),
    )
    person = SlugsFilter(
        Person, lambda people: Q(pk__in=Signatory.objects.public().filter(person__in=people).values("agreement"))
    )
    legal_basis = SlugsFilter(
        Article,
        lambda documents: Q(pk__in=AgreementLegalBasis.objects.filter(document__in=documents).values("agreement")),
        label=_("legal basis"),
    )
    year = YearsFilter(field_name="signed", label=_("year of signing"))
    ordering = StableOrdering(fields={"sort_date": "signed", "period_latest": "period_end", "sort_key": "title"})
    sharpening: ClassVar = {"certainly": ("lifecycle", "lifecycle_not", "in_force_on")}

    class Meta:
        model = Agreement
        fields = ("kind", "strategic", "signed", "certainty")

    @classmethod
    def get_filters(cls) -> dict[str, Any]:
        ends = {
            f"period_end_{bound}": EndFilter(bound, field_name="period", label=_("end of the period"))
            for bound in BOUNDS
        }
        return super().get_filters() | ends

    @property
    def certainly_asked(self) -> bool:
        return self.form.cleaned_data.get("certainly") == "true"

    def filter_lifecycle(self, queryset: Any, name: str, states: list[str]) -> Any:
        return queryset.in_states(*states, certainly=self.certainly_asked)

    def filter_certainly(self, queryset: Any, name: str, value: str) -> Any:
        return queryset  # read by the two filters it sharpens

    def filter_in_force_on(self, queryset: Any, name: str, day: date) -> Any:
        return queryset.in_force(day, certainly=self.certainly_asked)


PartyFilterSet = filterset_factory(Party, FactFilterSet, ("agreement", "certainty", "partner", "side", "role"))


class SignatoryFilterSet(FactFilterSet):
    party = SlugsFilter(Partner, lambda partners: Q(party__partner__in=partners), single=True, label=_("party"))

    class Meta:
        model = Signatory
        fields = ("agreement", "certainty", "person", "part")


RelationFilterSet = filterset_factory(AgreementRelation, FactFilterSet, ("agreement", "certainty", "other", "kind"))


class StateOrdering(StableOrdering):
    """By state, too; of very many as they are due, for a state is worked out from the day and no index has it."""

    def filter(self, queryset: Any, value: Any) -> Any:
        if "state" in (value or ()) and counted(queryset, MOST_COUNTED) > MOST_COUNTED:
            value = ["due" if value[0] == "state" else value[0]]  # whatever comes behind it is the same column
        return super().filter(queryset, value)

    def terms(self, model: Any, name: str) -> Iterable[Any]:
        return Clause.by_state() if name == "state" else super().terms(model, name)


class ClauseFilterSet(RecordFilterSet):
    topic = SlugsFilter(
        Topic, lambda topics: Q(pk__in=Clause.objects.filter(topic_links__topic__in=topics).values("pk"))
    )
    obligor = SlugsFilter(
        Partner,
        lambda partners: Q(pk__in=Clause.objects.filter(obligor_links__party__partner__in=partners).values("pk")),
        label=_("obligor"),
    )
    lineage = SlugsFilter(
        Partner,
        lambda partners: Q(agreement__in=agreed_by(key for partner in partners for key in lineage_of(partner))),
        label=_("partner, with its units and predecessors"),
    )
    state = TermsFilter(Clause.State, method="filter_state", label=_("state"))
    side = TermsFilter(Clause.Side, method="filter_side", label=_("side that owes it"))
    province = ProvinceFilter(lambda areas: Q(agreement__in=agreed_in(areas)))
    year = YearsFilter(field_name="due", label=_("year it is due"))
    ordering = StateOrdering(
        fields={"due_latest": "due"}, choices=(("state", _("state")), ("due", _("due")), ("-due", _("due, last first")))
    )

    class Meta:
        model = Clause
        fields = ("agreement", "kind", "strength", "outcome", "due", "certainty")

    def filter_state(self, queryset: Any, name: str, states: list[str]) -> Any:
        return queryset.in_states(*states)

    def filter_side(self, queryset: Any, name: str, sides: list[str]) -> Any:
        return queryset.filter(Clause.owed_by_side_q(sides))
