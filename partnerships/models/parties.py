"""Who an agreement binds, and who was there when it was signed."""

from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from articles.models import Certainty, Citation, Fact, Reading, cited_passages, explained, read_field
from people.models import Person
from records.checks import Check, Severity, of_each, wholly_before
from records.columns import Column, field_columns, linked
from records.constraints import once
from records.fields import FoldedField, LineField, TermField
from records.models import TrackedManager, TrackedModel, TrackedQuerySet
from records.upgrades import value

from .area_history import before_and_after
from .areas import Area
from .partners import Partner, Succession
from .positions import Position


class PartyQuerySet(TrackedQuerySet):
    def with_partner(self) -> Self:
        return self.select_related("partner").prefetch_related(models.Prefetch("partner__area", Area.objects.public()))


class Party(Fact):
    """A partner's part in an agreement."""

    collection = "parties"
    table_order = 20
    key_fields = ("agreement", "partner")
    public_parents = ("agreement", "partner")
    column_names = ("agreement", "partner", "side", "role", "name_as_printed")
    former = (value("side", "other", side="neither"),)

    class Side(models.TextChoices):
        PROVIDER = "provider", _("provider")
        PUBLIC_BODY = "public_body", _("public body")
        ORGANISATION = "organisation", _("organisation")
        NEITHER = "neither", _("other party")

    class Role(models.TextChoices):
        PRINCIPAL = "principal", _("principal")
        CONTRACTING_UNIT = "contracting_unit", _("unit that signs")
        BENEFICIARY = "beneficiary", _("beneficiary")
        WITNESS = "witness", _("witness")

    agreement = models.ForeignKey("Agreement", models.CASCADE, verbose_name=_("agreement"), related_name="parties")
    partner = models.ForeignKey(Partner, models.PROTECT, verbose_name=_("partner"), related_name="parties")
    side = TermField(
        _("side"),
        choices=Side.choices,
        help_text=_(
            "An association or mass organisation is an organisation, no public body; a customer is another party."
        ),
    )
    role = TermField(_("role"), choices=Role.choices, default=Role.PRINCIPAL)
    name_as_printed = LineField(_("name as printed"), max_length=300, blank=True)
    passages = cited_passages("PartyCitation", "parties")
    folded = FoldedField(sources=("name_as_printed",))

    # Where its partner is, then and now (`partnerships.models.area_tree`), where the page of its agreement has told it.
    place: Any
    # Where the register is held against a claim: how sure it is that it belongs there, and what its provider says.
    certainty_held: Certainty
    provider_certainty: str
    provider_reason: str

    objects = TrackedManager.from_queryset(PartyQuerySet)()

    class Meta(TrackedModel.Meta):
        verbose_name = _("party")
        verbose_name_plural = _("parties")
        ordering = ("agreement_id", "side", "id")
        indexes = (models.Index(fields=("agreement", "side", "partner"), name="partnerships_party_sides"),)
        constraints = (
            explained(),
            once("agreement", "partner", sentence=_("This partner is already a party to the agreement.")),
        )

    def __str__(self) -> str:
        return self.name_as_printed or f"{self.get_side_display()} ({self.partner_id})"

    @classmethod
    def checks(cls) -> tuple[Check, ...]:
        return (
            *super().checks(),
            Check(
                "area-of-another-time",
                Severity.WARNING,
                lambda rows: rows.filter(
                    wholly_before("agreement__signed", "partner__area__founded")
                    | wholly_before("partner__area__ended", "agreement__signed")
                ),
                _("The area of the partner did not exist on the day of signing: choose the partner of that day."),
                of_each(cls.of_the_area_then),
                reads=("partner__area", "partner__area__founded", "partner__area__ended"),
            ),
            Check(
                "partner-of-another-time",
                Severity.WARNING,
                cls._with_partner_of_another_time,
                _("The partner did not exist on the day of signing: choose the one that it came from or went into."),
                of_each(cls.partners_then),
                reads=tuple(
                    f"partner__successions_{way}__{name}" for way in ("to", "from") for name in ("kind", "date")
                ),
            ),
            Check(
                "association-as-public-body",
                Severity.WARNING,
                lambda rows: rows.filter(side=cls.Side.PUBLIC_BODY, partner__kind=Partner.Kind.ASSOCIATION),
                _("An association is no public body: choose the side of organisations."),
                reads=("partner__kind",),
            ),
        )

    @classmethod
    def _with_partner_of_another_time(cls, rows: models.QuerySet) -> models.QuerySet:
        gone, new = Succession.WHOLE, (Succession.Kind.RENAME, Succession.Kind.SPLIT)
        before = Succession.objects.filter(
            predecessor=OuterRef("partner"), kind__in=gone, date_latest__lt=OuterRef("agreement__signed_earliest")
        )
        after = Succession.objects.filter(
            successor=OuterRef("partner"), kind__in=new, date_earliest__gt=OuterRef("agreement__signed_latest")
        )
        return rows.filter(Exists(before) | Exists(after))

    def partners_then(self) -> list[Partner]:
        near = Q(successions_to__successor=self.partner_id) | Q(successions_from__predecessor=self.partner_id)
        return [*Partner.objects.filter(near).distinct()]

    def of_the_area_then(self) -> list[Any]:
        """Where its area did not exist, what may be meant: partners of the kind in the area of that day, or that."""
        area: Any = self.partner.area
        day = self.agreement.signed_earliest or self.agreement.signed_latest
        there = before_and_after(area).filter(
            Q(founded_earliest__isnull=True) | Q(founded_earliest__lte=day),
            Q(ended_latest__isnull=True) | Q(ended_latest__gte=day),
        )
        there = there.filter(name=area.name) or there
        return [*Partner.objects.filter(kind=self.partner.kind, area__in=there)] or [*there]


