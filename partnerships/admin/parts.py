"""The parts of agreements: in the agreement's form, and as tables of their own."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from django.contrib import admin
from django.db import models
from django.urls import reverse
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.admin import EVIDENCE_HELP
from articles.forms import FactForm, ReadingsForm
from articles.models import Fact
from changesets.admin import TableAdmin
from partnerships.models import AgreementRelation, Clause, Partner, Party, Position, Signatory
from partnerships.models.sides import sides_by_kind
from records.admin import ChoiceFilter, PartAdmin, PartFormSet, StackedPart
from records.models import Status
from records.roles import permissions

FACT_ROWS = ("passages", ("certainty", "reason"), "note")
# The same where passages may read a value otherwise (`articles.forms.ReadingsForm`).
READ_ROWS = ("passages", "readings", ("certainty", "reason"), "note")


class PartyFormSet(PartFormSet):
    party_formsets: ClassVar[list[PartyFormSet]]  # of this page: given by the agreement's, on a class made for it

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.party_formsets.append(self)

    def clean(self) -> None:
        """Where no side is typed, it is what the kinds of the partners say."""
        super().clean()
        named = [form for form in self.kept_forms() if form.cleaned_data.get("partner")]
        said = [(form.cleaned_data["partner"].kind, form.cleaned_data.get("side", "")) for form in named]
        for form, side in zip(named, sides_by_kind(said), strict=True):
            if side:
                form.instance.side = form.cleaned_data["side"] = side
            elif not form.errors:
                form.add_error("side", form.fields["side"].error_messages["required"])


class PartyReferenceFormSet(PartFormSet):
    """Rows that name parties of the same agreement by their partners: new parties have no key yet."""

    party_formsets: ClassVar[list[PartyFormSet]]  # see there; one, validated and saved before these rows

    def clean(self) -> None:
        super().clean()
        (parties,) = self.party_formsets
        if not parties.is_valid():
            return
        # The parties as they will be, saved or not.
        found = {form.instance.partner_id: form.instance for form in parties.kept_forms()}
        for form in self.kept_forms():
            if not form.errors and (strangers := form.find_parties(found)):
                names = get_text_list([f"“{partner}”" for partner in strangers], _("and"))
                message = _("%(names)s: no party to this agreement.") % {"names": names}
                form.add_error(form.party_field, message)


class ClauseFormSet(PartyReferenceFormSet):
    def clean(self) -> None:
        """Count on where no number is typed."""
        super().clean()
        filled = [form.instance for form in self.kept_forms() if form.has_changed() or form.instance.pk]
        last = max((clause.number for clause in filled if clause.number), default=0)
        for number, clause in enumerate((clause for clause in filled if clause.number is None), last + 1):
            clause.number = number


class PartyForm(ReadingsForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["side"].required = False  # `PartyFormSet` fills it


class SignatoryForm(FactForm):
    party_field = "party"
    partner: Partner | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.party:
            self.initial["party"] = self.instance.party.partner_id

    def clean_party(self) -> None:
        # Not yet a party: `find_parties` puts it in place once the parties of the form are known.
        self.partner = self.cleaned_data["party"]

    def find_parties(self, parties: dict[int, Party]) -> list[Partner]:
        if self.partner is None:
            return []
        if self.partner.pk not in parties:
            return [self.partner]
        self.instance.party = parties[self.partner.pk]
        return []

    def save_links(self) -> None:
        super().save_links()
        if {"person", "party", "capacity"} & set(self.changed_data):
            self.draft_office()

    def draft_office(self) -> None:
        """Have the office in which somebody signed stand among those of the person, too."""
        row: Signatory = self.instance
        if not (row.party and self.user.has_perms(permissions("add", Position))):
            return
        held = Position._default_manager.filter(person=row.person, partner=row.party.partner)
        if not Position.is_told_anew(row.capacity, held.values_list("title", flat=True)):
            return
        signed = row.agreement.signed
        office = Position(person=row.person, partner=row.party.partner, title=row.capacity)
        office.first_cited = office.last_cited = signed
        office.certainty, office.reason = row.certainty, row.reason
        office.save()
        office.set_links("passages", self.cleaned_data["passages"])


class ClauseForm(ReadingsForm):
    party_field = "obligors"
    parties: dict[int, Party]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["number"].required = False  # `ClauseFormSet` counts
        self.initial["obligors"] = [party.partner_id for party in self.initial.get("obligors", ())]

    def find_parties(self, parties: dict[int, Party]) -> list[Partner]:
        self.parties = parties
        return [one for one in self.cleaned_data.get("obligors", ()) if one.pk not in parties]

    def linked(self, name: str) -> Iterable[models.Model]:
        chosen = super().linked(name)
        return [self.parties[one.pk] for one in chosen] if name == "obligors" else chosen


class _ReadPart(StackedPart):
    """An inline of facts of which passages may read a value otherwise."""

    model: type[Fact]

    def get_queryset(self, request: Any) -> models.QuerySet:
        return self.model.with_citations(super().get_queryset(request))


class PartyInline(_ReadPart):
    model = Party
    key = "Alt+B"
    form = PartyForm
    formset = PartyFormSet
    line = ("partner", "name_as_printed", "side", "role", "passages")
    layout = ((None, (("partner", "side", "role"), "name_as_printed", *READ_ROWS)),)
    help_texts = {
        **EVIDENCE_HELP,
        "partner": gettext_lazy("Type part of its name, accents or not; a name that nobody goes by becomes a draft."),
        "name_as_printed": gettext_lazy("As the article writes it, e.g. UBND tỉnh Nghệ An."),
        "side": gettext_lazy(
            "Left empty, the kind of the partner says it. An association or mass organisation is an organisation, no "
            "public body; a customer is another party."
        ),
    }

    def formfield_for_choice_field(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        field: Any = super().formfield_for_choice_field(db_field, request, **kwargs)
        if db_field.name == "side":
            field.widget.attrs["data-sides"] = reverse("admin:agreement_sides")
        return field


class PartyReferenceInline(StackedPart):
    """An inline whose `party_field` chooses among partners, see `PartyReferenceFormSet`."""

    formset = PartyReferenceFormSet
    form: Any

    def completing_link(self, db_field: Any) -> Any:
        return Party._meta.get_field("partner") if db_field.name == self.form.party_field else db_field

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == self.form.party_field:  # the parties of this form are offered first
            field.widget.attrs["data-near"] = "[name^=parties-][name$=-partner]"
        return field


class ClauseInline(PartyReferenceInline, _ReadPart):
    model = Clause
    key = "Alt+N"
    form = ClauseForm
    formset = ClauseFormSet
    line = ("number", "heading", "obligors", "strength", "passages")
    layout = (
        (
            None,
            (
                "heading",
                ("number", "kind", "strength"),
                "text",
                "topics",
                "obligors",
                ("condition", "due", "outcome", "outcome_date"),
                *READ_ROWS,
            ),
        ),
    )
    help_texts = {
        **EVIDENCE_HELP,
        "number": gettext_lazy("Left empty, it is counted."),
        "heading": gettext_lazy("What it is about, in a few words of our own."),
        "topics": gettext_lazy("Entries of the taxonomy, at least one where it fits."),
        "obligors": gettext_lazy("Who owes it, is hoped to do it or did it, of the parties above; none if both do."),
        "outcome": gettext_lazy("What an article says came of it; unknown if none does."),
    }


class SignatoryInline(PartyReferenceInline):
    model = Signatory
    key = "Alt+P"
    form = SignatoryForm
    line = ("person", "capacity", "part", "party", "passages")
    layout = ((None, (("person", "part"), "capacity", "party", *FACT_ROWS)),)
    help_texts = {
        **EVIDENCE_HELP,
        "capacity": gettext_lazy("The office as printed then; it becomes an office of the person's as well."),
        "person": gettext_lazy("Who signed, exchanged the documents, attended or spoke."),
        "party": gettext_lazy("For which of the parties above, where the article says."),
    }

    def get_queryset(self, request: Any) -> models.QuerySet:
        return super().get_queryset(request).select_related("party")


class RelationInline(StackedPart):
    model = AgreementRelation
    form = FactForm
    fk_name = "agreement"
    line = ("kind", "other", "passages")
    layout = ((None, (("kind", "other"), *FACT_ROWS)),)
    help_texts = {
        **EVIDENCE_HELP,
        "other": gettext_lazy("The earlier or larger agreement that this one renews, follows, is part of ..."),
    }


@admin.register(Party)
class PartyAdmin(TableAdmin, PartAdmin):
    list_display = ("partner", "agreement", "side", "role", "name_as_printed", "certainty")
    list_filter = ("side", "role", "certainty")
    searched_links = ("partner", "agreement")


class OverdueFilter(ChoiceFilter):
    """What should have come about, and of which nobody says what came of it."""

    title = gettext_lazy("overdue")
    parameter_name = "overdue"

    def lookups(self, request: Any, model_admin: Any) -> Any:
        return [("true", gettext_lazy("past due, nothing told"))]

    def narrowed(self, queryset: Any, value: str) -> models.QuerySet:
        return queryset.in_states(Clause.State.OVERDUE).exclude(agreement__status=Status.WITHDRAWN)


@admin.register(Clause)
class ClauseAdmin(TableAdmin, PartAdmin):
    list_display = ("number", "heading", "kind", "outcome", "agreement", "certainty")
    list_filter = (OverdueFilter, "kind", "outcome", "certainty")
    list_display_links = ("heading",)


@admin.register(Signatory)
class SignatoryAdmin(TableAdmin, PartAdmin):
    list_display = ("person", "part", "capacity", "agreement", "certainty")
    list_filter = ("part", "certainty")


@admin.register(AgreementRelation)
class RelationAdmin(TableAdmin, PartAdmin):
    list_display = ("agreement", "kind", "other", "certainty")
    list_filter = ("kind", "certainty")
