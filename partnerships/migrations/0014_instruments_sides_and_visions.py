"""What instrument it is stands apart from whether it is strategic; sides and kinds of partners for whoever signs."""

from django.db import migrations, models

import records.fields
from records.migrations._operations import AlterTerms, Together

KINDS = [
    ("agreement", "cooperation agreement"),
    ("memorandum", "memorandum of understanding"),
    ("minutes", "minutes"),
    ("plan", "plan"),
    ("not_named", "document not named"),
]
FORMER_KINDS = [
    ("strategic_cooperation", "strategic cooperation agreement"),
    ("cooperation", "cooperation agreement"),
]
SIDES = [
    ("provider", "provider"),
    ("public_body", "public body"),
    ("organisation", "organisation"),
    ("neither", "other party"),
]
FORMER_SIDES = [("other", "neither side")]
ROLES = [
    ("principal", "principal"),
    ("contracting_unit", "unit that signs"),
    ("beneficiary", "beneficiary"),
    ("witness", "witness"),
]
COUNTS = [("districts", "district-level bodies with an agreement"), ("strategic", "public bodies in strategic cooperation")]
READ = [
    ("signed", "date of signing"),
    ("period", "period"),
    ("kind", "kind"),
    ("strategic", "strategic or not"),
]
PARTNERS = [
    ("group", "corporate group"),
    ("enterprise", "enterprise"),
    ("provider_unit", "unit of a group"),
    ("peoples_committee", "people's committee"),
    ("department", "department"),
    ("tax_office", "tax office"),
    ("party_committee", "Party committee"),
    ("mass_organisation", "mass organisation"),
    ("association", "association"),
    ("school", "school or institute"),
    ("armed_forces", "armed forces or police"),
    ("ministry", "ministry or government"),
    ("other", "other"),
]
KIND_HELP = "The instrument, as the article calls it; strategic or not is apart."
COUNTS_HELP = (
    "Only where the register can count the very same thing: claims are then shown beside what it holds."
)
SIDE_HELP = "An association or mass organisation is an organisation, no public body; a customer is another party."


def rows(apps, schema_editor, name):
    """The table and its history."""
    for model in (name, f"Historical{name}"):
        yield apps.get_model("partnerships", model)._base_manager.using(schema_editor.connection.alias)


def part(apps, schema_editor):
    for agreements in rows(apps, schema_editor, "Agreement"):
        agreements.filter(kind="strategic_cooperation").update(kind="agreement", strategic="yes")
        agreements.filter(kind="cooperation").update(kind="agreement")
    for parties in rows(apps, schema_editor, "Party"):
        parties.filter(side="other").update(side="neither")


def join(apps, schema_editor):
    for agreements in rows(apps, schema_editor, "Agreement"):
        unnamed = agreements.filter(kind__in=("agreement", "not_named"))
        unnamed.filter(strategic="yes").update(kind="strategic_cooperation")
        unnamed.exclude(strategic="yes").update(kind="cooperation")
    for parties in rows(apps, schema_editor, "Party"):
        parties.filter(side__in=("organisation", "neither")).update(side="other")
    for partners in rows(apps, schema_editor, "Partner"):
        partners.filter(kind__in=("enterprise", "school", "armed_forces")).update(kind="other")


def alter(name, field, terms, **options):
    """The terms of a column and of its history."""
    options = {"verbose_name": field, **options, "choices": terms, "max_length": 30}
    return [
        AlterTerms(model, field, records.fields.TermField(**options))
        for model in (name, f"historical{name}")
    ]


def add(name, field):
    return [migrations.AddField(model, name, field.clone()) for model in ("agreement", "historicalagreement")]


STRATEGIC = records.fields.TermField(
    choices=[("yes", "strategic"), ("no", "not strategic"), ("not_said", "not said")],
    default="not_said",
    help_text="Whether a passage calls the cooperation, or the partner, strategic.",
    max_length=30,
    verbose_name="strategic or not",
)
VISION = models.PositiveSmallIntegerField(
    blank=True,
    help_text="The year of “tầm nhìn 2035”, which reaches beyond the period: 2000 to 2100.",
    null=True,
    verbose_name="vision",
)
FACETS = "status kind strategic certainty signed_earliest signed_latest terminated terminated_earliest period"


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0001_initial"),
        ("partnerships", "0013_areas_without_code_and_successor"),
    ]

    # Rows move from one list of terms to the other while both are allowed. Together: each model once.
    operations = [
        migrations.RemoveIndex(model_name="agreement", name="partnerships_agreement_facets"),
        Together(
            [
                *add("strategic", STRATEGIC),
                *alter("party", "side", [*FORMER_SIDES, *SIDES]),
                *alter("partner", "kind", PARTNERS),
                *alter("agreementreading", "field", READ, verbose_name="value that is read"),
                *alter(
                    "indicator",
                    "counts",
                    COUNTS,
                    verbose_name="counted in the register as",
                    blank=True,
                    help_text=COUNTS_HELP,
                ),
            ]
        ),
        Together([*add("vision", VISION), *alter("party", "role", ROLES, default="principal")]),
        Together(alter("agreement", "kind", [*FORMER_KINDS, *KINDS])),
        migrations.RunPython(part, join),
        Together(
            [
                *alter("agreement", "kind", KINDS, help_text=KIND_HELP),
                *alter("party", "side", SIDES, help_text=SIDE_HELP),
            ]
        ),
        migrations.AddIndex(
            model_name="agreement",
            index=models.Index(
                fields=[*FACETS.split(), "period_earliest", "period_latest"], name="partnerships_agreement_facets"
            ),
        ),
        migrations.AddConstraint(
            model_name="agreement",
            constraint=models.CheckConstraint(
                condition=models.Q(("vision__isnull", True), ("vision__range", (2000, 2100)), _connector="OR"),
                name="partnerships_agreement_vision_year",
                violation_error_message="A vision is a year from 2000 to 2100.",
            ),
        ),
    ]