def party_elsewhere(of_another: Q, column: str) -> Check:
    sentence = _("The party belongs to another agreement: choose one of this agreement.")
    return Check("party-elsewhere", Severity.ERROR, lambda rows: rows.filter(of_another), sentence, column=column)


class PartyCitation(Citation):
    fact = models.ForeignKey(Party, models.CASCADE, related_name="citations")


class PartyReading(Reading):
    citation = models.ForeignKey(PartyCitation, models.CASCADE, related_name="readings")
    field = read_field(side=_("side"))


class SignatoryQuerySet(TrackedQuerySet):
    def with_party(self) -> Self:
        return self.prefetch_related(models.Prefetch("party", Party.objects.public().select_related("partner")))

    def with_person(self) -> Self:
        return self.select_related("person").with_party()

    def with_agreement(self) -> Self:
        return self.select_related("agreement").with_party()


class Signatory(Fact):
    """A person's part in the signing, in the capacity the article prints."""

    collection = "signatories"
    table_order = 40
    key_fields = ("agreement", "person", "part")
    public_parents = ("agreement", "person")

    class Part(models.TextChoices):
        SIGNED = "signed", _("signed")
        EXCHANGED = "exchanged", _("exchanged the documents")
        ATTENDED = "attended", _("attended")
        SPOKE = "spoke", _("spoke")
        NOT_SAID = "not_said", _("part not said")

    agreement = models.ForeignKey("Agreement", models.CASCADE, verbose_name=_("agreement"), related_name="signatories")
    person = models.ForeignKey(Person, models.PROTECT, verbose_name=_("person"), related_name="signatories")
    part = TermField(_("part"), choices=Part.choices, default=Part.NOT_SAID)
    party = models.ForeignKey(
        Party, models.SET_NULL, verbose_name=_("for the party"), related_name="signatories", null=True, blank=True
    )
    capacity = LineField(
        _("capacity"), max_length=300, blank=True, help_text=_("The office as printed then, not as it is today.")
    )
    passages = cited_passages("SignatoryCitation", "signatories")

    objects = TrackedManager.from_queryset(SignatoryQuerySet)()

    class Meta(TrackedModel.Meta):
        verbose_name = _("signatory")
        verbose_name_plural = _("signatories")
        ordering = ("agreement_id", "id")
        constraints = (
            explained(),
            once("agreement", "person", "part", sentence=_("This person already has that part in the signing.")),
        )

    def __str__(self) -> str:
        return f"{self.get_part_display()} ({self.person_id})"

    @classmethod
    def own_columns(cls) -> tuple[Column, ...]:
        return (
            *field_columns(cls, "agreement", "person", "part"),
            linked(cls, "party", "partner__slug", refers="partners", help=_("The slug of the party's partner.")),
            *field_columns(cls, "capacity"),
        )

    @classmethod
    def checks(cls) -> tuple[Check, ...]:
        of_another = Q(party__isnull=False) & ~Q(party__agreement=F("agreement"))
        office = Check(
            "office-of-another-time",
            Severity.WARNING,
            cls._with_office_of_another_time,
            _("No office recorded of the person at this partner was held on the day of signing: look at it again."),
            of_each(cls.offices_then),
            reads=("person__positions__started", "person__positions__ended"),
        )
        return (*super().checks(), party_elsewhere(of_another, "party"), office)

    @classmethod
    def _with_office_of_another_time(cls, rows: models.QuerySet) -> models.QuerySet:
        first = Coalesce(OuterRef("agreement__signed_earliest"), Value(date.min))
        last = Coalesce(OuterRef("agreement__signed_latest"), Value(date.max))
        offices = Position.objects.filter(person=OuterRef("person"), partner=OuterRef("party__partner"))
        return rows.filter(Exists(offices)).exclude(Exists(offices.held_between(first, last)))

    def offices_then(self) -> list[Position]:
        first, last = self.agreement.signed_earliest or date.min, self.agreement.signed_latest or date.max
        return [*Position.objects.filter(person=self.person_id).held_between(first, last)]


class SignatoryCitation(Citation):
    fact = models.ForeignKey(Signatory, models.CASCADE, related_name="citations")
