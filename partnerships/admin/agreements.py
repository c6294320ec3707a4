"""The agreement's page: everything an article says of it in one form."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, JsonResponse
from django.urls import path
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from articles.admin import EVIDENCE_HELP, READINGS, FactAdmin
from articles.forms import PublishableReadingsForm
from partnerships.models import Agreement, AgreementRelation, Lifecycle, Partner, Party
from partnerships.models.sides import sides_by_kind
from records.admin import ChoiceFilter
from records.forms import NEW, new_names, row_ids
from records.models import Status
from records.roles import permissions

from .partners import ProvinceFilter, areas_within, kind_of
from .parts import ClauseInline, PartyFormSet, PartyInline, RelationInline, SignatoryInline


class LifecycleFilter(ChoiceFilter):
    title = _("lifecycle")
    parameter_name = "lifecycle"

    def lookups(self, request: Any, model_admin: Any) -> Any:
        return Lifecycle.choices

    def narrowed(self, queryset: Any, value: str) -> QuerySet:
        return queryset.in_states(value)


class EndsFilter(ChoiceFilter):
    """Those that may end soon, and those that ended and that nothing continues; withdrawn ones aside."""

    title = _("end")
    parameter_name = "ends"
    NO_SUCCESSOR = "no-successor"

    def lookups(self, request: Any, model_admin: Any) -> Any:
        return [
            ("30", _("ends within 30 days")),
            ("90", _("ends within 90 days")),
            ("180", _("ends within 180 days")),
            (self.NO_SUCCESSOR, _("ended, without a successor")),
        ]

    def narrowed(self, queryset: Any, value: str) -> QuerySet:
        return ending(queryset, value)


def ending(agreements: Any, value: str) -> QuerySet:
    """The `agreements` that a value of the filter by their end chooses."""
    kept = agreements.exclude(status=Status.WITHDRAWN)
    if value != EndsFilter.NO_SUCCESSOR:
        # The period that another gives it is that one's to end.
        amending = AgreementRelation.objects.filter(
            Agreement.public_q("agreement__"), kind=AgreementRelation.Kind.AMENDS
        )
        kept = kept.exclude(pk__in=amending.exclude(agreement__period="").values("other"))
        return kept.filter(pk__in=Agreement.objects.expiring_within(int(value)).order_by().values("pk"))
    # What readers see none of continues nothing yet, or no more.
    continued = AgreementRelation.objects.continuing().filter(Agreement.public_q("agreement__")).values("other")
    return kept.in_states(Lifecycle.EXPIRED).exclude(pk__in=continued)


class AgreementProvinceFilter(ProvinceFilter):
    def narrowed(self, queryset: QuerySet, value: str) -> QuerySet:
        parties = Party._default_manager.filter(partner__area__in=areas_within(value))
        return queryset.filter(pk__in=parties.values("agreement"))


class YearFilter(ChoiceFilter):
    """The year in which it was, possibly, signed."""

    title = _("year of signing")
    parameter_name = "year"

    def lookups(self, request: Any, model_admin: Any) -> list[tuple[str, str]]:
        days = model_admin.model._default_manager.dates("signed_latest", "year", order="DESC")
        return [(str(day.year), str(day.year)) for day in days]

    def narrowed(self, queryset: QuerySet, value: str) -> QuerySet:
        first, last = date(int(value), 1, 1), date(int(value), 12, 31)
        begun = Q(signed_earliest__lte=last) | Q(signed_earliest__isnull=True)
        return queryset.filter(begun, signed_latest__gte=first)


class AgreementList(ChangeList):
    def apply_select_related(self, qs: Any) -> Any:
        return qs.with_readings().prefetch_related("parties__partner")


@require_safe
def sides_view(request: HttpRequest) -> JsonResponse:
    """The side that a save would give each party of a form: its `partner`, a number or a new name, and typed `side`."""
    if not request.user.has_perms(permissions("view", Agreement, Partner)):
        raise PermissionDenied
    partners, sides = request.GET.getlist("partner"), request.GET.getlist("side")
    known = Partner._default_manager.filter(pk__in=row_ids(partners)).values_list("pk", "kind")
    kinds = {str(pk): kind for pk, kind in known} | {NEW + name: kind_of(name) for name in new_names(partners)}
    parties = [(kinds.get(each, ""), side) for each, side in zip(partners, sides, strict=False)]
    return JsonResponse({"sides": sides_by_kind(parties)})


@admin.register(Agreement)
class AgreementAdmin(FactAdmin):
    form = PublishableReadingsForm
    list_display = ("title", "status", "signed", "period", "stands", "partners")
    list_filter = ("status", LifecycleFilter, EndsFilter, "kind", "strategic", YearFilter, AgreementProvinceFilter)
    layout = (
        (None, ("title", "slug", ("kind", "strategic", "status"))),
        (_("When and where"), (("signed", "period", "vision", "terminated"), "place")),
        (_("Content"), ("summary", "stated_points", "legal_basis")),
        READINGS,
    )
    help_texts = EVIDENCE_HELP
    # Parties first: clauses and signatories name them.
    inlines = (PartyInline, SignatoryInline, ClauseInline, RelationInline)

    def get_urls(self) -> list[Any]:
        return [path("sides/", self.admin_site.admin_view(sides_view), name="agreement_sides"), *super().get_urls()]

    def get_changelist(self, request: Any, **kwargs: Any) -> type[ChangeList]:
        return AgreementList

    @admin.display(description=_("lifecycle"))
    def stands(self, row: Any) -> str:
        return str(row.lifecycle.label)

    @admin.display(description=_("parties"))
    def partners(self, row: Agreement) -> str:
        return "; ".join(party.partner.name for party in row.parties.all())

    def get_formsets_with_inlines(self, request: Any, obj: Any = None) -> Iterator[Any]:
        """The rows that name parties of this agreement get to know the rows of parties, which come first."""
        parties: list[PartyFormSet] = []
        for formset, inline in super().get_formsets_with_inlines(request, obj):
            formset.party_formsets = parties
            yield formset, inline
