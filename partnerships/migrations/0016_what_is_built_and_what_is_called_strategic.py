"""What an article tells of as built is a state of its own; a partner called strategic makes no agreement strategic."""

from typing import Any

from django.db import migrations

import records.fields
from records.migrations._operations import AlterTerms

STATES = [
    ("planned", "planned"),
    ("under_way", "under way"),
    ("built", "built"),
    ("in_use", "in use"),
    ("ended", "no longer in use"),
]


def strategic() -> Any:
    return records.fields.TermField(
        choices=[("yes", "strategic"), ("no", "not strategic"), ("not_said", "not said")],
        default="not_said",
        help_text="Whether a passage calls the cooperation strategic; that it calls the partner so is not enough.",
        max_length=30,
        verbose_name="strategic or not",
    )


def state() -> Any:
    return records.fields.TermField(
        choices=STATES,
        default="in_use",
        help_text="How far it had come, as the passage says; a plan is not in use.",
        max_length=30,
        verbose_name="state",
    )


def relation() -> Any:
    return records.fields.TermField(
        choices=[
            ("renews", "renews"),
            ("supersedes", "supersedes"),
            ("amends", "amends"),
            ("part_of", "is part of"),
            ("follows", "follows"),
            ("extends", "was also signed beside"),
        ],
        max_length=30,
        verbose_name="kind",
    )


def taken_for_used(apps: Any, schema_editor: Any) -> None:
    """What the register took it for before."""
    for name in ("Deployment", "HistoricalDeployment"):
        rows = apps.get_model("partnerships", name)._base_manager.using(schema_editor.connection.alias)
        rows.filter(state="built").update(state="in_use")


class Migration(migrations.Migration):
    dependencies = [("partnerships", "0015_legal_basis")]

    operations = [
        migrations.AlterField("agreement", "strategic", strategic()),
        migrations.AlterField("historicalagreement", "strategic", strategic()),
        migrations.AlterField("agreementrelation", "kind", relation()),
        migrations.AlterField("historicalagreementrelation", "kind", relation()),
        AlterTerms("deployment", "state", state()),
        AlterTerms("historicaldeployment", "state", state()),
        migrations.RunPython(migrations.RunPython.noop, taken_for_used),
    ]
