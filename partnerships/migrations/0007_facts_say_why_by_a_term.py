"""Why a fact is not simply stated is a term, and a note where more is to be said."""

from django.db import migrations, models

import records.fields
from records.migrations._operations import Together

FACTS = (
    "agreement",
    "agreementrelation",
    "clause",
    "deployment",
    "event",
    "observation",
    "party",
    "position",
    "signatory",
    "succession",
)
REASONS = [
    ("year_not_printed", "the year is not printed"),
    ("date_not_printed", "the date is not printed"),
    ("from_period", "inferred from the period"),
    ("sources_disagree", "the passages disagree"),
    ("wording_ambiguous", "the wording can be read in two ways"),
    ("name_ambiguous", "the printed name may mean several"),
    ("instrument_not_named", "no passage names the instrument"),
    ("role_not_said", "the part played is not said"),
    ("actor_not_said", "who does it is not said"),
    ("extent_not_said", "how far it reaches is not said"),
    ("relation_not_said", "how the two relate is not said"),
    ("told_of_series", "told of a whole series, not of this one"),
    ("no_figure", "an amount in words, no figure"),
    ("from_context", "inferred from the context"),
]


def say_in_a_note(apps, schema_editor):
    """Backwards there is the note alone to say why."""
    labels = dict(REASONS)
    for name in FACTS:
        rows = apps.get_model("partnerships", name)._base_manager.using(schema_editor.connection.alias)
        for reason, label in labels.items():
            rows.filter(reason=reason, note="").update(note=label)


def reason(model):
    field = records.fields.TermField(
        blank=True,
        choices=REASONS,
        help_text="Why it is not stated; the note says more.",
        max_length=30,
        verbose_name="reason",
    )
    return migrations.AddField(model_name=model, name="reason", field=field)


def explained(model):
    stated, reasoned, noted = (
        models.Q(("certainty", "stated")),
        models.Q(("reason", ""), _negated=True),
        models.Q(("note", ""), _negated=True),
    )
    constraint = models.CheckConstraint(
        condition=stated | reasoned | noted,
        name=f"partnerships_{model}_explained",
        violation_error_message="What is inferred or disputed needs a reason, or a note that says why.",
    )
    return migrations.AddConstraint(model_name=model, constraint=constraint)


class Migration(migrations.Migration):
    dependencies = [
        ("partnerships", "0006_websites_by_regular_expression"),
    ]

    operations = [
        Together([migrations.RemoveConstraint(model, f"partnerships_{model}_explained") for model in FACTS]),
        Together([reason(model) for fact in FACTS for model in (fact, f"historical{fact}")]),
        migrations.RunPython(migrations.RunPython.noop, say_in_a_note),
        Together([explained(model) for model in FACTS]),
    ]
