"""Organisations that take part in agreements, their names and what became of them."""

from typing import Self

from django.db import models
from django.db.models import F, OuterRef, Q, Value
from django.db.models.functions import Concat
from django.utils.translation import gettext_lazy as _

from articles.models import Citation, Fact, cited_passages, explained, web_address
from records.checks import Check, Severity, no_circle
from records.checks.look_alikes import look_alikes
from records.columns import Column, derived_slugs, field_columns, joined, or_null, paired
from records.constraints import once, rule, single_name
from records.fields import FoldedField, LineField, ProseField, SortKeyField, TermField
from records.models import PublishableModel, Record, RecordManager, TrackedModel, TrackedQuerySet

from .area_history import province_then, with_province_now
from .areas import Area
from .english import body_in_english
from .successions import Continuing


class PartnerQuerySet(TrackedQuerySet):
    def with_related(self) -> Self:
        """Its group and its other names; where it is tells `partnerships.models.area_tree`."""
        return self.prefetch_related(models.Prefetch("parent", Partner.objects.public()), "names")


class Partner(Record):
    """Any organisation that takes part: a group, its unit, a people's committee, a department ..."""

    collection = "partners"
    table_order = 60
    shows_far = ("areas",)  # today's province of its area
    searched = ("folded", "names__folded")

    class Kind(models.TextChoices):
        GROUP = "group", _("corporate group")
        ENTERPRISE = "enterprise", _("enterprise")
        PROVIDER_UNIT = "provider_unit", _("unit of a group")
        PEOPLES_COMMITTEE = "peoples_committee", _("people's committee")
        DEPARTMENT = "department", _("department")
        TAX_OFFICE = "tax_office", _("tax office")
        PARTY_COMMITTEE = "party_committee", _("Party committee")
        MASS_ORGANISATION = "mass_organisation", _("mass organisation")
        ASSOCIATION = "association", _("association")
        SCHOOL = "school", _("school or institute")
        ARMED_FORCES = "armed_forces", _("armed forces or police")
        MINISTRY = "ministry", _("ministry or government")
        OTHER = "other", _("other")

    # Of these a unit is a part; a public body has others below it.
    BUSINESS = (Kind.GROUP, Kind.ENTERPRISE, Kind.PROVIDER_UNIT)

    name = LineField(_("name"), max_length=300, help_text=_("The name it is shown under."))
    kind = TermField(_("kind"), choices=Kind.choices)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        verbose_name=_("unit of"),
        related_name="units",
        null=True,
        blank=True,
        help_text=_("VNPT for VNPT Thanh Hóa."),
    )
    area = models.ForeignKey(
        Area, models.PROTECT, verbose_name=_("area"), related_name="partners", null=True, blank=True
    )
    website = models.URLField(_("website"), max_length=500, blank=True)
    description = ProseField(_("description"), max_length=2000, blank=True)
    folded = FoldedField(sources=("name", "description"))
    sort_key = SortKeyField(sources=("name",))

    objects = RecordManager.from_queryset(PartnerQuerySet)()

    class Meta(Record.Meta):
        verbose_name = _("partner")
        verbose_name_plural = _("partners")
        ordering = ("sort_key", "id")
        indexes = (models.Index(fields=("status", "sort_key", "id"), name="partnerships_partner_name"),)
        constraints = (
            *Record.Meta.constraints,
            web_address("website"),
            rule("not_itself", Q(parent__isnull=True) | ~Q(parent=F("id")), _("A partner is not a unit of itself.")),
        )

    @property
    def english(self) -> str:
        return body_in_english(self.name)

    @property
    def is_business(self) -> bool:
        return self.kind in self.BUSINESS

    @classmethod
    def own_columns(cls) -> tuple[Column, ...]:
        names = PartnerName.objects.filter(partner=OuterRef("pk"))
        own = Partner.objects.filter(pk=OuterRef("pk"))
        now = with_province_now(own, "area__").exclude(province_now="").distinct()
        kind_and_name = Concat("kind", Value("="), "name", output_field=models.TextField())
        called = joined(names, kind_and_name, "kind", "sort_key", "id")
        form = _("kind=name, e.g. short=VNPT; kinds: official, short, former, variant.")
        several = _("Today's province of its area; several where that has been divided.")
        return (
            *field_columns(cls, "slug", "status", "name", "kind"),
            Column("names", called, label=_("other names"), help=form, **paired("kind", "name")),
            *field_columns(cls, "parent", "area", "website", "description"),
            Column(
                "province_then",
                province_then("area__"),
                derived=True,
                refers="areas",
                item=or_null,
                label=_("province then"),
            ),
            derived_slugs("provinces_now", now, "province_now", refers="areas", label=_("provinces now"), help=several),
        )

    @classmethod
    def checks(cls) -> tuple[Check, ...]:
        sentence = _("It is a unit of itself, by way of others: correct what it is a unit of.")
        of_a_place = Q(kind__in=(cls.Kind.PEOPLES_COMMITTEE, cls.Kind.PARTY_COMMITTEE))
        of_a_place |= Q(kind=cls.Kind.DEPARTMENT, folded__startswith=" so ")
        no_area = Check(
            "no-area",
            Severity.WARNING,
            lambda rows: rows.filter(of_a_place, area=None),
            _("It is a body of some place, and its area is not named: pages, map and filter of that miss it."),
        )
        return (*super().checks(), look_alikes(), no_circle("circle", "pk", "parent", sentence), no_area)


class PartnerName(TrackedModel):
    """Another name a partner goes, went or was printed by."""

    key_fields = ("partner", "kind", "name")
    public_parents = ("partner",)

    class Kind(models.TextChoices):
        OFFICIAL = "official", _("official")
        SHORT = "short", _("short")
        FORMER = "former", _("former")
        VARIANT = "variant", _("variant")

    partner = models.ForeignKey(Partner, models.CASCADE, verbose_name=_("partner"), related_name="names")
    kind = TermField(_("kind"), choices=Kind.choices)
    name = LineField(_("name"), max_length=300)
    folded = FoldedField(sources=("name",))
    sort_key = SortKeyField(sources=("name",))

    class Meta(TrackedModel.Meta):
        verbose_name = _("other name")
        verbose_name_plural = _("other names")
        ordering = ("kind", "sort_key", "id")
        constraints = (
            single_name(),
            once("partner", "kind", "name", sentence=_("This partner already has that name.")),
        )


class Succession(Continuing, PublishableModel, Fact):
    """One organisation continued by another: merged into it, split off, renamed."""

    collection = "successions"
    table_order = 70

    class Kind(models.TextChoices):
        MERGE = "merge", _("merged into")
        SPLIT = "split", _("split into")
        RENAME = "rename", _("renamed to")

    # After these there is no predecessor any more; what was split off may go back.
    WHOLE = (Kind.MERGE, Kind.RENAME)

    predecessor = models.ForeignKey(
        Partner, models.PROTECT, verbose_name=_("predecessor"), related_name="successions_to"
    )
    successor = models.ForeignKey(Partner, models.PROTECT, verbose_name=_("successor"), related_name="successions_from")
    kind = TermField(_("kind"), choices=Kind.choices)
    passages = cited_passages("SuccessionCitation", "successions")

    class Meta(Continuing.Meta, PublishableModel.Meta):
        verbose_name = _("succession")
        verbose_name_plural = _("successions")
        constraints = (
            explained(),
            *Continuing.Meta.constraints,
            rule("not_itself", ~Q(predecessor=F("successor")), _("A partner does not succeed itself.")),
        )


class SuccessionCitation(Citation):
    fact = models.ForeignKey(Succession, models.CASCADE, related_name="citations")
