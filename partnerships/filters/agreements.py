"""What agreements and the rows that belong to them are narrowed by."""

from collections.abc import Iterable
from datetime import date
from typing import Any, ClassVar

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from articles.filters import CertaintyFilter
from articles.models import Article
from people.models import Person
from records.date_filters import DayFilter, YearsFilter, date_filters
from records.filters import RecordFilterSet, SlugsFilter, StableOrdering, TermsFilter, TruthFilter

from ..models import (
    Agreement,
    AgreementLegalBasis,
    AgreementRelation,
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
    kind = TermsFilter(Agreement.Kind, label=_("kind"))
    strategic = TermsFilter(Agreement.Strategic, label=_("strategic or not"))
    province = ProvinceFilter(
        lambda areas: Q(pk__in=Party.objects.public().filter(within(areas, "partner__area")).values("agreement"))
    )
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
    signed_from, signed_to, signed_certainly_from, signed_certainly_to = date_filters("signed", _("date of signing"))
    certainty = CertaintyFilter()
    ordering = StableOrdering(fields={"sort_date": "signed", "period_latest": "period_end", "sort_key": "title"})
    sharpening: ClassVar = {"certainly": ("lifecycle", "in_force_on")}

    class Meta(RecordFilterSet.Meta):
        model = Agreement

    @property
    def certainly_asked(self) -> bool:
        return self.form.cleaned_data.get("certainly") == "true"

    def filter_lifecycle(self, queryset: Any, name: str, states: list[str]) -> Any:
        if not states:
            return queryset
        return queryset.in_states(*states, certainly=self.certainly_asked)

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

    class Meta(RecordFilterSet.Meta):
        model = Party


class StateOrdering(StableOrdering):
    def terms(self, model: Any, name: str) -> Iterable[Any]:
        return Clause.by_state() if name == "state" else super().terms(model, name)


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
    state = TermsFilter(Clause.State, method="filter_state", label=_("state"))
    side = TermsFilter(Clause.Side, method="filter_side", label=_("side that owes it"))
    province = ProvinceFilter(
        lambda areas: Q(agreement__in=Party.objects.public().filter(within(areas, "partner__area")).values("agreement"))
    )
    year = YearsFilter(field_name="due", label=_("year it is due"))
    due_from, due_to, due_certainly_from, due_certainly_to = date_filters("due", _("due"))
    certainty = CertaintyFilter()
    ordering = StateOrdering(
        fields={"due_latest": "due"}, choices=(("state", _("state")), ("due", _("due")), ("-due", _("due, last first")))
    )

    class Meta(RecordFilterSet.Meta):
        model = Clause

    def filter_state(self, queryset: Any, name: str, states: list[str]) -> Any:
        return queryset.in_states(*states) if states else queryset

    def filter_side(self, queryset: Any, name: str, sides: list[str]) -> Any:
        return queryset.filter(Clause.owed_by_side_q(sides)) if sides else queryset


class SignatoryFilterSet(AgreementFactFilterSet):
    person = SlugsFilter(Person, lambda people: Q(person__in=people))
    part = TermsFilter(Signatory.Part, label=_("part"))

    class Meta(RecordFilterSet.Meta):
        model = Signatory


class RelationFilterSet(AgreementFactFilterSet):
    other = SlugsFilter(Agreement, lambda agreements: Q(other__in=agreements), label=_("other agreement"))
    kind = TermsFilter(AgreementRelation.Kind, label=_("kind"))

    class Meta(RecordFilterSet.Meta):
        model = AgreementRelation
