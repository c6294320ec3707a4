"""Outcomes say what was told of, and when: plans apart from use, wishes and deeds apart from promises."""

from django.db import migrations, models

import records.fields
from records.migrations._operations import AlterTerms


class Migration(migrations.Migration):
    dependencies = [
        ("partnerships", "0007_facts_say_why_by_a_term"),
    ]

    operations = [
        migrations.AddField(
            model_name="clause",
            name="outcome_date",
            field=records.fields.EDTFField(
                blank=True, interval=False, max_length=60, verbose_name="date of the outcome"
            ),
        ),
        migrations.AddField(
            model_name="clause",
            name="outcome_date_earliest",
            field=records.fields.BoundField(blank=True, bound="earliest", null=True, source="outcome_date"),
        ),
        migrations.AddField(
            model_name="clause",
            name="outcome_date_latest",
            field=records.fields.BoundField(blank=True, bound="latest", null=True, source="outcome_date"),
        ),
        migrations.AddField(
            model_name="deployment",
            name="as_of",
            field=records.fields.EDTFField(blank=True, interval=False, max_length=60, verbose_name="as of"),
        ),
        migrations.AddField(
            model_name="deployment",
            name="as_of_earliest",
            field=records.fields.BoundField(blank=True, bound="earliest", null=True, source="as_of"),
        ),
        migrations.AddField(
            model_name="deployment",
            name="as_of_latest",
            field=records.fields.BoundField(blank=True, bound="latest", null=True, source="as_of"),
        ),
        migrations.AddField(
            model_name="deployment",
            name="state",
            field=records.fields.TermField(
                choices=[
                    ("planned", "planned"),
                    ("under_way", "under way"),
                    ("in_use", "in use"),
                    ("ended", "no longer in use"),
                ],
                default="in_use",
                help_text="How far it had come, as the passage says; a plan is not in use.",
                max_length=30,
                verbose_name="state",
            ),
        ),
        migrations.AddField(
            model_name="historicalclause",
            name="outcome_date",
            field=records.fields.EDTFField(
                blank=True, interval=False, max_length=60, verbose_name="date of the outcome"
            ),
        ),
        migrations.AddField(
            model_name="historicalclause",
            name="outcome_date_earliest",
            field=records.fields.BoundField(blank=True, bound="earliest", null=True, source="outcome_date"),
        ),
        migrations.AddField(
            model_name="historicalclause",
            name="outcome_date_latest",
            field=records.fields.BoundField(blank=True, bound="latest", null=True, source="outcome_date"),
        ),
        migrations.AddField(
            model_name="historicaldeployment",
            name="as_of",
            field=records.fields.EDTFField(blank=True, interval=False, max_length=60, verbose_name="as of"),
        ),
        migrations.AddField(
            model_name="historicaldeployment",
            name="as_of_earliest",
            field=records.fields.BoundField(blank=True, bound="earliest", null=True, source="as_of"),
        ),
        migrations.AddField(
            model_name="historicaldeployment",
            name="as_of_latest",
            field=records.fields.BoundField(blank=True, bound="latest", null=True, source="as_of"),
        ),
        migrations.AddField(
            model_name="historicaldeployment",
            name="state",
            field=records.fields.TermField(
                choices=[
                    ("planned", "planned"),
                    ("under_way", "under way"),
                    ("in_use", "in use"),
                    ("ended", "no longer in use"),
                ],
                default="in_use",
                help_text="How far it had come, as the passage says; a plan is not in use.",
                max_length=30,
                verbose_name="state",
            ),
        ),
        migrations.AddField(
            model_name="historicalobservation",
            name="against_target",
            field=records.fields.TermField(
                blank=True,
                choices=[("exceeded", "exceeds it"), ("reached", "reaches it"), ("missed", "misses it")],
                help_text="How it compares, as the passage says.",
                max_length=30,
                verbose_name="against the target",
            ),
        ),
        migrations.AddField(
            model_name="historicalobservation",
            name="target",
            field=records.fields.LineField(
                blank=True,
                help_text="What it is held against: a number, or the plan that sets one.",
                max_length=300,
                verbose_name="target",
            ),
        ),
        migrations.AddField(
            model_name="observation",
            name="against_target",
            field=records.fields.TermField(
                blank=True,
                choices=[("exceeded", "exceeds it"), ("reached", "reaches it"), ("missed", "misses it")],
                help_text="How it compares, as the passage says.",
                max_length=30,
                verbose_name="against the target",
            ),
        ),
        migrations.AddField(
            model_name="observation",
            name="target",
            field=records.fields.LineField(
                blank=True,
                help_text="What it is held against: a number, or the plan that sets one.",
                max_length=300,
                verbose_name="target",
            ),
        ),
        AlterTerms(
            model_name="agreementrelation",
            name="kind",
            field=records.fields.TermField(
                choices=[
                    ("renews", "renews"),
                    ("supersedes", "supersedes"),
                    ("amends", "amends"),
                    ("part_of", "is part of"),
                    ("follows", "follows"),
                    ("extends", "extends"),
                ],
                max_length=30,
                verbose_name="kind",
            ),
        ),
        AlterTerms(
            model_name="clause",
            name="kind",
            field=records.fields.TermField(
                choices=[
                    ("area", "area of cooperation"),
                    ("obligation", "obligation"),
                    ("goal", "goal"),
                    ("wish", "wish"),
                    ("reported_deed", "reported deed"),
                ],
                default="area",
                help_text="A wish is hoped of the other side, a reported deed is told of as done; nobody promised either.",
                max_length=30,
                verbose_name="kind",
            ),
        ),
        migrations.AlterField(
            model_name="clause",
            name="obligors",
            field=models.ManyToManyField(
                blank=True,
                help_text="Who owes it, is hoped to do it or did it; none for an area both share.",
                related_name="obligations",
                through="partnerships.ClauseObligor",
                to="partnerships.party",
                verbose_name="obligors",
            ),
        ),
        AlterTerms(
            model_name="historicalagreementrelation",
            name="kind",
            field=records.fields.TermField(
                choices=[
                    ("renews", "renews"),
                    ("supersedes", "supersedes"),
                    ("amends", "amends"),
                    ("part_of", "is part of"),
                    ("follows", "follows"),
                    ("extends", "extends"),
                ],
                max_length=30,
                verbose_name="kind",
            ),
        ),
        AlterTerms(
            model_name="historicalclause",
            name="kind",
            field=records.fields.TermField(
                choices=[
                    ("area", "area of cooperation"),
                    ("obligation", "obligation"),
                    ("goal", "goal"),
                    ("wish", "wish"),
                    ("reported_deed", "reported deed"),
                ],
                default="area",
                help_text="A wish is hoped of the other side, a reported deed is told of as done; nobody promised either.",
                max_length=30,
                verbose_name="kind",
            ),
        ),
        AlterTerms(
            model_name="historicalobservation",
            name="bound",
            field=records.fields.TermField(
                choices=[
                    ("exact", "exactly"),
                    ("about", "about"),
                    ("at_least", "at least"),
                    ("more_than", "more than"),
                    ("at_most", "at most"),
                    ("almost", "almost"),
                ],
                default="exact",
                max_length=30,
                verbose_name="bound",
            ),
        ),
        AlterTerms(
            model_name="historicalsignatory",
            name="part",
            field=records.fields.TermField(
                choices=[
                    ("signed", "signed"),
                    ("exchanged", "exchanged the documents"),
                    ("attended", "attended"),
                    ("spoke", "spoke"),
                    ("not_said", "part not said"),
                ],
                default="not_said",
                max_length=30,
                verbose_name="part",
            ),
        ),
        AlterTerms(
            model_name="observation",
            name="bound",
            field=records.fields.TermField(
                choices=[
                    ("exact", "exactly"),
                    ("about", "about"),
                    ("at_least", "at least"),
                    ("more_than", "more than"),
                    ("at_most", "at most"),
                    ("almost", "almost"),
                ],
                default="exact",
                max_length=30,
                verbose_name="bound",
            ),
        ),
        AlterTerms(
            model_name="signatory",
            name="part",
            field=records.fields.TermField(
                choices=[
                    ("signed", "signed"),
                    ("exchanged", "exchanged the documents"),
                    ("attended", "attended"),
                    ("spoke", "spoke"),
                    ("not_said", "part not said"),
                ],
                default="not_said",
                max_length=30,
                verbose_name="part",
            ),
        ),
        migrations.AddConstraint(
            model_name="clause",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("outcome_date", ""),
                    ("outcome_date_earliest__isnull", False),
                    ("outcome_date_latest__isnull", False),
                    _connector="OR",
                ),
                name="partnerships_clause_outcome_date_known",
                violation_error_message="Write 27/10/2017, 6/2018, 2016, 2020-2025 or EDTF such as 2016?-08-03 or [..2014-10-15].",
            ),
        ),
        migrations.AddConstraint(
            model_name="clause",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("outcome_date", ""), models.Q(("outcome", "unknown"), _negated=True), _connector="OR"
                ),
                name="partnerships_clause_outcome_dated",
                violation_error_message="An outcome that is not known has no date.",
            ),
        ),
        migrations.AddConstraint(
            model_name="deployment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("as_of", ""), ("as_of_earliest__isnull", False), ("as_of_latest__isnull", False), _connector="OR"
                ),
                name="partnerships_deployment_as_of_known",
                violation_error_message="Write 27/10/2017, 6/2018, 2016, 2020-2025 or EDTF such as 2016?-08-03 or [..2014-10-15].",
            ),
        ),
        migrations.AddConstraint(
            model_name="observation",
            constraint=models.CheckConstraint(
                condition=models.Q(("against_target", ""), models.Q(("target", ""), _negated=True), _connector="OR"),
                name="partnerships_observation_target",
                violation_error_message="Say which target it is held against.",
            ),
        ),
    ]
